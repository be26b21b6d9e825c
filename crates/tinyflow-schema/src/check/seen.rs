//! Which properties and items of a value the keywords have looked at, for those that speak of
//! the others.

use std::collections::HashSet;

#[derive(Default)]
pub(super) struct Seen {
    properties: HashSet<String>,
    items: HashSet<usize>,
}

impl Seen {
    pub(super) fn extend(&mut self, other: Self) {
        self.properties.extend(other.properties);
        self.items.extend(other.items);
    }

    pub(super) fn property(&mut self, name: &str) {
        self.properties.insert(name.to_owned());
    }

    pub(super) fn item(&mut self, index: usize) {
        self.items.insert(index);
    }

    pub(super) fn has_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.items.contains(&index)
    }
}
