//! What a stored state has beyond its type: kept beside the typed value, and written back.
//!
//! Other engines and later versions of a flow may store properties that the type of this one
//! does not name. They stay where they were, in every object; those of an array's items stay
//! with the items that did not change.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::JsonText;

/// A state as it is stored, beside what its type makes of it.
#[derive(Debug)]
pub(crate) struct Unnamed {
    typed: Value,
    whole: Value,
}

impl Unnamed {
    /// What `whole` has beyond the state that was read from it, if it has anything.
    pub(crate) fn of<State: Serialize>(
        whole: &JsonText,
        state: &State,
    ) -> Result<Option<Self>, serde_json::Error> {
        if whole.is_of(state)? {
            return Ok(None);
        }
        let (typed, whole): (Value, Value) = (JsonText::of(state)?.read()?, whole.read()?);
        Ok(has_more(&whole, &typed).then_some(Self { typed, whole }))
    }

    /// Writes it back into a new state. Gives what that has beyond its type, too.
    pub(crate) fn write_back(
        &self,
        state: &JsonText,
    ) -> Result<(JsonText, Self), serde_json::Error> {
        let typed: Value = state.read()?;
        let mut whole = typed.clone();
        add(&mut whole, &self.typed, &self.whole);
        let text = JsonText::of(&whole)?;
        Ok((text, Self { typed, whole }))
    }
}

fn has_more(whole: &Value, typed: &Value) -> bool {
    match (whole, typed) {
        (Value::Object(whole), Value::Object(typed)) => {
            let mut members = whole.iter();
            members.any(|(name, value)| typed.get(name).is_none_or(|typed| has_more(value, typed)))
        }
        (Value::Array(whole), Value::Array(typed)) => {
            let mut items = whole.iter().zip(typed);
            items.any(|(whole, typed)| has_more(whole, typed))
        }
        _ => false,
    }
}

/// Adds to `new` what `whole` has beyond `typed`, where the two are an older state.
fn add(new: &mut Value, typed: &Value, whole: &Value) {
    match (new, typed, whole) {
        (Value::Object(new), Value::Object(typed), Value::Object(whole)) => {
            add_members(new, typed, whole);
        }
        (Value::Array(new), Value::Array(typed), Value::Array(whole)) => {
            for ((new, typed), whole) in new.iter_mut().zip(typed).zip(whole) {
                if new == typed {
                    add(new, typed, whole);
                }
            }
        }
        _ => {}
    }
}

fn add_members(
    new: &mut Map<String, Value>,
    typed: &Map<String, Value>,
    whole: &Map<String, Value>,
) {
    for (name, value) in whole {
        match (new.get_mut(name), typed.get(name)) {
            (Some(new), Some(typed)) => add(new, typed, value),
            (None, None) => {
                new.insert(name.clone(), value.clone());
            }
            // The type names it: it was set, or taken away.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> JsonText {
        JsonText::of(value).unwrap()
    }

    #[test]
    fn what_a_type_does_not_name_is_written_back() {
        let whole = json!({
            "a": 1, "x": null,
            "in": { "b": 2, "y": [1] },
            "items": [{ "c": 3, "z": 1 }, { "c": 4, "z": 2 }],
        });
        let typed = json!({ "a": 1, "in": { "b": 2 }, "items": [{ "c": 3 }, { "c": 4 }] });
        let unnamed = Unnamed::of(&text(&whole), &typed).unwrap().unwrap();
        let (written, unnamed) = unnamed.write_back(&text(&typed)).unwrap();
        assert_eq!(written, text(&whole));

        let changed = json!({ "a": 5, "in": { "b": 6 }, "items": [{ "c": 3 }, { "c": 7 }] });
        let expected = json!({
            "a": 5, "x": null,
            "in": { "b": 6, "y": [1] },
            "items": [{ "c": 3, "z": 1 }, { "c": 7 }],
        });
        let (written, unnamed) = unnamed.write_back(&text(&changed)).unwrap();
        assert_eq!(written.read::<Value>().unwrap(), expected);

        let without = json!({ "a": 5, "items": [] });
        let (written, _) = unnamed.write_back(&text(&without)).unwrap();
        let expected = json!({ "a": 5, "x": null, "items": [] });
        assert_eq!(written.read::<Value>().unwrap(), expected);
    }

    #[test]
    fn a_type_that_names_everything_leaves_nothing() {
        let (whole, typed) = (json!({ "a": 1.0 }), json!({ "a": 1, "added": true }));
        assert!(Unnamed::of(&text(&whole), &typed).unwrap().is_none());
    }
}
