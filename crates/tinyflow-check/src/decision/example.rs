//! A state as an example of many: only what matters of it is shown.

use serde_json::Value;

use super::states::States;

/// What is claimed of a state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Holds,
    Fails,
    /// There is no such state.
    Void,
}

/// For some of the slots the choice that matters.
#[derive(Clone)]
pub(super) struct Example(Vec<(usize, usize)>);

impl Example {
    /// As little of a state for which the claim holds as makes it hold for all states that have
    /// that much in common.
    pub(super) fn of(states: &States<'_>, claims: &[Claim], number: usize) -> Self {
        let all = states.choices(number);
        let mut kept: Vec<(usize, usize)> = all.into_iter().enumerate().collect();
        let droppable = |slot: &usize| states.slots[*slot].stand_for_all;
        for slot in (0..states.slots.len()).filter(droppable) {
            let without: Vec<_> = kept.iter().copied().filter(|(of, _)| *of != slot).collect();
            let is_needed = (0..claims.len())
                .any(|other| claims[other] == Claim::Fails && has(states, other, &without));
            if !is_needed {
                kept = without;
            }
        }
        Self(kept)
    }

    /// Whether the example stands for a state.
    pub(super) fn has(&self, states: &States<'_>, number: usize) -> bool {
        has(states, number, &self.0)
    }

    /// Whether two examples differ in nothing but values that stand for others.
    pub(super) fn is_like(&self, other: &Self, states: &States<'_>) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(one, other)| {
                let slot = &states.slots[one.0];
                let is_there = |choice: usize| slot.choices[choice].is_some();
                one == other
                    || one.0 == other.0 && slot.are_examples && is_there(one.1) && is_there(other.1)
            })
    }

    /// Whether it stands for every state.
    pub(super) fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// As one would write it: `{"owner": {"age": missing}}`.
    pub(super) fn show(&self, states: &States<'_>) -> String {
        let mut shown: Vec<(&[&str], String)> = Vec::new();
        for (slot, choice) in &self.0 {
            let slot = &states.slots[*slot];
            let text = slot.choices[*choice]
                .as_ref()
                .map_or_else(|| "missing".to_owned(), text);
            shown.push((&slot.path, text));
        }
        shown.sort();
        // That an object is there need not be said where something in it is shown.
        let paths: Vec<&[&str]> = shown.iter().map(|(path, _)| *path).collect();
        shown.retain(|(path, _)| {
            let is_inside = |other: &&[&str]| other.len() > path.len() && other.starts_with(path);
            !paths.iter().any(is_inside)
        });
        format!("`{}`", object(&shown, 0))
    }
}

fn has(states: &States<'_>, number: usize, kept: &[(usize, usize)]) -> bool {
    let choices = states.choices(number);
    kept.iter().all(|(slot, choice)| choices[*slot] == *choice)
}

/// The properties whose paths have the same first `depth` names.
fn object(shown: &[(&[&str], String)], depth: usize) -> String {
    let mut properties = Vec::new();
    let mut rest = shown;
    while let Some((path, text)) = rest.first() {
        let name = path[depth];
        let is_same = |(other, _): &&(&[&str], String)| other[depth] == name;
        let (same, others) = rest.split_at(rest.iter().take_while(is_same).count());
        let value = match path.len() > depth + 1 {
            true => object(same, depth + 1),
            false => text.clone(),
        };
        properties.push(format!("{}: {value}", Value::from(name)));
        rest = others;
    }
    format!("{{{}}}", properties.join(", "))
}

/// The most characters that are shown of a string, and items of an array.
const LONGEST: usize = 30;
const MOST_ITEMS: usize = 3;

fn text(value: &Value) -> String {
    match value {
        Value::Array(items) if items.len() > MOST_ITEMS => format!("[… {} items]", items.len()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(long) if long.chars().count() > LONGEST => {
            let start: String = long.chars().take(LONGEST).collect();
            Value::from(format!("{start}…")).to_string()
        }
        Value::Object(_) => "{…}".to_owned(),
        value => value.to_string(),
    }
}
