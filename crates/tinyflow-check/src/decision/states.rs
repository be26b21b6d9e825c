//! States that stand for all that a state can be, as far as conditions ask about it.

use serde_json::{Map, Value};

use super::reads::{Path, Reads};
use super::values::values;
use crate::shape::{Presence, Shape, Struct};

/// Far more than are ever tried.
const MOST: usize = 1 << 20;

/// Every combination of the values that stand for others. A state is named by its number.
pub(super) struct States<'t> {
    pub(super) slots: Vec<Slot<'t>>,
    pub(super) count: usize,
}

/// A value of the state that may be one or the other.
pub(super) struct Slot<'t> {
    pub(super) path: Path<'t>,
    /// The slot of the object that holds it, where that is not the state itself.
    inside: Option<usize>,
    /// None is a missing value.
    pub(super) choices: Vec<Option<Value>>,
    /// Whether the values stand for many others.
    pub(super) are_examples: bool,
    /// Whether they stand for all there can be.
    pub(super) stand_for_all: bool,
}

impl<'t> States<'t> {
    /// The states for what is read; none where they are too many to count, or where a
    /// value that must be there cannot be told.
    pub(super) fn of(reads: &Reads<'t>, state: &Struct) -> Option<Self> {
        if reads.is_whole_read {
            return None;
        }
        let mut states = Self {
            slots: Vec::new(),
            count: 1,
        };
        for path in reads.places.keys() {
            for length in 1..=path.len() {
                states.add(&path[..length], reads, state)?;
            }
            if states.count > MOST {
                return None;
            }
        }
        Some(states)
    }

    fn add(&mut self, path: &[&'t str], reads: &Reads<'t>, state: &Struct) -> Option<()> {
        let known =
            |slots: &[Slot<'_>], path: &[&str]| slots.iter().position(|slot| slot.path == path);
        if known(&self.slots, path).is_some() {
            return Some(());
        }
        let (shape, may_be_missing) = field(state, path)?;
        let asked = reads.places.get(path).cloned().unwrap_or_default();
        let found = values(shape, &asked)?;
        let mut choices: Vec<_> = found.values.into_iter().map(Some).collect();
        if may_be_missing {
            choices.push(None);
        }
        self.count = self.count.saturating_mul(choices.len());
        self.slots.push(Slot {
            path: path.to_vec(),
            inside: known(&self.slots, &path[..path.len() - 1]),
            choices,
            are_examples: !found.are_all,
            stand_for_all: found.stand_for_all,
        });
        Some(())
    }

    /// Without the values that are not allowed.
    pub(super) fn retain(&mut self, is_allowed: impl Fn(&[&str], Option<&Value>) -> bool) {
        self.count = 1;
        for slot in &mut self.slots {
            let before = slot.choices.len();
            let Slot { path, choices, .. } = slot;
            choices.retain(|choice| is_allowed(path, choice.as_ref()));
            slot.stand_for_all &= slot.choices.len() == before;
            self.count *= slot.choices.len();
        }
    }

    /// Which of its choices each slot has in a state.
    pub(super) fn choices(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let digits = self.slots.iter().map(|slot| {
            let digit = rest % slot.choices.len();
            rest /= slot.choices.len();
            digit
        });
        digits.collect()
    }

    /// A state; none where this is one that another number has, too: what is in an object that is
    /// missing only has its first value.
    pub(super) fn state(&self, number: usize) -> Option<Value> {
        let choices = self.choices(number);
        let mut state = Value::Object(Map::new());
        let mut is_there = vec![true; self.slots.len()];
        for (index, (slot, choice)) in self.slots.iter().zip(choices).enumerate() {
            if slot.inside.is_some_and(|object| !is_there[object]) {
                if choice > 0 {
                    return None;
                }
                is_there[index] = false;
                continue;
            }
            match &slot.choices[choice] {
                Some(value) => {
                    is_there[index] = !value.is_null();
                    put(&mut state, &slot.path, value.clone());
                }
                None => is_there[index] = false,
            }
        }
        Some(state)
    }
}

/// Whether the states for what is read stand for every state there can be.
pub(super) fn stand_for_all(reads: &Reads<'_>, state: &Struct) -> bool {
    let mut places = reads.places.iter();
    !reads.is_whole_read
        && places.all(|(path, asked)| {
            field(state, path).is_some_and(|(shape, _)| {
                // Those of an enum are all there are, and may be many.
                matches!(shape, Shape::Enum(_))
                    || values(shape, asked).is_some_and(|found| found.stand_for_all)
            })
        })
}

/// The shape of a value, and whether it may be missing where the object that holds it is there.
pub(super) fn field<'s>(state: &'s Struct, path: &[&str]) -> Option<(&'s Shape, bool)> {
    let (last, before) = path.split_last()?;
    let mut inside = state;
    for name in before {
        let mut fields = inside.fields.iter();
        let shape = &fields.find(|field| field.wire_name == *name)?.shape;
        let shape = match shape {
            Shape::Nullable(shape) => shape,
            shape => shape,
        };
        match shape {
            Shape::Struct(shape) => inside = shape,
            _ => return None,
        }
    }
    let mut fields = inside.fields.iter();
    let field = fields.find(|field| field.wire_name == *last)?;
    Some((&field.shape, field.presence == Presence::Optional))
}

fn put(state: &mut Value, path: &[&str], value: Value) {
    let mut into = state;
    for name in path {
        let Value::Object(object) = into else {
            return;
        };
        into = object.entry(*name).or_insert(Value::Null);
    }
    *into = value;
}
