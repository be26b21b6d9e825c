//! A second opinion on whether a flow is sound, which shares nothing with the checker: the graph is
//! walked anew, values are judged by a full JSON Schema validator, conditions by their words.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use serde_json::{Value, json};

/// What is wrong with a flow, if anything is.
pub(crate) fn objection(flow: &Value) -> Option<String> {
    unknown_key(flow)
        .or_else(|| graph(flow))
        .or_else(|| values(flow))
        .or_else(|| conditions(flow))
}

fn unknown_key(flow: &Value) -> Option<String> {
    let known_of = |value: &Value, known: &[&str]| {
        let keys = value.as_object()?.keys();
        let mut unknown = keys.filter(|key| !known.contains(&key.as_str()));
        unknown
            .next()
            .map(|key| format!("the key {key} is unknown"))
    };
    let own = [
        "$schema",
        "id",
        "name",
        "version",
        "globalStateSchema",
        "globalState",
        "steps",
        "connections",
        "metadata",
    ];
    known_of(flow, &own).or_else(|| {
        let steps = list(flow, "steps").iter().find_map(|step| {
            let own: &[&str] = match step["type"].as_str()? {
                "task" => &["paramsSchema", "params"],
                "resumeAfter" => &["duration"],
                "waitForEvent" => &["eventInput", "eventOutput"],
                _ => &[],
            };
            known_of(step, &[&["id", "name", "type", "metadata"], own].concat())
        });
        let known = [
            "id",
            "sourceStepId",
            "targetStepId",
            "condition",
            "metadata",
        ];
        steps.or_else(|| {
            list(flow, "connections")
                .iter()
                .find_map(|one| known_of(one, &known))
        })
    })
}

fn graph(flow: &Value) -> Option<String> {
    let steps = list(flow, "steps");
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let ids: Vec<String> = steps.iter().map(|step| text(step, "id")).collect();
    if ids.iter().collect::<BTreeSet<_>>().len() != ids.len() {
        return Some("two steps have one id".to_owned());
    }
    let of_type = |wanted: &str| {
        let found = steps.iter().filter(|step| step["type"] == wanted);
        found.map(|step| text(step, "id")).collect::<Vec<_>>()
    };
    let (begins, ends) = (of_type("begin"), of_type("end"));
    let ([begin], true) = (begins.as_slice(), ends.len() <= 1) else {
        return Some(format!("{} begin, {} end", begins.len(), ends.len()));
    };
    let connections = list(flow, "connections");
    let pairs: Vec<(String, String)> = connections
        .iter()
        .map(|one| (text(one, "sourceStepId"), text(one, "targetStepId")))
        .chain(steps.iter().filter_map(|step| {
            let target = step["metadata"]["tinyflow"].get("onTimeout")?.as_str()?;
            Some((text(step, "id"), target.to_owned()))
        }))
        .collect();
    for (source, target) in &pairs {
        if !ids.contains(source) || !ids.contains(target) {
            return Some(format!("{source} or {target} does not exist"));
        }
        if target == begin || ends.contains(source) {
            return Some("into begin or out of end".to_owned());
        }
    }
    let closure = |start: &str, forwards: bool| {
        let mut reached = BTreeSet::from([start.to_owned()]);
        loop {
            let more = pairs.iter().map(|(source, target)| match forwards {
                true => (source, target),
                false => (target, source),
            });
            let new: Vec<String> = more
                .filter(|(from, to)| reached.contains(*from) && !reached.contains(*to))
                .map(|(_, to)| to.clone())
                .collect();
            if new.is_empty() {
                return reached;
            }
            reached.extend(new);
        }
    };
    let reached = closure(begin, true);
    if let Some(lost) = ids.iter().find(|id| !reached.contains(*id)) {
        return Some(format!("{lost} is not reached"));
    }
    if let Some(end) = ends.first() {
        let reaching = closure(end, false);
        if let Some(stuck) = ids.iter().find(|id| !reaching.contains(*id)) {
            return Some(format!("{stuck} does not reach the end"));
        }
    } else if let Some(stuck) = ids
        .iter()
        .find(|id| pairs.iter().all(|(source, _)| source != *id))
    {
        return Some(format!("nothing leaves {stuck}"));
    }
    let default_of = |step: &&Value| {
        let of_step = connections
            .iter()
            .filter(|one| one["sourceStepId"] == step["id"]);
        of_step.filter(|one| one.get("condition").is_none()).count()
    };
    let mut decisions = steps.iter().filter(|step| step["type"] == "decision");
    decisions
        .any(|step| default_of(&step) > 1)
        .then(|| "a decision has two defaults".to_owned())
}

fn values(flow: &Value) -> Option<String> {
    let state = part(flow, "globalState", "globalStateSchema", true);
    state.or_else(|| {
        list(flow, "steps").iter().find_map(|step| {
            part(step, "params", "paramsSchema", false)
                .or_else(|| part(&step["eventInput"], "value", "eventInputSchema", true))
                .or_else(|| part(&step["eventOutput"], "value", "eventOutputSchema", true))
        })
    })
}

/// Whether a value fits its schema; where only a part of it has to be there, nothing is required.
fn part(owner: &Value, value: &str, schema: &str, partial: bool) -> Option<String> {
    let mut schema = owner.get(schema)?.clone();
    if partial && let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
    }
    let validator = match jsonschema::validator_for(&schema) {
        Ok(validator) => validator,
        Err(error) => return Some(format!("no schema: {error}")),
    };
    let missing = json!({});
    let value = match owner.get(value) {
        Some(value) => value,
        None if partial => return None,
        None => &missing,
    };
    let fault = validator.iter_errors(value).next();
    fault.map(|fault| fault.to_string())
}

/// Each word of a path behind `state.` is a property that its schema lists or that every state
/// has, and a string that it is compared with is a value that it may have.
fn conditions(flow: &Value) -> Option<String> {
    let conditions = list(flow, "connections").iter();
    let conditions = conditions.filter_map(|one| one.get("condition")?.as_str());
    let mut pieces = conditions.flat_map(|condition| condition.split("state.").skip(1));
    pieces.find_map(|piece| path(piece, &flow["globalStateSchema"]))
}

fn path(piece: &str, schema: &Value) -> Option<String> {
    let end = piece.find(|c: char| !c.is_alphanumeric() && !"?._".contains(c));
    let (words, behind) = piece.split_at(end.unwrap_or(piece.len()));
    let mut schema = schema;
    for word in words.split(['.', '?']).filter(|word| !word.is_empty()) {
        // What a schema does not list may be there, and a text has a length.
        let properties = schema["properties"].as_object()?;
        schema = match properties.get(word) {
            Some(property) => property,
            None if is_always_there(word, schema) => &Value::Bool(true),
            None => return Some(format!("there is no {word}")),
        };
    }
    let compared = behind.trim_start().strip_prefix("===")?.trim_start();
    let text = compared.strip_prefix('\'')?.split('\'').next()?;
    let validator = jsonschema::validator_for(schema).ok()?;
    (!validator.is_valid(&json!(text))).then(|| format!("no value is {text}"))
}

/// Whether the validator refuses an object because it lacks the property, and lets the property be
/// any value: then each state has it, and a condition may ask for it.
fn is_always_there(word: &str, schema: &Value) -> bool {
    let Ok(validator) = jsonschema::validator_for(schema) else {
        return false;
    };
    let empty = json!({});
    let lacks = |fault: jsonschema::ValidationError<'_>| match fault.kind() {
        ValidationErrorKind::Required { property } => Some(property.clone()),
        _ => None,
    };
    let is_missed = validator
        .iter_errors(&empty)
        .any(|fault| lacks(fault) == Some(json!(word)));
    let may_be = |value: Value| {
        let object = json!({ word: value });
        validator
            .iter_errors(&object)
            .all(|fault| lacks(fault).is_some())
    };
    is_missed && may_be(json!("x")) && may_be(json!(7)) && may_be(Value::Null)
}

fn list<'v>(owner: &'v Value, key: &str) -> &'v [Value] {
    owner[key].as_array().map_or(&[], Vec::as_slice)
}
