//! The layout of types that are too long for their line.

use super::layout::MAX_WIDTH;
use super::width::Width;

/// rustfmt's `fn_call_width`: how wide the items of a tuple may be on one line.
const TUPLE_WIDTH: usize = 60;

/// A field and its type, on as many lines as rustfmt gives them.
pub(super) fn field(name: &str, type_name: &str, indent: usize) -> String {
    let spaces = " ".repeat(indent);
    assigned(&format!("{spaces}pub {name}:"), type_name, ',', indent)
}

/// Another name for a type, on as many lines as rustfmt gives it.
pub(super) fn alias(name: &str, type_name: &str) -> String {
    assigned(&format!("pub type {name} ="), type_name, ';', 0)
}

fn assigned(head: &str, type_name: &str, end: char, indent: usize) -> String {
    let line = format!("{head} {type_name}{end}");
    let of = Type::parse(type_name);
    let is_breakable = of.has_wide_tuple();
    if line.width() <= MAX_WIDTH && !is_breakable {
        return line;
    }
    let next_line = format!("{}    {type_name}{end}", " ".repeat(indent));
    if next_line.width() <= MAX_WIDTH && !is_breakable {
        return format!("{head}\n{next_line}");
    }
    format!("{head} {}{end}", of.broken(indent))
}

/// A variant that holds a value, on as many lines as rustfmt gives it, from its name on.
pub(super) fn variant(name: &str, held: &str, indent: usize) -> String {
    let line = format!("{name}({held})");
    let of = Type::parse(held);
    let fits = held.width() <= TUPLE_WIDTH && indent + line.width() < MAX_WIDTH;
    if fits && !of.has_wide_tuple() {
        return line;
    }
    let (spaces, inner) = (" ".repeat(indent), indent + 4);
    let held = of.lay_out(inner, inner);
    format!("{name}(\n{spaces}    {held},\n{spaces})")
}

/// A type as it is spelt: `Vec<(String, i64)>`.
struct Type<'t> {
    text: &'t str,
    /// What stands before its parts: `BTreeMap<` or `(`, or the whole name.
    opening: &'t str,
    parts: Vec<Type<'t>>,
}

impl<'t> Type<'t> {
    fn parse(text: &'t str) -> Self {
        let closes = text.ends_with(['>', ')']);
        let Some(start) = text.find(['<', '(']).filter(|_| closes) else {
            return Self {
                text,
                opening: text,
                parts: Vec::new(),
            };
        };
        let (opening, inner) = text.split_at(start + 1);
        Self {
            text,
            opening,
            parts: parts(&inner[..inner.len() - 1]).map(Self::parse).collect(),
        }
    }

    fn is_tuple(&self) -> bool {
        self.opening == "(" && !self.parts.is_empty()
    }

    fn has_wide_tuple(&self) -> bool {
        let is_wide = self.is_tuple() && self.text.width() - 2 > TUPLE_WIDTH;
        is_wide || self.parts.iter().any(Self::has_wide_tuple)
    }

    /// The type where it starts at `column`, on a line that is indented by `indent`.
    fn lay_out(&self, indent: usize, column: usize) -> String {
        // A comma follows.
        if column + self.text.width() < MAX_WIDTH && !self.has_wide_tuple() {
            return self.text.to_owned();
        }
        self.broken(indent)
    }

    fn broken(&self, indent: usize) -> String {
        if self.parts.is_empty() {
            return self.text.to_owned();
        }
        let closing = if self.is_tuple() { ")" } else { ">" };
        if let ([only], false) = (self.parts.as_slice(), self.is_tuple())
            && only.is_tuple()
        {
            return format!("{}{}{closing}", self.opening, only.broken(indent));
        }
        let spaces = " ".repeat(indent);
        let inner = indent + 4;
        let lines = self.parts.iter();
        let lines = lines.map(|part| format!("{spaces}    {},\n", part.lay_out(inner, inner)));
        let lines: String = lines.collect();
        format!("{}\n{lines}{spaces}{closing}", self.opening)
    }
}

/// The types in a list, taken apart at its commas.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let at_comma = move |character| {
        match character {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    };
    let parts = text.split(at_comma).map(str::trim);
    parts.filter(|part| !part.is_empty())
}
