//! `place ?? other`, and `place || other`.

use tinyflow_check::condition::{Computed, Member, Place};
use tinyflow_check::shape::Shape;

use super::number::Number;
use super::text::Text;
use super::{Reached, negated_unless};
use crate::plan::code::{Code, Link};
use crate::plan::condition::chained::linked;
use crate::plan::condition::reach::{flattened, plain, read};

/// A value that may be missing.
pub(super) enum Maybe {
    /// The code of an `Option`.
    Option(Code),
    /// The code of an `Option`, and what is read from what is in it.
    Read {
        option: Code,
        parameter: String,
        read: Code,
    },
}

impl Reached<'_> {
    pub(super) fn number_or_else(&self, maybe: Maybe, place: &Place, other: &Computed) -> Number {
        let whole = match &place.shape {
            _ if place.length => Some(Number::Size as fn(Code) -> Number),
            Shape::Integer => Some(Number::Integer as fn(Code) -> Number),
            Shape::Unsigned => Some(Number::Unsigned as fn(Code) -> Number),
            _ => None,
        };
        let Some(whole) = whole else {
            return Number::Float(maybe.or(&self.float(other), None));
        };
        let alternate = match other {
            Computed::Number(number) => whole(Code::text("")).literal(*number),
            other => {
                let alternate = self.number(other);
                alternate
                    .is_like(&whole(Code::text("")))
                    .then(|| alternate.code())
            }
        };
        match alternate {
            Some(alternate) => whole(maybe.or(&alternate, None)),
            None => Number::Float(maybe.or(&self.float(other), Some("js::number"))),
        }
    }

    pub(super) fn text_or_else(&self, maybe: Maybe, place: &Place, other: &Computed) -> Text {
        let (maybe, convert) = match (&place.shape, maybe) {
            (Shape::Text, option @ Maybe::Option(_)) if is_part(place) => {
                (option, Some("String::as_str".to_owned()))
            }
            (Shape::Enum(shape), option @ Maybe::Option(_)) => {
                (option, Some(format!("{}::as_str", shape.name)))
            }
            (Shape::Enum(_), read) => (read.linked(Link::text(".as_str()")), None),
            (_, maybe) => (maybe, None),
        };
        let other = match (&maybe, self.text(other)) {
            (Maybe::Option(_), other) if convert.is_none() => other.borrowed(),
            (_, other) => other.slice(),
        };
        Text::Slice(maybe.or(&other, convert.as_deref()))
    }

    /// The test whether the value is true.
    pub(super) fn boolean(&self, value: &Computed, wanted: bool) -> Code {
        let code = match value {
            Computed::OrElse(place, other) => match (maybe(place), &**other) {
                (
                    Maybe::Read {
                        option,
                        parameter,
                        read,
                    },
                    Computed::Boolean(answer),
                ) => {
                    let method = if *answer { "is_none_or" } else { "is_some_and" };
                    let closure = Link::Closure {
                        method: method.to_owned(),
                        parameter,
                        body: Box::new(read),
                    };
                    linked(option, closure)
                }
                (maybe, other) => maybe.or(&self.boolean(other, true), None),
            },
            Computed::Place(place) => self.at(place).chain(&[]),
            value => Code::text((*value == Computed::Boolean(true)).to_string()),
        };
        negated_unless(wanted, code)
    }
}

/// One of an enum's values, or another in its place, and the value that it is compared with, where
/// all are values of the enum.
pub(in crate::plan::condition) fn as_variants(
    left: &Computed,
    right: &Computed,
) -> Option<(Code, Code)> {
    let (Computed::OrElse(place, other), Computed::Text(right)) = (left, right) else {
        return None;
    };
    let (Shape::Enum(shape), Computed::Text(other)) = (&place.shape, &**other) else {
        return None;
    };
    let [other, right] = [other, right].map(|text| {
        let variant = shape.variant(text)?;
        Some(Code::Text(format!("{}::{}", shape.name, variant.name)))
    });
    Some((maybe(place).or(&other?, None), right?))
}

impl Maybe {
    /// The same with one more link behind what is read.
    fn linked(self, link: Link) -> Self {
        match self {
            Self::Option(option) => Self::Option(linked(option, link)),
            Self::Read {
                option,
                parameter,
                read,
            } => Self::Read {
                option,
                parameter,
                read: linked(read, link),
            },
        }
    }

    /// The value, or the alternate; what is there is put through `convert` first.
    fn or(self, alternate: &Code, convert: Option<&str>) -> Code {
        match (self, convert) {
            (Self::Option(option), None) => {
                let alternate = match alternate {
                    Code::Chain { .. } => Link::Call {
                        method: "unwrap_or".to_owned(),
                        argument: Box::new(alternate.clone()),
                        is_tried: false,
                    },
                    alternate => Link::Text(format!(".unwrap_or({})", alternate.one_line())),
                };
                linked(option, alternate)
            }
            (Self::Option(option), Some(convert)) => {
                let alternate = alternate.one_line();
                linked(
                    option,
                    Link::Text(format!(".map_or({alternate}, {convert})")),
                )
            }
            (
                Self::Read {
                    option,
                    parameter,
                    read,
                },
                convert,
            ) => {
                let body = match convert {
                    Some(convert) => Code::call(convert, read),
                    None => read,
                };
                let link = match body.one_line() == format!("{parameter}.len()") {
                    true => Link::Text(format!(".map_or({}, Vec::len)", alternate.one_line())),
                    false => Link::MapOr {
                        alternate: Box::new(alternate.clone()),
                        parameter,
                        body: Box::new(body),
                    },
                };
                linked(option, link)
            }
        }
    }
}

/// Whether the value is lent by what holds it: a map or an array.
fn is_part(place: &Place) -> bool {
    let last = place.links.last();
    last.is_some_and(|link| matches!(link.member, Member::Element(_) | Member::Entry))
}

/// The same without a value that counts as false.
pub(super) fn maybe_truthy(place: &Place) -> Maybe {
    let test = match &place.shape {
        Shape::Text => "|text| !text.is_empty()".to_owned(),
        Shape::Number => "|value| *value != 0.0".to_owned(),
        Shape::Enum(shape) => {
            let empty = shape.variant("").map(|empty| empty.name.as_str());
            format!(
                "|value| *value != {}::{}",
                shape.name,
                empty.unwrap_or_default()
            )
        }
        _ => "|value| *value != 0".to_owned(),
    };
    match maybe(place) {
        option @ Maybe::Option(_) => option.linked(Link::Text(format!(".filter({test})"))),
        // The checker leaves those that are read from what is opened.
        read @ Maybe::Read { .. } => read,
    }
}

/// The value of a place that may be missing, strings as slices.
pub(super) fn maybe(place: &Place) -> Maybe {
    let is_text = place.shape == Shape::Text && !place.length;
    let lent: &[&str] = match (place.is_nested(), is_text) {
        _ if place.length => &[],
        (_, true) if is_part(place) => &[],
        (_, false) if is_part(place) => &[".copied()"],
        (true, true) => &[".as_ref()", ".and_then(Option::as_deref)"],
        (true, false) => &[".flatten()"],
        (false, true) => &[".as_deref()"],
        (false, false) => &[],
    };
    let lent = lent.iter().map(|link| Link::text(*link));
    let Some(chained) = place.links.iter().position(|link| link.chained) else {
        return Maybe::Option(plain(place).linked(lent));
    };
    let mut head = place.clone();
    head.links.truncate(chained + 1);
    head.links[chained].chained = false;
    head.length = false;
    let option = match head.is_nested() {
        true => plain(&head).linked(flattened(false).map(Link::text)),
        false if is_part(&head) => plain(&head).chain(&[]),
        false => plain(&head).chain(&[".as_ref()"]),
    };
    let parameter = place.links[chained].variable().to_owned();
    let rest = &place.links[chained + 1..];
    let links = rest.iter().map(|link| Link::Text(read(link)));
    let read = links.fold(Code::text(parameter.as_str()), linked);
    if !place.length && rest.last().is_some_and(|link| link.optional) {
        let closure = Link::Closure {
            method: "and_then".to_owned(),
            parameter,
            body: Box::new(lent.fold(read, linked)),
        };
        return Maybe::Option(linked(option, closure));
    }
    let behind: &[&str] = match &place.shape {
        Shape::Text if place.length => &[".encode_utf16()", ".count()"],
        _ if place.length => &[".len()"],
        Shape::Text => &[".as_str()"],
        _ => &[],
    };
    Maybe::Read {
        option,
        parameter,
        read: behind
            .iter()
            .map(|link| Link::text(*link))
            .fold(read, linked),
    }
}
