//! Places of the state as values of JavaScript.

use tinyflow_check::condition::Place;
use tinyflow_check::shape::Shape;

use crate::plan::code::{Code, Link};

/// Whether a place can stand for itself: it is there, and of a scalar type.
pub(super) fn is_plain(place: &Place) -> bool {
    let is_scalar = matches!(
        place.shape,
        Shape::Text | Shape::Integer | Shape::Unsigned | Shape::Number | Shape::Boolean
    );
    is_scalar && place.links.iter().all(|link| !link.optional)
}

pub(super) fn place_value(place: &Place) -> Code {
    let last = place.links.len() - 1;
    let function = match place.links[last].optional {
        true => "js::optional",
        false => "js",
    };
    read(function, chain(place), &place.path_to(last))
}

pub(super) fn chain(place: &Place) -> Code {
    let links = place
        .links
        .iter()
        .map(|link| Link::Text(format!(".{}", link.name)));
    Code::Chain {
        root: Box::new(Code::text("state")),
        links: links.collect(),
    }
}

pub(super) fn read(function: &str, value: Code, path: &str) -> Code {
    let reference = Code::Text(format!("&{}", value.one_line()));
    Code::Arguments {
        function: function.to_owned(),
        arguments: vec![reference, Code::String(path.to_owned())],
    }
}
