//! What becomes of each keyword of JSON Schema.

use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Member, Node, Object, Value};
use tinyflow_schema::{KNOWN_KEYWORDS, is_known_keyword};

use super::forms::Form;
use crate::shape::misspelt_keyword;

/// Keywords that say nothing about which values there are.
const REMARKS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "id",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Keywords that narrow the values of a form, beyond what its type can say.
fn narrowing(form: Form) -> &'static [&'static str] {
    match form {
        Form::Null | Form::Boolean => &["const", "enum"],
        Form::Integer | Form::Number => &[
            "const",
            "enum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maximum",
            "minimum",
            "multipleOf",
        ],
        Form::String => &[
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "format",
            "maxLength",
            "minLength",
            "pattern",
        ],
        Form::Array => &[
            "const",
            "contains",
            "enum",
            "maxItems",
            "minItems",
            "unevaluatedItems",
            "uniqueItems",
        ],
        Form::Object => &[
            "const",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "enum",
            "maxProperties",
            "minProperties",
            "patternProperties",
            "propertyNames",
            "unevaluatedProperties",
        ],
    }
}

/// Keywords that hold other schemas against the same value.
const COMBINING: &[&str] = &["allOf", "anyOf", "if", "not", "oneOf"];

/// Whether a schema says more than the type of its form does.
pub(super) fn has_checks(object: &Object, form: Form) -> bool {
    object.members.iter().any(|member| {
        let name = member.name.as_str();
        COMBINING.contains(&name) || (narrowing(form).contains(&name) && !is_typed(member, form))
    })
}

/// Whether the Rust type alone already keeps a narrowing keyword.
fn is_typed(member: &Member, form: Form) -> bool {
    match (&member.value.value, member.name.as_str()) {
        (Value::Number(number), "minimum") => form == Form::Integer && number.as_f64() == 0.0,
        (Value::Number(number), "minLength" | "minItems" | "minProperties") => {
            number.as_f64() == 0.0
        }
        (Value::String(format), "format") => match form {
            Form::Integer => matches!(format.as_str(), "int64" | "int" | "uint64" | "uint"),
            _ => format == "double",
        },
        // That of a bound beside it, in draft 4.
        (Value::Boolean(false), "exclusiveMinimum" | "exclusiveMaximum" | "uniqueItems") => true,
        _ => false,
    }
}

/// Whether a keyword says nothing about which values there are.
pub(super) fn is_remark(keyword: &str) -> bool {
    REMARKS.contains(&keyword) || !is_known_keyword(keyword) || is_reference(keyword)
}

fn is_reference(keyword: &str) -> bool {
    matches!(keyword, "$ref" | "$dynamicRef" | "$recursiveRef")
}

/// The keyword by which a schema refers to another one.
pub(super) fn reference(object: &Object) -> Option<&Member> {
    let mut members = object.members.iter();
    members.find(|member| is_reference(&member.name))
}

/// The values that a schema lists, by `const` or `enum`.
pub(super) fn values(object: &Object) -> Option<&[Node]> {
    if let Some(constant) = object.get("const") {
        return Some(std::slice::from_ref(constant));
    }
    match &object.get("enum")?.value {
        Value::Array(values) => Some(values),
        _ => None,
    }
}

/// Whether a schema adds `null` to its types.
pub(super) fn is_nullable(object: &Object) -> bool {
    object.get("nullable").map(|node| &node.value) == Some(&Value::Boolean(true))
}

/// Whether integers of a schema cannot be negative.
pub(super) fn is_never_negative(object: &Object) -> bool {
    let is_positive = |keyword: &str| match object.get(keyword).map(|bound| &bound.value) {
        Some(Value::Number(bound)) => bound.as_f64() >= 0.0,
        _ => false,
    };
    let has_no_sign = match object.get("format").map(|format| &format.value) {
        Some(Value::String(format)) => {
            matches!(
                format.as_str(),
                "uint8" | "uint16" | "uint32" | "uint64" | "uint"
            )
        }
        _ => false,
    };
    is_positive("minimum") || is_positive("exclusiveMinimum") || has_no_sign
}

/// Reports words that look like a keyword that was meant to be another one.
pub(super) fn report_misspelt(object: &Object, findings: &mut Vec<Diagnostic>) {
    for member in &object.members {
        if let Some(near) = misspelt(&member.name) {
            let finding = misspelt_keyword::finding(&member.name, near, member.name_span);
            findings.push(finding);
        }
    }
}

/// What a word was meant to be that looks like a keyword, and is none.
fn misspelt(word: &str) -> Option<&'static str> {
    let is_word = word.len() > 3 && !word.starts_with("x-") && !is_known_keyword(word);
    let keywords = KNOWN_KEYWORDS.iter().copied();
    is_word.then(|| nearest(word, keywords)).flatten()
}

/// What a schema without a single keyword was meant to be.
pub(super) enum Unlike {
    /// The properties without the `properties` around them.
    Properties,
    /// A value.
    Value,
}

/// Whether no word of a schema is a keyword, or nearly one, or made up by some other tool.
pub(super) fn unlike_a_schema(object: &Object) -> Option<Unlike> {
    let is_strange = |member: &Member| {
        let name = member.name.as_str();
        let is_made_up = name.starts_with("x-") || name.starts_with('$') || name.contains(':');
        // An address, were it the keyword.
        let is_number = name == "id" && matches!(member.value.value, Value::Number(_));
        is_number || !(is_made_up || is_known_keyword(name) || misspelt(name).is_some())
    };
    if object.members.is_empty() || !object.members.iter().all(is_strange) {
        return None;
    }
    let describes = |member: &Member| match &member.value.value {
        Value::Object(schema) => ["type", "$ref", "properties", "enum", "const", "items"]
            .iter()
            .any(|keyword| schema.get(keyword).is_some()),
        _ => false,
    };
    Some(match object.members.iter().all(describes) {
        true => Unlike::Properties,
        false => Unlike::Value,
    })
}
