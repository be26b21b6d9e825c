//! Tests of one value, by its shape and by whether it may be missing.

use tinyflow_check::condition::{Comparison, Part, Place, Quantifier};
use tinyflow_check::shape::{Literal, Shape};

use super::reach::closure;
use crate::plan::code::{Code, Link};
use crate::plan::literal::{self, string_literal};

/// A value as the code has reached it.
#[derive(Clone)]
pub(super) struct Value<'p> {
    pub(super) root: Code,
    /// Whether the root alone is a reference to the value.
    pub(super) is_reference: bool,
    /// Each with its dot.
    pub(super) links: Vec<String>,
    pub(super) shape: &'p Shape,
    /// Whether its length is meant.
    pub(super) length: bool,
    /// Whether the code reaches it as an `Option`.
    pub(super) optional: bool,
    /// Whether that holds an `Option`, too.
    pub(super) nested: bool,
}

impl Value<'_> {
    /// The same value, which is that of this place.
    pub(super) fn of(self, place: &Place) -> Value<'_> {
        Value {
            root: self.root,
            is_reference: self.is_reference,
            links: self.links,
            shape: &place.shape,
            length: self.length,
            optional: self.optional,
            nested: self.nested,
        }
    }

    /// The value, and plain links behind it.
    pub(super) fn chain(&self, more: &[&str]) -> Code {
        let more = more.iter().map(|link| Link::text(*link));
        self.linked(more)
    }

    /// The value, and more links behind it.
    pub(super) fn linked(&self, more: impl Iterator<Item = Link>) -> Code {
        let own = self.links.iter().map(Link::text);
        let links: Vec<Link> = own.chain(more).collect();
        if links.is_empty() && self.is_reference {
            return Code::Text(format!("*{}", self.root.one_line()));
        }
        if links.is_empty() {
            return self.root.clone();
        }
        Code::Chain {
            root: Box::new(self.root.clone()),
            links,
        }
    }

    /// Whether the value counts as true in JavaScript.
    pub(super) fn truthy(&self, wanted: bool) -> Code {
        if self.length {
            return self.is_empty(!wanted);
        }
        let zero = match self.shape {
            Shape::Boolean if self.optional => {
                return self.is(wanted, self.some(Code::text("true")));
            }
            Shape::Boolean if wanted => return self.chain(&[]),
            Shape::Boolean => return self.negated(&[]),
            Shape::Text if self.optional && wanted => {
                let test = ".is_some_and(|text| !text.is_empty())";
                return self.chain(&[".as_deref()", test]);
            }
            Shape::Text if self.optional => {
                return self.chain(&[".as_deref()", ".is_none_or(str::is_empty)"]);
            }
            Shape::Text => return self.is_empty(!wanted),
            Shape::Integer | Shape::Unsigned => "0".to_owned(),
            Shape::Number => "0.0".to_owned(),
            Shape::Enum(shape) => {
                let mut variants = shape.variants.iter();
                match variants.find(|variant| variant.wire_name.is_empty()) {
                    Some(empty) => format!("{}::{}", shape.name, empty.name),
                    None => return self.is_some(wanted),
                }
            }
            // The checker refuses to ask it of the others.
            _ => return self.is_some(wanted),
        };
        let operator = if wanted { "!=" } else { "==" };
        if self.optional {
            return self.if_some(wanted, &format!("value {operator} {zero}"));
        }
        binary(self.chain(&[]), operator, Code::text(zero))
    }

    /// Whether the value equals a literal of its shape.
    pub(super) fn equals(&self, literal: &Literal, wanted: bool) -> Code {
        match literal {
            Literal::Integer(0) if self.length => self.is_empty(wanted),
            Literal::Boolean(true) => self.truthy(wanted),
            Literal::Boolean(false) if !self.optional => self.truthy(!wanted),
            Literal::Text(text) if text.is_empty() && !self.optional => self.is_empty(wanted),
            Literal::Text(text) if self.optional => {
                let text = Code::call("Some", Code::String(text.clone()));
                binary(self.chain(&[".as_deref()"]), equality(wanted), text)
            }
            Literal::Text(text) => self.is(wanted, Code::String(text.clone())),
            literal if self.optional => self.is(wanted, self.some(literal::code(literal))),
            literal => self.is(wanted, literal::code(literal)),
        }
    }

    /// Whether the value is there and compares so with a literal.
    pub(super) fn compares(&self, comparison: Comparison, literal: &Literal, wanted: bool) -> Code {
        let holds = if wanted {
            comparison
        } else {
            comparison.negated()
        };
        let unsigned = self.length || *self.shape == Shape::Unsigned;
        let operator = match (holds, literal) {
            (Comparison::Greater, Literal::Integer(0)) if self.length => {
                return self.is_empty(false);
            }
            (Comparison::GreaterOrEqual, Literal::Integer(1)) if self.length => {
                return self.is_empty(false);
            }
            (Comparison::LessOrEqual, Literal::Integer(0)) if self.length => {
                return self.is_empty(true);
            }
            (Comparison::Less, Literal::Integer(1)) if self.length => return self.is_empty(true),
            // Nothing unsigned is below zero.
            (Comparison::LessOrEqual, Literal::Integer(0)) if unsigned => "==",
            (holds, _) => holds.symbol(),
        };
        match literal {
            Literal::Text(text) => {
                let text = string_literal(text);
                if self.optional {
                    let method = if wanted { "is_some_and" } else { "is_none_or" };
                    let test = format!(".{method}(|text| text {operator} {text})");
                    return self.chain(&[".as_deref()", &test]);
                }
                binary(self.chain(&[".as_str()"]), operator, Code::text(text))
            }
            _ if self.optional => {
                let bound = literal::code(literal).one_line();
                self.if_some(wanted, &format!("value {operator} {bound}"))
            }
            literal => binary(self.measured(), operator, literal::code(literal)),
        }
    }

    /// Whether a string has a text in it, or a list a value.
    pub(super) fn has(&self, part: Part, literal: &Literal, wanted: bool) -> Code {
        match (self.shape, literal) {
            (Shape::Text, Literal::Text(text)) => {
                self.has_pattern(part, Code::text(pattern(text)), wanted)
            }
            (_, Literal::Text(text)) => {
                let test = format!(".any(|item| item == {})", string_literal(text));
                self.held(wanted, &[".iter()", &test])
            }
            (_, literal) => {
                let item = literal::code(literal).one_line();
                self.held(wanted, &[&format!(".contains(&{item})")])
            }
        }
    }

    /// Whether a string has another one in it, or a list a value.
    pub(super) fn has_value(&self, part: Part, other: &Self, wanted: bool) -> Code {
        let other = match other.is_reference {
            true => other.root.clone(),
            false => Code::Text(format!("&{}", other.measured().one_line())),
        };
        self.has_pattern(part, other, wanted)
    }

    /// Whether an element passes the test, or each of them.
    pub(super) fn quantified(
        &self,
        quantifier: Quantifier,
        parameter: &str,
        body: Code,
        wanted: bool,
    ) -> Code {
        let method = match quantifier {
            Quantifier::Some => "any",
            Quantifier::Every => "all",
        };
        let element = match self.shape {
            Shape::List(element) => element,
            other => other,
        };
        let test = closure(method, parameter.to_owned(), body, element);
        let code = self.linked([Link::text(".iter()"), test].into_iter());
        if wanted {
            return code;
        }
        Code::Not(Box::new(code))
    }

    fn has_pattern(&self, part: Part, pattern: Code, wanted: bool) -> Code {
        let method = match part {
            Part::Anywhere => "contains",
            Part::Start => "starts_with",
            Part::End => "ends_with",
        };
        self.held(wanted, &[&format!(".{method}({})", pattern.one_line())])
    }

    fn held(&self, wanted: bool, links: &[&str]) -> Code {
        if wanted {
            return self.chain(links);
        }
        self.negated(links)
    }

    /// Whether two values of one shape are equal, missing ones included.
    pub(super) fn equals_value(&self, other: &Self, wanted: bool) -> Code {
        let (left, right) = (self.measured(), other.measured());
        let text = *self.shape == Shape::Text && !self.length;
        let (left, right) = match (self.optional, other.optional) {
            (true, true) | (false, false) => (left, right),
            (true, false) if text => (
                self.chain(&[".as_deref()"]),
                Code::call("Some", other.chain(&[".as_str()"])),
            ),
            (false, true) if text => (
                Code::call("Some", self.chain(&[".as_str()"])),
                other.chain(&[".as_deref()"]),
            ),
            (true, false) => (left, Code::call("Some", right)),
            (false, true) => (Code::call("Some", left), right),
        };
        binary(left, equality(wanted), right)
    }

    /// Whether two numbers are both there and compare so.
    pub(super) fn compares_value(
        &self,
        comparison: Comparison,
        other: &Self,
        wanted: bool,
    ) -> Code {
        let holds = if wanted {
            comparison
        } else {
            comparison.negated()
        };
        let operator = holds.symbol();
        if !self.optional && !other.optional {
            return binary(self.measured(), operator, other.measured());
        }
        let right = other.measured().one_line();
        let right = if other.optional {
            right
        } else {
            format!("Some({right})")
        };
        let zip = format!(".zip({right})");
        let method = if wanted { "is_some_and" } else { "is_none_or" };
        let test = format!(".{method}(|(left, right)| left {operator} right)");
        if self.optional {
            return self.chain(&[&zip, &test]);
        }
        let left = self.measured().one_line();
        Code::Chain {
            root: Box::new(Code::text(format!("Some({left})"))),
            links: vec![Link::Text(zip), Link::Text(test)],
        }
    }

    /// The value, or its length in JavaScript's count.
    pub(super) fn measured(&self) -> Code {
        match (self.length, self.shape) {
            (false, _) => self.chain(&[]),
            (true, Shape::Text) => self.chain(&[".encode_utf16()", ".count()"]),
            (true, _) => self.chain(&[".len()"]),
        }
    }

    fn is(&self, wanted: bool, other: Code) -> Code {
        binary(self.measured(), equality(wanted), other)
    }

    /// The value, or a reference to it, which a pattern takes alike.
    pub(super) fn matched(&self) -> Code {
        match self.is_reference && self.links.is_empty() {
            true => self.root.clone(),
            false => self.chain(&[]),
        }
    }

    /// A value as the code reaches it, where it is there.
    pub(super) fn some(&self, value: Code) -> Code {
        let value = match self.nested {
            true => Code::call("Some", value),
            false => value,
        };
        Code::call("Some", value)
    }

    fn is_empty(&self, wanted: bool) -> Code {
        if wanted {
            return self.chain(&[".is_empty()"]);
        }
        self.negated(&[".is_empty()"])
    }

    fn is_some(&self, wanted: bool) -> Code {
        self.chain(&[if wanted { ".is_some()" } else { ".is_none()" }])
    }

    /// A test of a number or enum that may be missing; `test` calls it `value`.
    fn if_some(&self, wanted: bool, test: &str) -> Code {
        let method = if wanted { "is_some_and" } else { "is_none_or" };
        self.chain(&[&format!(".{method}(|value| {test})")])
    }

    fn negated(&self, more: &[&str]) -> Code {
        Code::Not(Box::new(self.chain(more)))
    }
}

/// A text to look for: a `char` where it is but one.
pub(super) fn pattern(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some('"'), None) => "'\"'".to_owned(),
        (Some('\''), None) => "'\\''".to_owned(),
        (Some(_), None) => {
            let literal = string_literal(text);
            format!("'{}'", literal.trim_matches('"'))
        }
        _ => string_literal(text),
    }
}

pub(super) fn equality(wanted: bool) -> &'static str {
    if wanted { "==" } else { "!=" }
}

pub(super) fn binary(left: Code, operator: &str, right: Code) -> Code {
    Code::Compare {
        left: Box::new(left),
        operator: operator.to_owned(),
        right: Box::new(right),
    }
}
