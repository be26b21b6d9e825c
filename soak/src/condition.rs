//! Random conditions over a state: most of them sound, all of them in the
//! language.

mod operators;

mod guarded;

mod leaf;

mod place;

use fastrand::Rng;

use crate::schema::{Kind, Property};

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

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.rng.usize(..choices.len())]
    }
}

fn quoted(text: &str) -> String {
    format!("'{text}'")
}
