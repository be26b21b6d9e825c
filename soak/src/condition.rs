//! Random conditions over a state: most of them sound, all of them in the
//! language.

use fastrand::Rng;

use crate::schema::{Kind, NUMBERS, Presence, Property, TEXTS, key};

/// Makes conditions over one state.
pub(crate) struct Conditions<'s> {
    pub(crate) rng: Rng,
    pub(crate) state: &'s [Property],
    /// The parameters of the arrow functions around, with what they hold.
    elements: Vec<(String, Kind)>,
}

/// What a value is wanted to be.
#[derive(Clone, Copy, PartialEq)]
enum Want {
    Any,
    Boolean,
    Number,
    Text,
    Array,
}

impl<'s> Conditions<'s> {
    pub(crate) fn new(rng: Rng, state: &'s [Property]) -> Self {
        Self {
            rng,
            state,
            elements: Vec::new(),
        }
    }

    /// The text of a condition.
    pub(crate) fn text(&mut self) -> String {
        let depth = self.rng.usize(1..5);
        let want = match self.rng.u8(..4) {
            0 => Want::Any,
            _ => Want::Boolean,
        };
        self.value(want, depth)
    }

    /// A condition with a character left out, written twice or changed: most
    /// often no condition at all.
    pub(crate) fn misspelt(&mut self, condition: &str) -> String {
        const OTHERS: [char; 12] = ['.', '?', '(', ')', '=', '!', '&', '\'', ' ', '-', '`', 'x'];
        let mut characters: Vec<char> = condition.chars().collect();
        let index = self.rng.usize(..characters.len());
        match self.rng.u8(..3) {
            0 => {
                characters.remove(index);
            }
            1 => characters.insert(index, characters[index]),
            _ => characters[index] = self.one_of(&OTHERS),
        }
        characters.into_iter().collect()
    }

    fn value(&mut self, want: Want, depth: usize) -> String {
        if depth == 0 || self.rng.u8(..10) == 0 {
            return self.leaf(want);
        }
        let depth = depth - 1;
        match want {
            Want::Any => {
                let wants = [Want::Boolean, Want::Number, Want::Text, Want::Array];
                match self.rng.usize(..wants.len() + 3) {
                    index if index < wants.len() => self.value(wants[index], depth + 1),
                    _ => self.leaf(Want::Any),
                }
            }
            Want::Boolean => self.boolean(depth),
            Want::Number => self.number(depth),
            Want::Text => self.string(depth),
            Want::Array => self.array(depth),
        }
    }

    fn boolean(&mut self, depth: usize) -> String {
        match self.rng.u8(..17) {
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

    fn number(&mut self, depth: usize) -> String {
        match self.rng.u8(..9) {
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

    fn string(&mut self, depth: usize) -> String {
        match self.rng.u8(..9) {
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

    fn array(&mut self, depth: usize) -> String {
        if self.rng.bool() {
            return self.leaf(Want::Array);
        }
        let count = self.rng.usize(..4);
        let items: Vec<String> = (0..count).map(|_| self.value(Want::Any, depth)).collect();
        format!("[{}]", items.join(", "))
    }

    fn quantified(&mut self, depth: usize) -> String {
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

    fn conditional(&mut self, want: Want, depth: usize) -> String {
        let test = self.operand(Want::Boolean, depth);
        let (one, other) = (self.operand(want, depth), self.operand(want, depth));
        format!("({test} ? {one} : {other})")
    }

    fn binary(&mut self, left: Want, operator: &str, right: Want, depth: usize) -> String {
        let (left, right) = (self.operand(left, depth), self.operand(right, depth));
        format!("{left} {operator} {right}")
    }

    /// A value that an operator can stand beside.
    fn operand(&mut self, want: Want, depth: usize) -> String {
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
    fn object(&mut self, want: Want, depth: usize) -> String {
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

    fn leaf(&mut self, want: Want) -> String {
        let literal = self.rng.u8(..3) == 0;
        match want {
            Want::Boolean if literal => self.one_of(&["true", "false"]).to_owned(),
            Want::Number if literal => self.literal_number(),
            Want::Text if literal => {
                let index = self.rng.usize(..TEXTS.len());
                quoted(TEXTS[index])
            }
            Want::Array if literal => "[1, 'a', null]".to_owned(),
            Want::Any if literal => match self.rng.u8(..6) {
                0 => "null".to_owned(),
                1 => "undefined".to_owned(),
                2 => self.one_of(&["NaN", "Infinity", "-Infinity"]).to_owned(),
                3 => self.leaf(Want::Boolean),
                4 => self.leaf(Want::Text),
                _ => self.leaf(Want::Number),
            },
            Want::Any => self.place().0,
            _ => {
                let found = self.place_of(|kind| match want {
                    Want::Boolean => matches!(kind, Kind::Boolean | Kind::Open),
                    Want::Number => {
                        matches!(
                            kind,
                            Kind::Whole | Kind::Unsigned | Kind::Number | Kind::Open
                        )
                    }
                    Want::Text => matches!(kind, Kind::Text | Kind::Choice(_) | Kind::Open),
                    _ => matches!(kind, Kind::List(_) | Kind::Open),
                });
                match (found, want) {
                    (Some((_, Kind::Choice(values))), _) if self.rng.u8(..3) == 0 => {
                        quoted(values[0])
                    }
                    (Some((place, _)), _) => place,
                    (None, Want::Boolean) => "true".to_owned(),
                    (None, Want::Number) => self.literal_number(),
                    (None, Want::Text) => "'a'".to_owned(),
                    (None, _) => "[]".to_owned(),
                }
            }
        }
    }

    fn literal_number(&mut self) -> String {
        let index = self.rng.usize(..NUMBERS.len());
        let number = NUMBERS[index];
        if number < 0.0 {
            format!("({number})")
        } else {
            number.to_string()
        }
    }

    /// A place of a wanted kind; none after a few tries.
    fn place_of(&mut self, wanted: impl Fn(&Kind) -> bool) -> Option<(String, Kind)> {
        (0..12).map(|_| self.place()).find(|(_, kind)| wanted(kind))
    }

    /// A way into the state or an element, and what stands there.
    fn place(&mut self) -> (String, Kind) {
        let (mut path, mut kind, mut optional) = match self.elements.last() {
            Some((name, kind)) if self.rng.bool() => (name.clone(), kind.clone(), false),
            _ => {
                let index = self.rng.usize(..self.state.len());
                let property = &self.state[index];
                let optional = property.presence == Presence::Optional;
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
                    let optional = property.presence == Presence::Optional;
                    (quoted_read(mark, property.name), property.kind, optional)
                }
                Kind::List(item) => (format!("{mark}[{}]", self.rng.u8(..3)), *item, true),
                Kind::Bag | Kind::Open => (quoted_read(mark, key(&mut self.rng)), Kind::Open, true),
                kind => return (path, kind),
            };
            path += &next;
            (kind, optional) = (next_kind, next_optional);
        }
        (path, kind)
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.rng.usize(..choices.len())]
    }
}

fn read(object: &str, name: &str) -> String {
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

fn quoted(text: &str) -> String {
    format!("'{text}'")
}
