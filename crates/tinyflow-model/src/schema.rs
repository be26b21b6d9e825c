//! The JSON Schema of FlowJSON itself, made from the model's types.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema as literal};

use crate::Flow;

/// The JSON Schema (draft 2020-12) of the FlowJSON format.
///
/// Keys that it does not name are allowed: `validate` warns about them.
pub fn flow_schema() -> Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Flow>();
    schema.insert("title".to_owned(), "FlowJSON".into());
    schema
}

/// A field that holds a JSON Schema.
pub(crate) fn json_schema(_: &mut SchemaGenerator) -> Schema {
    literal!({ "type": ["object", "boolean"] })
}

/// A field that holds an object of any form.
pub(crate) fn object(_: &mut SchemaGenerator) -> Schema {
    literal!({ "type": "object" })
}
