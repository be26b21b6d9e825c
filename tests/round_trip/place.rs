//! The places at which a value does not fit, and the one that a refusal names.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// Whether a refusal begins with a place at which the oracle finds a fault, too.
///
/// Types say of an object or an array where a string of an enum should stand that its first part
/// is none. Of the properties of a struct that have no field of their own they name the struct.
pub(crate) fn is_named(refusal: &str, oracle: &Validator, value: &Value) -> bool {
    let mut places = Vec::new();
    for error in oracle.iter_errors(value) {
        add_places(&error, value, &mut places);
    }
    let refusal = without_run(refusal);
    let is_about_variants =
        refusal.contains(": unknown variant `") || refusal.contains("expected variant identifier");
    if is_about_variants {
        let parts = places.iter().flat_map(|place| parts_of(place, value));
        places.extend(parts.collect::<Vec<_>>());
    }
    let spellings = places
        .iter()
        .flat_map(|place| [pointer(place), path(place, value)]);
    spellings
        .filter_map(|place| refusal.strip_prefix(place.as_str()))
        .any(|rest| rest.starts_with(": "))
}

/// The places of what the object or the array at a place holds.
fn parts_of(place: &[String], value: &Value) -> Vec<Vec<String>> {
    let within = |token: String| [place, &[token]].concat();
    match value.pointer(&pointer(place)) {
        Some(Value::Object(members)) => members.keys().cloned().map(within).collect(),
        Some(Value::Array(items)) => (0..items.len())
            .map(|index| within(index.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The places of properties for which the schema's types have a field or a map.
pub(crate) fn described(oracle: &Validator, value: &Value) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for entry in oracle.evaluate(value).iter_annotations() {
        if is_of_type(entry.schema_location) {
            let holder = entry.instance_location.as_str();
            let names = entry.annotations.value().as_array().into_iter().flatten();
            let names = names.filter_map(Value::as_str);
            places.extend(names.map(|name| holder.to_owned() + &pointer(&[name.to_owned()])));
        }
    }
    places
}

/// Whether a keyword gives a type fields: what only a form of an object says of properties that it
/// does not name, does not.
fn is_of_type(keyword: &str) -> bool {
    let mut tokens = keyword.rsplit('/');
    match tokens.next() {
        Some("properties") => true,
        Some("patternProperties" | "additionalProperties") => {
            let (holder, list) = (tokens.next(), tokens.next());
            !matches!(holder, Some("then" | "else")) && !matches!(list, Some("anyOf" | "oneOf"))
        }
        _ => false,
    }
}

/// What is said of the value, without what is said of the run.
pub(crate) fn without_run(refusal: &str) -> &str {
    let heads = ["does not fit its type: ", "does not fit its schema: "];
    let parts = heads.iter().filter_map(|head| refusal.split_once(head));
    parts.map(|(_, said)| said).next().unwrap_or(refusal)
}

/// The tokens that lead to each fault: to a value that is wrong, to a property that may not be,
/// to an object that lacks one. Faults of the forms of a union count as well.
fn add_places(error: &ValidationError<'_>, value: &Value, places: &mut Vec<Vec<String>>) {
    let tokens = tokens(error.instance_path().as_str());
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                places.push([&tokens[..], std::slice::from_ref(name)].concat());
            }
            return;
        }
        ValidationErrorKind::UniqueItems => {
            // The one item that we name is one of the two alike.
            places.extend(parts_of(&tokens, value));
            return;
        }
        ValidationErrorKind::AnyOf { context }
        | ValidationErrorKind::OneOfNotValid { context }
        | ValidationErrorKind::OneOfMultipleValid { context } => {
            for error in context.iter().flatten() {
                add_places(error, value, places);
            }
        }
        _ => {}
    }
    places.push(tokens);
}

fn tokens(pointer: &str) -> Vec<String> {
    let tokens = pointer.split('/').skip(1);
    tokens
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// As the checker writes it.
fn pointer(tokens: &[String]) -> String {
    let tokens = tokens.iter();
    tokens
        .map(|token| format!("/{}", token.replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// As types write it.
fn path(tokens: &[String], whole: &Value) -> String {
    let mut path = String::new();
    let mut value = Some(whole);
    for token in tokens {
        value = match value {
            Some(Value::Array(items)) => {
                path.push_str(&format!("[{token}]"));
                token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
            }
            other => {
                let dot = if path.is_empty() { "" } else { "." };
                path.push_str(&format!("{dot}{token}"));
                other.and_then(|value| value.get(token))
            }
        };
    }
    path
}
