//! Findings as text for people: the line of the flow, the place underlined,
//! what to do about it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::quote::visible;
use super::{Diagnostic, Severity, escape};
use crate::place::Lines;
use crate::{Source, Span};

/// Whether the text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With colours, for a terminal.
    Coloured,
}

/// Shows the findings about one flow.
#[derive(Debug)]
pub struct Excerpts<'a> {
    source: &'a Source,
    lines: Lines<'a>,
    renderer: Renderer,
}

impl<'a> Excerpts<'a> {
    /// Prepares to show findings about `source`: costs one pass over its text.
    pub fn new(source: &'a Source, style: Style) -> Self {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        Self {
            source,
            lines: Lines::new(source.text()),
            renderer: renderer.decor_style(DecorStyle::Ascii),
        }
    }

    /// One finding as text, without a final line break.
    pub fn render(&self, finding: &Diagnostic) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(escape(&finding.message))
            .id(finding.rule.code);
        let excerpt = self.excerpt(finding.span);
        let label = finding.label.as_deref();
        let snippet = excerpt.snippet(AnnotationKind::Primary, label);
        let mut group = Group::with_title(title).element(snippet);
        let related: Vec<_> = finding
            .related
            .iter()
            .map(|(span, what)| (self.excerpt(*span), what))
            .collect();
        for (related, what) in &related {
            group = group.element(related.snippet(AnnotationKind::Context, Some(what)));
        }
        if !finding.trace.is_empty() {
            let way = finding.trace.iter().map(|(_, what)| escape(what));
            let way = way.collect::<Vec<_>>().join(" → ");
            group = group.element(Level::NOTE.message(format!("{} {way}", finding.trace_title)));
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(escape(help)));
        }
        let shown = excerpt.with_place(self.renderer.render(&[group]));
        let related = related.iter().map(|(related, _)| related);
        with_places_of(related.filter(|related| !related.is_whole), shown)
    }

    /// The first line of what stands at `span`, of which at most a window is
    /// shown: the cost grows neither with the flow nor with the line.
    fn excerpt(&self, span: Span) -> Excerpt<'a> {
        let (number, start, line) = self.lines.line_of(span.start);
        let (before, rest) = line.split_at(span.start - start);
        let (within, after) = rest.split_at(span.end.min(start + line.len()) - span.start);
        let parts = [
            last_characters(before, WINDOW),
            first_characters(within, WINDOW),
            first_characters(after, WINDOW),
        ];
        let is_whole = parts.iter().map(|part| part.len()).sum::<usize>() == line.len();
        Excerpt {
            name: self.source.name(),
            number,
            column: before.chars().count() + 1,
            is_whole,
            parts: parts.map(visible),
        }
    }
}

/// A line, or the part of it around what is underlined.
struct Excerpt<'a> {
    name: &'a str,
    number: usize,
    column: usize,
    is_whole: bool,
    /// Before, within and behind what is underlined.
    parts: [String; 3],
}

impl<'a> Excerpt<'a> {
    fn snippet<'g>(
        &self,
        kind: AnnotationKind,
        label: Option<&'g str>,
    ) -> Snippet<'g, Annotation<'g>>
    where
        'a: 'g,
    {
        let [before, within, _] = &self.parts;
        let underlined = before.len()..before.len() + within.len();
        Snippet::source(self.parts.concat())
            .path(self.is_whole.then_some(self.name))
            .line_start(self.number)
            .annotation(kind.span(underlined).label(label))
    }

    /// The column cannot be told from a part of a line, so the renderer was not
    /// given the file: its line is added here.
    fn with_place(&self, rendered: String) -> String {
        match rendered.split_once('\n') {
            Some((title, rest)) if !self.is_whole => {
                let margin = " ".repeat(self.number.to_string().len());
                format!("{title}\n{margin}--> {}\n{rest}", self.place())
            }
            _ => rendered,
        }
    }

    fn place(&self) -> String {
        format!("{}:{}:{}", escape(self.name), self.number, self.column)
    }
}

/// Adds the places of what else is shown to the lines that the renderer has left for them.
fn with_places_of<'e>(parts: impl Iterator<Item = &'e Excerpt<'e>>, rendered: String) -> String {
    let mut places = parts.map(Excerpt::place).peekable();
    if places.peek().is_none() {
        return rendered;
    }
    // In colours something stands behind the last blank, too.
    let is_left = |line: &str| line.trim_end_matches(RESET).ends_with("::: ");
    let lines = rendered.lines().map(|line| match is_left(line) {
        true => line.to_owned() + &places.next().unwrap_or_default(),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What ends a colour on a terminal.
const RESET: &str = "\u{1b}[0m";

/// How many characters are shown of what is underlined, and on each side of it.
const WINDOW: usize = 100;

fn first_characters(text: &str, most: usize) -> &str {
    text.char_indices()
        .nth(most)
        .map_or(text, |(end, _)| &text[..end])
}

fn last_characters(text: &str, most: usize) -> &str {
    let mut characters = text.char_indices().rev();
    let start = most
        .checked_sub(1)
        .and_then(|before| characters.nth(before));
    start.map_or(text, |(start, _)| &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rule;

    static RULE: Rule = Rule {
        code: "TF999",
        name: "test",
        severity: Severity::Error,
    };

    #[test]
    fn of_a_long_line_the_part_around_the_fault_is_shown() {
        let text = format!("{}\"ö\"{}", "[".repeat(3_000), "]".repeat(3_000));
        let source = Source::new("flow.json", text.into_bytes());
        let finding = Diagnostic::new(&RULE, "this is it", Span::new(3_000, 3_004));
        let shown = Excerpts::new(&source, Style::Plain).render(&finding);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], " --> flow.json:1:3001");
        assert!(lines[3].contains("[\"ö\"]"), "{shown}");
        assert!(shown.len() < 1_000, "{shown}");
    }

    #[test]
    fn a_second_place_in_a_long_line_is_named() {
        let text = format!("\"a\"{}\"b\"", " ".repeat(3_000));
        let source = Source::new("flow.json", text.into_bytes());
        let finding = Diagnostic::new(&RULE, "twice", Span::new(3_003, 3_006))
            .related(Span::new(0, 3), "the first one");
        for style in [Style::Plain, Style::Coloured] {
            let shown = Excerpts::new(&source, style).render(&finding);
            let places = shown.lines().filter(|line| line.contains("flow.json"));
            let places: Vec<&str> = places.collect();
            assert!(places[0].ends_with("--> flow.json:1:3004"), "{shown}");
            assert!(places[1].contains("::: "), "{shown}");
            assert!(places[1].ends_with("flow.json:1:1"), "{shown}");
        }
    }
}
