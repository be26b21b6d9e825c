//! The way into the state to a value that a condition reads.

use super::Parameter;
use crate::names;
use crate::shape::{Field, Presence, Shape};

/// A value within the state.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Where the fields start.
    pub root: Root,
    /// The fields that lead to it, from the root inwards; not empty where that
    /// is the state.
    pub links: Vec<Link>,
    /// The shape of the last field's value.
    pub shape: Shape,
    /// Whether the length of that value is meant, not the value.
    pub length: bool,
    /// Whether a method of that value is called: it must be there.
    pub called: bool,
}

/// Where a place starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The state.
    State,
    /// The element of the enclosing [`Test::Quantified`] with this parameter.
    Element(Parameter),
}

/// What a value is of the one that it is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A field of a struct.
    Field,
    /// The element of an array with this index.
    Element(usize),
    /// An item of a tuple, which is called by its index.
    Item,
    /// An entry of a map, by its key.
    Entry,
}

/// One field, element, item or entry on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The property's name.
    pub wire_name: String,
    /// The field's Rust name; of others, what a closure may call it.
    pub name: String,
    /// What it is of what comes before.
    pub member: Member,
    /// Whether the value may be missing.
    pub optional: bool,
    /// Whether a missing one is `null`, and `undefined` only where it is nested.
    pub is_null: bool,
    /// Whether it may be `undefined` as well as `null`: an `Option` of an `Option`.
    pub is_nested: bool,
    /// Whether what follows is read with `?.`, and is missing if this is.
    pub chained: bool,
    /// Whether the value is known to be there whenever it is read here.
    pub assured: bool,
}

impl Link {
    /// A field that may be missing, or always there.
    pub(crate) fn to_field(field: &Field) -> Self {
        Self {
            wire_name: field.wire_name.clone(),
            name: field.name.clone(),
            member: Member::Field,
            optional: field.presence == Presence::Optional,
            is_null: false,
            is_nested: false,
            chained: false,
            assured: false,
        }
    }

    /// An element of an array, which may be shorter.
    pub(crate) fn to_element(index: usize) -> Self {
        Self {
            wire_name: index.to_string(),
            name: "element".to_owned(),
            member: Member::Element(index),
            optional: true,
            is_null: false,
            is_nested: false,
            chained: false,
            assured: false,
        }
    }

    /// An item of a tuple, which is always there.
    pub(crate) fn to_item(index: usize) -> Self {
        Self {
            name: index.to_string(),
            member: Member::Item,
            optional: false,
            ..Self::to_element(index)
        }
    }

    /// An entry of a map, which may have none of this key.
    pub(crate) fn to_entry(key: &str) -> Self {
        Self {
            wire_name: key.to_owned(),
            name: names::parameter(key),
            member: Member::Entry,
            ..Self::to_element(0)
        }
    }

    /// Whether what may be missing is lent by the code that reads it: it is no
    /// `Option` that the state holds.
    pub fn is_lent(&self) -> bool {
        matches!(self.member, Member::Element(_) | Member::Entry) || self.is_nested
    }

    /// What a closure calls the value.
    pub fn variable(&self) -> &str {
        match self.name.as_str() {
            // What conditions are made of.
            "state" | "js" | "present" => "value",
            name if name.starts_with("r#") => "value",
            name => name,
        }
    }
}

impl Place {
    /// Whether the value may be missing.
    pub fn may_be_missing(&self) -> bool {
        let last = self.links.len().saturating_sub(1);
        self.links.iter().enumerate().any(|(index, link)| {
            let skips = link.chained && !link.assured;
            link.optional && (skips || index == last && !self.is_read_from())
        })
    }

    /// Whether the value may be missing where it is read, after all that has
    /// been asked before.
    pub(crate) fn may_lack_value(&self) -> bool {
        let is_unsure = |link: &Link| link.optional && !link.assured;
        self.may_skip() || !self.is_read_from() && self.links.last().is_some_and(is_unsure)
    }

    /// Whether a `?.` on the way may find nothing.
    pub(crate) fn may_skip(&self) -> bool {
        let mut links = self.links.iter();
        links.any(|link| link.chained && link.optional && !link.assured)
    }

    /// Whether the value may be `null`.
    pub(crate) fn may_be_null(&self) -> bool {
        !self.is_read_from() && self.links.last().is_some_and(|link| link.is_null)
    }

    /// Whether the value may be `null`, and may be `undefined` as well.
    pub fn is_nested(&self) -> bool {
        !self.is_read_from() && self.links.last().is_some_and(|link| link.is_nested)
    }

    /// Whether its value is of one Rust type that a test can be typed for.
    pub(crate) fn is_typed(&self) -> bool {
        self.length
            || matches!(
                self.shape,
                Shape::Text
                    | Shape::Integer
                    | Shape::Unsigned
                    | Shape::Number
                    | Shape::Boolean
                    | Shape::Enum(_)
                    | Shape::List(_)
                    | Shape::Struct(_)
                    | Shape::Map
            )
    }

    /// Whether something is read from the value, or called on it.
    pub fn is_read_from(&self) -> bool {
        self.length || self.called
    }

    /// Whether a `?.` stands on the way.
    pub fn is_chained(&self) -> bool {
        self.links.iter().any(|link| link.chained)
    }

    /// Whether an element of an array, or a part of anything else that is no
    /// struct, is on the way.
    pub(crate) fn is_in_collection(&self) -> bool {
        let mut links = self.links.iter();
        links.any(|link| link.member != Member::Field)
    }

    /// Whether code opens something on the way, or the value itself, with a
    /// closure.
    pub fn is_opened(&self) -> bool {
        self.opened().next().is_some()
    }

    /// What closures call the values that may be missing on the way, and the
    /// value itself if it may be.
    pub(crate) fn opened(&self) -> impl Iterator<Item = &str> {
        let last = self.links.len().saturating_sub(1);
        let links = self.links.iter().enumerate();
        let opened = links.filter(move |(index, link)| {
            link.optional && (link.chained || *index == last && !self.is_read_from())
        });
        opened.map(|(_, link)| link.variable())
    }

    /// The paths of the values that must be there for the place to be read.
    pub(crate) fn read_through(&self) -> impl Iterator<Item = String> + '_ {
        let last = self.links.len().saturating_sub(1);
        let links = self.links.iter().enumerate();
        let read = links.filter(move |(index, link)| {
            let through = *index < last || self.is_read_from();
            through && link.optional && !link.chained
        });
        read.map(|(index, _)| self.path_to(index))
    }

    /// The way to the field with this index, as a condition would write it.
    pub fn path_to(&self, index: usize) -> String {
        self.path_of(&self.links[..=index])
    }

    /// The way to the place, as a condition would write it.
    pub fn path(&self) -> String {
        self.path_of(&self.links)
    }

    fn path_of(&self, links: &[Link]) -> String {
        let root = match &self.root {
            Root::State => "state",
            Root::Element(parameter) => &parameter.wire_name,
        };
        links
            .iter()
            .fold(root.to_owned(), |path, link| match link.member {
                Member::Element(_) | Member::Item => format!("{path}[{}]", link.wire_name),
                Member::Field | Member::Entry => format!("{path}.{}", link.wire_name),
            })
    }
}
