//! The schemas of the probes, as properties of one flow.

use std::fs;
use std::path::Path;

use jsonschema::Draft;
use serde_json::Value;

#[path = "../probes/flow.rs"]
mod flow;

/// A schema that was written for something else.
pub(crate) struct Elsewhere {
    /// The name of the probe, as that of a property.
    pub(crate) property: String,
    pub(crate) schema: Value,
    pub(crate) draft: Draft,
}

/// All of them, in alphabetical order.
pub(crate) fn schemas() -> Vec<Elsewhere> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("probes/cases");
    let entries = fs::read_dir(folder).expect("there are cases");
    let paths = entries.map(|entry| entry.expect("a case can be read").path());
    let mut schemas: Vec<Elsewhere> = paths
        .filter(|path| path.is_dir())
        .map(|path| elsewhere(&path))
        .collect();
    schemas.sort_by(|one, other| one.property.cmp(&other.property));
    schemas
}

fn elsewhere(case: &Path) -> Elsewhere {
    let name = case.file_name().expect("a folder has a name");
    let property = name.to_str().expect("its name is plain").to_owned();
    let text = fs::read_to_string(case.join("schema.json")).expect("each case has a schema");
    let flow: Value = serde_json::from_str(&flow::with_state(&text)).expect("it is JSON");
    let mut schema = flow["globalStateSchema"].clone();
    let members = schema.as_object_mut().expect("a state is an object");
    members.remove("$schema");
    if !members.contains_key("$id") {
        move_references(&mut schema, &format!("#/properties/{property}"));
    }
    Elsewhere {
        property,
        schema,
        draft: draft(&text),
    }
}

/// Lets references that lead from the root lead from this place.
fn move_references(schema: &mut Value, place: &str) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && (reference == "#" || reference.starts_with("#/"))
            {
                reference.replace_range(..1, place);
            }
            for member in members.values_mut() {
                move_references(member, place);
            }
        }
        Value::Array(items) => {
            for item in items {
                move_references(item, place);
            }
        }
        _ => {}
    }
}

/// The draft that the schema is read as: an old one, in which `5.0` is a whole number already, or
/// the newest.
fn draft(text: &str) -> Draft {
    let is_old = ["/draft-04/", "/draft-07/"];
    if is_old.iter().any(|draft| text.contains(draft)) {
        return Draft::Draft7;
    }
    Draft::Draft202012
}
