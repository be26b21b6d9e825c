//! Ways into the state.

use super::{Conditions, quoted};
use crate::schema::{FORM, Kind, key};

impl Conditions<'_> {
    /// A place of a wanted kind; none after a few tries.
    pub(super) fn place_of(&mut self, wanted: impl Fn(&Kind) -> bool) -> Option<(String, Kind)> {
        (0..12).map(|_| self.place()).find(|(_, kind)| wanted(kind))
    }

    /// A way into the state or an element, and what stands there.
    pub(super) fn place(&mut self) -> (String, Kind) {
        let (mut path, mut kind, mut optional) = match self.elements.last() {
            Some((name, kind)) if self.rng.bool() => (name.clone(), kind.clone(), false),
            _ => {
                let index = self.rng.usize(..self.state.len());
                let property = &self.state[index];
                let optional = !property.presence.is_sure();
                let hidden = self.elements.iter().any(|(name, _)| name == property.name);
                let path = match self.rng.u8(..6) {
                    0 if is_name(property.name) && !hidden => property.name.to_owned(),
                    1 => read("context", property.name),
                    // The engine loses `this` in an arrow function within another.
                    2 if self.elements.len() < 2 => read("this.state", property.name),
                    _ => read("state", property.name),
                };
                (path, property.kind.clone(), optional)
            }
        };
        while self.rng.u8(..4) > 0 {
            let asks = match optional || kind == Kind::Open {
                true => self.rng.u8(..5) > 0,
                false => self.rng.u8(..12) == 0,
            };
            let mark = if asks { "?." } else { "" };
            let (next, next_kind, next_optional) = match kind {
                Kind::Object(properties) => {
                    let index = self.rng.usize(..properties.len());
                    let property = properties[index].clone();
                    let optional = !property.presence.is_sure();
                    (quoted_read(mark, property.name), property.kind, optional)
                }
                Kind::List(item) => (format!("{mark}[{}]", self.rng.u8(..3)), *item, true),
                Kind::Tuple(items) => {
                    let index = self.rng.usize(..items.len());
                    (format!("{mark}[{index}]"), items[index].clone(), false)
                }
                Kind::Forms(forms) => match self.rng.u8(..3) {
                    0 => {
                        let (_, properties) = &forms[self.rng.usize(..forms.len())];
                        let property = properties[self.rng.usize(..properties.len())].clone();
                        (quoted_read(mark, property.name), property.kind, true)
                    }
                    _ => {
                        let names = forms.iter().map(|(name, _)| *name).collect();
                        (quoted_read(mark, FORM), Kind::Choice(names), false)
                    }
                },
                Kind::Map(value) => (quoted_read(mark, key(&mut self.rng)), *value, true),
                Kind::Bag | Kind::Open => (quoted_read(mark, key(&mut self.rng)), Kind::Open, true),
                kind => return (path, kind),
            };
            path += &next;
            (kind, optional) = (next_kind, next_optional);
        }
        (path, kind)
    }
}

pub(super) fn read(object: &str, name: &str) -> String {
    format!("{object}{}", quoted_read("", name))
}

/// `.name`, or in brackets where the name is none.
fn quoted_read(mark: &str, name: &str) -> String {
    match (is_name(name), mark) {
        (true, "") => format!(".{name}"),
        (true, _) => format!("{mark}{name}"),
        (false, _) => format!("{mark}[{}]", quoted(name)),
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(char::is_alphabetic) && name != "type"
}
