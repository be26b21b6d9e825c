//! How code gets to a value of the state.
//!
//! A missing value on the way answers the test where the condition says `?.`,
//! and fails the run where it does not.

use tinyflow_check::condition::{Link, Member, Nothing, Place, Root};
use tinyflow_check::shape::Shape;

use super::chained::linked;
use super::value::{Value, binary, equality};
use crate::plan::code::{Code, Link as CodeLink};
use crate::plan::literal::string_literal;

/// The code of a test on the value at `place`. Where a `?.` on the way finds
/// nothing, the answer is `false`, or `true` if `wanted` is the opposite.
pub(super) fn reach(place: &Place, wanted: bool, test: impl Fn(Value<'_>) -> Code) -> Code {
    // What is lent as an option of a reference is opened by a closure.
    let is_lent = place.links.last().is_some_and(Link::is_lent);
    if is_lent && !place.is_read_from() {
        return open(place, wanted, test);
    }
    through(place, 0, wanted, &test)
}

/// The same for a test that an `Option` in an `Option` takes as it is.
pub(super) fn as_held(place: &Place, wanted: bool, test: impl Fn(Value<'_>) -> Code) -> Code {
    match place.is_nested() {
        true => through(place, 0, wanted, &test),
        false => reach(place, wanted, test),
    }
}

/// The code that tells whether the value is `null`, or `undefined`, where it may be either.
pub(super) fn nothing_else(place: &Place, nothing: Nothing, wanted: bool) -> Code {
    through(place, 0, wanted, &|value| match (nothing, wanted) {
        (Nothing::Null, _) => binary(value.chain(&[]), equality(wanted), Code::text("Some(None)")),
        (Nothing::Undefined, true) => value.chain(&[".is_none()"]),
        (Nothing::Undefined, false) => value.chain(&[".is_some()"]),
    })
}

/// The same, in which the value itself is opened where it may be missing.
pub(super) fn open(place: &Place, wanted: bool, test: impl Fn(Value<'_>) -> Code) -> Code {
    let mut opened = place.clone();
    if !opened.is_read_from()
        && let Some(last) = opened.links.last_mut()
    {
        last.chained = last.optional;
    }
    through(&opened, 0, wanted, &test)
}

/// The value at a place that nothing has to be opened for.
pub(super) fn plain(place: &Place) -> Value<'_> {
    value(place, 0, place.links.len(), Code::text(root_name(place)))
}

/// The code that tells whether the value at `place` is missing, or is there
/// if that is not `wanted`.
pub(super) fn missing(place: &Place, wanted: bool) -> Code {
    let optional = |link: &Link| link.optional;
    let last = place.links.iter().rposition(optional).unwrap_or_default();
    let mut last_optional = place.clone();
    last_optional.links.truncate(last + 1);
    last_optional.links[last].chained = false;
    last_optional.length = false;
    last_optional.called = false;
    let method = match (last_optional.links[last].member, wanted) {
        // An array without a first element is empty.
        (Member::Element(0), _) => {
            last_optional.links.pop();
            last_optional.called = true;
            // The element's shape is of no interest any more, and unknown where more follows it.
            last_optional.shape = Shape::List(Box::new(Shape::Any));
            return through(&last_optional, 0, !wanted, &|value| {
                let code = value.chain(&[".is_empty()"]);
                if wanted {
                    code
                } else {
                    Code::Not(Box::new(code))
                }
            });
        }
        (Member::Entry, _) => {
            let key = last_optional
                .links
                .pop()
                .map(|link| string_literal(&link.wire_name));
            let method = format!(".contains_key({})", key.unwrap_or_default());
            last_optional.called = true;
            // The shape is that of the value, which is of no interest any more.
            last_optional.shape = Shape::Map;
            return through(&last_optional, 0, !wanted, &|value| {
                let code = value.chain(&[&method]);
                if wanted {
                    Code::Not(Box::new(code))
                } else {
                    code
                }
            });
        }
        (_, true) => ".is_none()",
        (_, false) => ".is_some()",
    };
    let is_value = last + 1 == place.links.len();
    let is_copied = is_value && is_copied(place, last + 1);
    let links = match (last_optional.is_nested(), wanted) {
        (false, _) => vec![method],
        (true, _) if is_copied => vec![".flatten()", method],
        (true, true) => vec![".as_ref()", ".is_none_or(Option::is_none)"],
        (true, false) => vec![".as_ref()", ".is_some_and(Option::is_some)"],
    };
    through(&last_optional, 0, !wanted, &|value| value.chain(&links))
}

fn through(place: &Place, first: usize, wanted: bool, test: &impl Fn(Value<'_>) -> Code) -> Code {
    let root = match first {
        0 => Code::text(root_name(place)),
        _ => Code::text(place.links[first - 1].variable()),
    };
    let chained = place.links[first..].iter().position(|link| link.chained);
    let Some(chained) = chained.map(|index| first + index) else {
        return test(value(place, first, place.links.len(), root));
    };
    let head = value(place, first, chained + 1, root);
    let closure = closure(
        if wanted { "is_some_and" } else { "is_none_or" },
        place.links[chained].variable().to_owned(),
        through(place, chained + 1, wanted, test),
        &place.shape,
    );
    let is_lent = place.links[chained].is_lent() || is_copied(place, chained + 1);
    let borrowed = (!is_lent).then(|| CodeLink::text(".as_ref()"));
    head.linked(borrowed.into_iter().chain([closure]))
}

/// A call with a closure, or with the function that is all that the closure would call with a
/// value of this shape.
pub(super) fn closure(method: &str, parameter: String, body: Code, shape: &Shape) -> CodeLink {
    let text = body.one_line();
    let called = text.strip_prefix(parameter.as_str());
    let function = match (called, shape) {
        (Some(".is_empty()"), Shape::Text) => Some("String::is_empty"),
        (Some(".is_empty()"), Shape::List(_)) => Some("Vec::is_empty"),
        (Some(".is_empty()"), Shape::Dictionary(_)) => Some("BTreeMap::is_empty"),
        (Some(".is_empty()"), Shape::Map) => Some("Map::is_empty"),
        (Some(".is_some()"), Shape::Nullable(_)) => Some("Option::is_some"),
        (Some(".is_none()"), Shape::Nullable(_)) => Some("Option::is_none"),
        _ => None,
    };
    match function {
        Some(function) => CodeLink::Text(format!(".{method}({function})")),
        None => CodeLink::Closure {
            method: method.to_owned(),
            parameter,
            body: Box::new(body),
        },
    }
}

/// The value of the links from `first` to before `end`, starting at `root`.
fn value(place: &Place, first: usize, end: usize, mut root: Code) -> Value<'_> {
    let mut links: Vec<String> = Vec::new();
    for index in first..end {
        let link = &place.links[index];
        match (link.member, link.optional) {
            (Member::Element(index), false) => {
                let links = links.drain(..).map(CodeLink::Text);
                let value = Box::new(links.fold(root, linked));
                root = Code::Index { value, index };
            }
            _ => links.push(read(link)),
        }
        if link.is_nested && link.chained {
            links.extend(flattened(is_copied(place, index + 1)).map(str::to_owned));
        }
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
        is_reference: first == place.links.len() && (first == 0 || !is_copied(place, first)),
        links,
        shape: &place.shape,
        length: place.length,
        optional: !place.is_read_from()
            && first < place.links.len()
            && last.is_some_and(|link| link.optional),
        nested: place.is_nested(),
    }
}

/// How a value is read from the one before it, an element as one that may be missing.
pub(super) fn read(link: &Link) -> String {
    match link.member {
        Member::Field | Member::Item => format!(".{}", link.name),
        Member::Entry => format!(".get({})", string_literal(&link.wire_name)),
        Member::Element(0) => ".first()".to_owned(),
        Member::Element(index) => format!(".get({index})"),
    }
}

/// What makes one `Option` of two.
pub(super) fn flattened(is_copied: bool) -> impl Iterator<Item = &'static str> {
    let links: &[&str] = match is_copied {
        true => &[".flatten()"],
        false => &[".as_ref()", ".and_then(Option::as_ref)"],
    };
    links.iter().copied()
}

fn root_name(place: &Place) -> &str {
    match &place.root {
        Root::State => "state",
        Root::Element(parameter) => &parameter.name,
    }
}

/// Whether what the first links lead to is all of the place, and a value that closures get a copy of.
fn is_copied(place: &Place, links: usize) -> bool {
    let is_copy = matches!(
        place.shape,
        Shape::Integer | Shape::Unsigned | Shape::Number | Shape::Boolean
    );
    let last = place.links.last();
    let is_element =
        last.is_some_and(|link| matches!(link.member, Member::Element(_) | Member::Entry));
    // A method of an enum takes it by value.
    let is_whole = is_copy && !place.is_read_from() || matches!(place.shape, Shape::Enum(_));
    is_whole && !is_element && links == place.links.len()
}
