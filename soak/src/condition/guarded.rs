//! What authors write around a value that may be missing: a test whether it is
//! there, or something in its place.

use super::{Conditions, Want, quoted};
use crate::schema::{FORM, Kind, TEXTS};

impl Conditions<'_> {
    /// A test of a value behind one that finds out whether it is there.
    pub(super) fn guarded(&mut self, depth: usize) -> String {
        let (place, kind) = self.place();
        let place = place.replace("?.", ".").replace(".[", "[");
        let test = self.test_of(&place, &kind, depth);
        match self.rng.u8(..7) {
            0 | 1 => format!("{place} && {test}"),
            2 => format!("{place} != null && {test}"),
            3 => format!("!{place} || {test}"),
            4 => format!("{place} == null || {test}"),
            5 => format!("{place} !== null && {place} !== undefined && {test}"),
            _ => {
                let name = match kind {
                    Kind::Text | Kind::Choice(_) => "string",
                    Kind::Whole | Kind::Unsigned | Kind::Number => "number",
                    Kind::Boolean => "boolean",
                    _ => "object",
                };
                format!("typeof {place} === '{name}' && {test}")
            }
        }
    }

    /// A value, or another in its place.
    pub(super) fn or_else(&mut self, want: Want, depth: usize) -> String {
        let operator = self.one_of(&["??", "??", "||"]);
        let (place, other) = (self.leaf(want), self.leaf(want));
        match (want, self.rng.u8(..3)) {
            (Want::Number, 0) => {
                let list = self.leaf(Want::Array);
                format!("({list} {operator} []).length")
            }
            (_, 1) => {
                let deeper = self.operand(want, depth);
                format!("({place} {operator} {deeper})")
            }
            _ => format!("({place} {operator} {other})"),
        }
    }

    fn test_of(&mut self, place: &str, kind: &Kind, depth: usize) -> String {
        let operator = self.one_of(&["===", "!==", ">", "<="]);
        match kind {
            Kind::Text => {
                let index = self.rng.usize(..TEXTS.len());
                let text = quoted(TEXTS[index]);
                match self.rng.u8(..5) {
                    0 => format!("{place}.trim() {operator} {text}"),
                    1 => format!("{place}.length {operator} {}", self.rng.u8(..4)),
                    2 => format!("{place}.toLowerCase().includes({text})"),
                    3 => format!("`${{{place}}}!` === {}", quoted("a!")),
                    _ => format!("{place}.startsWith({})", self.leaf(Want::Text)),
                }
            }
            Kind::Whole | Kind::Unsigned | Kind::Number => match self.rng.u8(..3) {
                0 => format!("{place} % 2 {operator} 1"),
                1 => format!(
                    "{place} * 2 {operator} {}",
                    self.operand(Want::Number, depth)
                ),
                _ => format!("{place} {operator} {}", self.leaf(Want::Number)),
            },
            Kind::List(item) => {
                let index = self.rng.u8(..2);
                let element = self.test_of(&format!("{place}[{index}]"), item, depth);
                match self.rng.u8(..4) {
                    0 => format!("{place}.length > {index} && {element}"),
                    1 => format!("({place}.length <= {index} || {element})"),
                    2 => format!("{place}[{index}] !== undefined && {element}"),
                    _ => element,
                }
            }
            Kind::Object(properties) => {
                let index = self.rng.usize(..properties.len());
                let property = properties[index].clone();
                let inner = super::place::read(place, property.name);
                let test = self.test_of(&inner, &property.kind, depth);
                match self.rng.bool() {
                    true => format!("{inner} && {test}"),
                    false => test,
                }
            }
            Kind::Choice(values) if self.rng.u8(..3) > 0 => {
                let operator = self.one_of(&["===", "!==", "=="]);
                format!("{place} {operator} {}", quoted(self.one_of(values)))
            }
            Kind::Forms(forms) => {
                let (name, _) = &forms[self.rng.usize(..forms.len())];
                format!("{place}.{FORM} === {}", quoted(name))
            }
            _ => format!("{place} {operator} {}", self.leaf(Want::Any)),
        }
    }
}
