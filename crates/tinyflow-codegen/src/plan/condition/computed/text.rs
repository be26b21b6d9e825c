//! Strings, and how they are lent.

use tinyflow_check::condition::{Change, Computed};
use tinyflow_check::shape::Shape;

use super::Reached;
use super::number::Number;
use super::or_else::{maybe, maybe_truthy};
use crate::plan::code::{Code, Link};
use crate::plan::condition::chained::linked;
use crate::plan::condition::value::Value;

/// The code of a string, by its Rust type.
pub(super) enum Text {
    /// A `String` that the state holds.
    Held(Code),
    /// A `String` that was made.
    Made(Code),
    /// `&String`.
    Reference(Code),
    /// `&str`.
    Slice(Code),
}

impl Text {
    pub(super) fn of(value: &Value<'_>) -> Self {
        if let Shape::Enum(_) = value.shape {
            return Self::Slice(value.chain(&[".as_str()"]));
        }
        let is_lent = value.is_reference || matches!(value.root, Code::Present { .. });
        match is_lent && value.links.is_empty() {
            true => Self::Reference(value.root.clone()),
            false => Self::Held(value.chain(&[])),
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Held(code) | Self::Made(code) | Self::Reference(code) | Self::Slice(code) => {
                code.clone()
            }
        }
    }

    /// With methods called on it.
    pub(super) fn linked(&self, links: impl IntoIterator<Item = Link>) -> Code {
        links.into_iter().fold(self.code(), linked)
    }

    /// As what lends it: `&String` or `&str`.
    pub(super) fn borrowed(&self) -> Code {
        match self {
            Self::Held(code) | Self::Made(code) => Code::Text(format!("&{}", code.one_line())),
            Self::Reference(code) | Self::Slice(code) => code.clone(),
        }
    }

    /// As `&str`.
    pub(super) fn slice(&self) -> Code {
        match self {
            Self::Slice(code) => code.clone(),
            text => text.linked([Link::text(".as_str()")]),
        }
    }

    /// Both sides of a comparison, of types that compare.
    pub(super) fn compared_with(&self, other: &Self) -> (Code, Code) {
        let read = |text: &Self| Code::Text(format!("*{}", text.code().one_line()));
        match (self, other) {
            (Self::Reference(_), Self::Held(_) | Self::Made(_)) => (read(self), other.code()),
            (Self::Held(_) | Self::Made(_), Self::Reference(_)) => (self.code(), read(other)),
            _ => (self.code(), other.code()),
        }
    }
}

impl Reached<'_> {
    pub(super) fn text(&self, value: &Computed) -> Text {
        match value {
            Computed::Text(text) => Text::Slice(Code::String(text.clone())),
            Computed::Place(place) => Text::of(&self.at(place)),
            Computed::OrElse(place, other) => self.text_or_else(maybe(place), place, other),
            Computed::Or(place, other) => self.text_or_else(maybe_truthy(place), place, other),
            Computed::Changed(change, text) => {
                let text = self.text(text);
                match change {
                    Change::Trim => Text::Slice(Code::call("js::trim", text.borrowed())),
                    Change::Lowercase => Text::Made(text.linked([Link::text(".to_lowercase()")])),
                    Change::Uppercase => Text::Made(text.linked([Link::text(".to_uppercase()")])),
                }
            }
            Computed::Joined(pieces) => match pieces.as_slice() {
                [piece] => self.as_text(piece),
                pieces => {
                    // The first item gives all of them their type.
                    let first = pieces
                        .iter()
                        .take(1)
                        .map(|piece| self.as_text(piece).slice());
                    let rest = pieces.iter().skip(1).map(|piece| self.piece(piece));
                    let items = first.chain(rest);
                    let list = Code::List {
                        opening: "[".to_owned(),
                        items: items.collect(),
                    };
                    Text::Made(linked(list, Link::text(".concat()")))
                }
            },
            // No other value is a string.
            value => Text::Made(self.written(value)),
        }
    }

    /// A piece of a string, as `&str`.
    fn piece(&self, value: &Computed) -> Code {
        match self.as_text(value) {
            Text::Made(code) => Code::Text(format!("&{}", code.one_line())),
            text => text.slice(),
        }
    }

    /// A string, or a number as one.
    fn as_text(&self, value: &Computed) -> Text {
        match super::is_text(value) {
            true => self.text(value),
            false => Text::Made(self.written(value)),
        }
    }

    /// A number as JavaScript writes it.
    fn written(&self, value: &Computed) -> Code {
        let number: Number = self.number(value);
        Code::call("js::text", number.code())
    }
}
