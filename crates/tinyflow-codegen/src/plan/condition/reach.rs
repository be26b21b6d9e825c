//! How code gets to a value of the state.
//!
//! A missing value on the way answers the test where the condition says `?.`,
//! and fails the run where it does not.

use tinyflow_check::condition::{Link, Place, Root};
use tinyflow_check::shape::Shape;

use super::value::Value;
use crate::plan::code::{Code, Link as CodeLink};

/// The code of a test on the value at `place`. Where a `?.` on the way finds
/// nothing, the answer is `false`, or `true` if `wanted` is the opposite.
pub(super) fn reach(place: &Place, wanted: bool, test: impl Fn(Value<'_>) -> Code) -> Code {
    through(place, 0, wanted, &test)
}

/// The code that tells whether the value at `place` is missing, or is there
/// if that is not `wanted`.
pub(super) fn missing(place: &Place, wanted: bool) -> Code {
    let method = if wanted { ".is_none()" } else { ".is_some()" };
    let optional = |link: &Link| link.optional;
    let last = place.links.iter().rposition(optional).unwrap_or_default();
    let mut last_optional = place.clone();
    last_optional.links.truncate(last + 1);
    last_optional.links[last].chained = false;
    last_optional.length = false;
    last_optional.called = false;
    through(&last_optional, 0, !wanted, &|value| value.chain(&[method]))
}

fn through(place: &Place, first: usize, wanted: bool, test: &impl Fn(Value<'_>) -> Code) -> Code {
    let root = match first {
        0 => Code::text(root_name(place)),
        _ => Code::Text(variable(&place.links[first - 1])),
    };
    let chained = place.links[first..].iter().position(|link| link.chained);
    let Some(chained) = chained.map(|index| first + index) else {
        return test(value(place, first, place.links.len(), root));
    };
    let head = value(place, first, chained + 1, root);
    let closure = closure(
        if wanted { "is_some_and" } else { "is_none_or" },
        variable(&place.links[chained]),
        through(place, chained + 1, wanted, test),
        &place.shape,
    );
    head.linked([CodeLink::text(".as_ref()"), closure].into_iter())
}

/// A call with a closure, or with the function that is all that the closure would call.
fn closure(method: &str, parameter: String, body: Code, shape: &Shape) -> CodeLink {
    if body.one_line() == format!("{parameter}.is_empty()") {
        let function = match shape {
            Shape::Text => Some("String::is_empty"),
            Shape::List(_) => Some("Vec::is_empty"),
            _ => None,
        };
        if let Some(function) = function {
            return CodeLink::Text(format!(".{method}({function})"));
        }
    }
    CodeLink::Closure {
        method: method.to_owned(),
        parameter,
        body: Box::new(body),
    }
}

/// The value of the links from `first` to before `end`, starting at `root`.
fn value(place: &Place, first: usize, end: usize, mut root: Code) -> Value<'_> {
    let mut links = Vec::new();
    for index in first..end {
        let link = &place.links[index];
        links.push(format!(".{}", link.name));
        let read_through = index + 1 < place.links.len() || place.is_read_from();
        if link.optional && !link.chained && read_through {
            root = Code::Present {
                value: Box::new(Code::Chain {
                    root: Box::new(root),
                    links: links.drain(..).map(CodeLink::Text).collect(),
                }),
                path: place.path_to(index),
            };
        }
    }
    let last = place.links.last();
    Value {
        root,
        is_reference: first == 0 && place.links.is_empty(),
        links,
        shape: &place.shape,
        length: place.length,
        optional: !place.is_read_from() && last.is_some_and(|link| link.optional),
    }
}

fn root_name(place: &Place) -> &str {
    match &place.root {
        Root::State => "state",
        Root::Element(parameter) => &parameter.name,
    }
}

/// What a closure calls the value of a field.
fn variable(link: &Link) -> String {
    if link.name.starts_with("r#") {
        return "value".to_owned();
    }
    link.name.clone()
}
