//! Operators and methods, with operands of a wanted kind.

use super::{Conditions, Want, quoted};
use crate::schema::{Kind, key};

impl Conditions<'_> {
    pub(super) fn boolean(&mut self, depth: usize) -> String {
        match self.rng.u8(..20) {
            17.. => self.guarded(depth),
            0 | 1 => {
                let operator = self.one_of(&["==", "!="]);
                self.binary(Want::Any, operator, Want::Any, depth)
            }
            2..5 => {
                let operator = self.one_of(&["===", "!==", "==", "!="]);
                let want = self.one_of(&[Want::Number, Want::Text, Want::Text, Want::Boolean]);
                self.binary(want, operator, want, depth)
            }
            5 | 6 => {
                let operator = self.one_of(&["<", "<=", ">", ">="]);
                let want = self.one_of(&[Want::Number, Want::Text, Want::Any]);
                self.binary(want, operator, want, depth)
            }
            7 => format!("!{}", self.operand(Want::Any, depth)),
            8 | 9 => {
                let operator = self.one_of(&["&&", "||"]);
                self.binary(Want::Boolean, operator, Want::Boolean, depth)
            }
            10 => {
                let method = self.one_of(&["includes", "startsWith", "endsWith"]);
                let (object, part) = (
                    self.object(Want::Text, depth),
                    self.value(Want::Text, depth),
                );
                format!("{object}.{method}({part})")
            }
            11 => {
                let (object, item) = (
                    self.object(Want::Array, depth),
                    self.value(Want::Any, depth),
                );
                format!("{object}.includes({item})")
            }
            12 | 13 => self.quantified(depth),
            14 => {
                let (place, _) = self.place();
                let kinds = ["string", "number", "boolean", "object", "undefined"];
                format!("typeof {place} === '{}'", self.one_of(&kinds))
            }
            15 => {
                let (place, kind) = self.place();
                let name = match &kind {
                    Kind::Object(properties) => properties[0].name,
                    _ => key(&mut self.rng),
                };
                format!("{} in {place}", quoted(name))
            }
            _ => {
                let (place, _) = self.place();
                let operator = self.one_of(&["==", "!=", "===", "!=="]);
                format!("{place} {operator} {}", self.one_of(&["null", "undefined"]))
            }
        }
    }

    pub(super) fn number(&mut self, depth: usize) -> String {
        match self.rng.u8(..10) {
            9 => self.or_else(Want::Number, depth),
            0..4 => {
                let operator = self.one_of(&["+", "-", "*", "/", "%"]);
                let want = self.one_of(&[Want::Number, Want::Number, Want::Number, Want::Any]);
                self.binary(want, operator, Want::Number, depth)
            }
            4 => format!("-{}", self.operand(Want::Number, depth)),
            5 => {
                let want = self.one_of(&[Want::Text, Want::Array]);
                format!("{}.length", self.object(want, depth))
            }
            6 => {
                let (place, _) = self.place();
                format!("Object.keys({place}).length")
            }
            7 => self.conditional(Want::Number, depth),
            _ => {
                let operator = self.one_of(&["??", "||", "&&"]);
                self.binary(Want::Number, operator, Want::Number, depth)
            }
        }
    }

    pub(super) fn string(&mut self, depth: usize) -> String {
        match self.rng.u8(..10) {
            9 => self.or_else(Want::Text, depth),
            0 | 1 => {
                let method = self.one_of(&["toLowerCase", "toUpperCase", "trim"]);
                format!("{}.{method}()", self.object(Want::Text, depth))
            }
            2 | 3 => self.binary(Want::Text, "+", Want::Any, depth),
            4 => {
                let (one, other) = (self.value(Want::Any, depth), self.value(Want::Any, depth));
                format!("`${{{one}}}-${{{other}}}`")
            }
            5 => {
                let (object, index) = (self.object(Want::Text, depth), self.rng.u8(..4));
                let dot = if object.ends_with('?') { "." } else { "" };
                format!("{object}{dot}[{index}]")
            }
            6 => self.conditional(Want::Text, depth),
            7 => format!("typeof {}", self.operand(Want::Any, depth)),
            _ => {
                let operator = self.one_of(&["??", "||", "&&"]);
                self.binary(Want::Text, operator, Want::Text, depth)
            }
        }
    }

    pub(super) fn array(&mut self, depth: usize) -> String {
        if self.rng.bool() {
            return self.leaf(Want::Array);
        }
        let count = self.rng.usize(..4);
        let items: Vec<String> = (0..count).map(|_| self.value(Want::Any, depth)).collect();
        format!("[{}]", items.join(", "))
    }

    pub(super) fn quantified(&mut self, depth: usize) -> String {
        let found = self.place_of(|kind| matches!(kind, Kind::List(_) | Kind::Open));
        let (array, item) = match found {
            Some((place, Kind::List(item))) => (place, *item),
            Some((place, _)) => (place, Kind::Open),
            None => (self.array(depth), Kind::Open),
        };
        let method = self.one_of(&["some", "every"]);
        let name = self.one_of(&["x", "item", "name", "it"]).to_owned();
        self.elements.push((name.clone(), item));
        let body = self.value(Want::Boolean, depth);
        self.elements.pop();
        let optional = if self.rng.u8(..4) == 0 && !array.starts_with('[') {
            "?"
        } else {
            ""
        };
        format!("{array}{optional}.{method}({name} => {body})")
    }

    pub(super) fn conditional(&mut self, want: Want, depth: usize) -> String {
        let test = self.operand(Want::Boolean, depth);
        let (one, other) = (self.operand(want, depth), self.operand(want, depth));
        format!("({test} ? {one} : {other})")
    }

    pub(super) fn binary(
        &mut self,
        left: Want,
        operator: &str,
        right: Want,
        depth: usize,
    ) -> String {
        let (left, right) = (self.operand(left, depth), self.operand(right, depth));
        format!("{left} {operator} {right}")
    }

    /// A value that an operator can stand beside.
    pub(super) fn operand(&mut self, want: Want, depth: usize) -> String {
        let value = self.value(want, depth);
        let is_simple = value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '\'' | '?'))
            && !value.contains(' ');
        if is_simple {
            value
        } else {
            format!("({value})")
        }
    }

    /// A value that something is read from.
    pub(super) fn object(&mut self, want: Want, depth: usize) -> String {
        let value = self.operand(want, depth);
        let value = match value.starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("({value})"),
            false => value,
        };
        match self.rng.u8(..4) {
            0 => format!("{value}?"),
            _ => value,
        }
    }
}
