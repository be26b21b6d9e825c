//! A flow that takes any schema for its state.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The members of a schema, each as it is written.
type Members = BTreeMap<String, Box<RawValue>>;

/// A flow whose state has this schema.
///
/// The state is an object. A schema for other values becomes that of a property of it, and one
/// that only defines schemas becomes a property for each of them.
pub(crate) fn with_state(schema: &str) -> String {
    let members: Members = serde_json::from_str(schema).expect("a schema is an object");
    let state = if is_of_object(&members) {
        schema.to_owned()
    } else if let Some(definitions) = only_definitions(&members) {
        of_each(&members, &definitions)
    } else {
        of_value(&members, schema)
    };
    format!(
        r#"{{
          "id": "probe", "name": "Probe", "version": "1",
          "globalStateSchema": {state},
          "steps": [
            {{ "id": "begin", "name": "Begin", "type": "begin" }},
            {{ "id": "task", "name": "Task", "type": "task" }},
            {{ "id": "end", "name": "End", "type": "end" }}
          ],
          "connections": [
            {{ "id": "c1", "sourceStepId": "begin", "targetStepId": "task" }},
            {{ "id": "c2", "sourceStepId": "task", "targetStepId": "end" }}
          ]
        }}"#
    )
}

fn is_of_object(members: &Members) -> bool {
    let of_type = |value: &RawValue| value.get() == r#""object""#;
    members.get("type").is_some_and(|value| of_type(value)) || members.contains_key("properties")
}

/// The schemas that this one defines, where it says nothing of values itself.
fn only_definitions(members: &Members) -> Option<Members> {
    const OF_NO_VALUE: [&str; 5] = ["$comment", "$schema", "definitions", "description", "title"];
    if !members
        .keys()
        .all(|name| OF_NO_VALUE.contains(&name.as_str()))
    {
        return None;
    }
    let definitions = members.get("definitions")?;
    Some(serde_json::from_str(definitions.get()).expect("definitions are an object"))
}

fn of_each(members: &Members, definitions: &Members) -> String {
    let reference = |name| format!(r##""{name}": {{ "$ref": "#/definitions/{name}" }}"##);
    let properties: Vec<String> = definitions.keys().map(reference).collect();
    state(members, &properties.join(", "))
}

fn of_value(members: &Members, schema: &str) -> String {
    state(members, &format!(r#""value": {schema}"#))
}

/// The schema of a state with these properties, and with the definitions that they refer to.
fn state(members: &Members, properties: &str) -> String {
    const OF_DEFINITIONS: [&str; 2] = ["$defs", "definitions"];
    let definitions = members
        .iter()
        .filter(|(name, _)| OF_DEFINITIONS.contains(&name.as_str()))
        .map(|(name, schemas)| format!(r#""{name}": {schemas}, "#));
    let definitions: String = definitions.collect();
    format!(r#"{{ "type": "object", {definitions}"properties": {{ {properties} }} }}"#)
}
