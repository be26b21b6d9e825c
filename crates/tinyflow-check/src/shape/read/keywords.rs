//! What becomes of each keyword of JSON Schema.

use tinyflow_model::{Diagnostic, Member, Object};

use super::Form;
use crate::shape::{unchecked_keyword, unsupported_schema};

/// Keywords that combine or refer to other schemas.
const COMBINING: &[&str] = &[
    "$dynamicRef",
    "$recursiveRef",
    "$ref",
    "allOf",
    "anyOf",
    "else",
    "if",
    "not",
    "oneOf",
    "then",
];

/// Keywords that change what values there are in ways that the types do not
/// show.
const STRUCTURAL: &[&str] = &[
    "additionalItems",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "nullable",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords that only narrow the values of a type.
const NARROWING: &[&str] = &[
    "contentEncoding",
    "contentMediaType",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Reports each keyword that the shape of this form does not carry.
pub(super) fn report(object: &Object, form: Form, findings: &mut Vec<Diagnostic>) {
    for member in &object.members {
        let name = member.name.as_str();
        if COMBINING.contains(&name) || STRUCTURAL.contains(&name) {
            findings.push(unsupported_schema::keyword(name, member.name_span));
        } else if NARROWING.contains(&name) && !is_typed(member, form) {
            findings.push(unchecked_keyword::finding(name, member.name_span));
        }
    }
}

/// The first keyword that combines or refers to other schemas.
pub(super) fn combining(object: &Object) -> Option<&Member> {
    let mut members = object.members.iter();
    members.find(|member| COMBINING.contains(&member.name.as_str()))
}

/// Whether the Rust type alone already keeps a narrowing keyword.
fn is_typed(member: &Member, form: Form) -> bool {
    let tinyflow_model::Value::Number(number) = &member.value.value else {
        return false;
    };
    match member.name.as_str() {
        "minimum" => form == Form::Integer && number.as_f64() == 0.0,
        "minLength" | "minItems" | "minProperties" => number.as_f64() == 0.0,
        _ => false,
    }
}
