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

/// Reports what looks like a keyword that was meant to be another one.
pub(super) fn report_misspelt(object: &Object, findings: &mut Vec<Diagnostic>) {
    for member in &object.members {
        let name = member.name.as_str();
        let is_word = name.len() > 3 && !name.starts_with("x-");
        if is_word
            && !is_known_keyword(name)
            && let Some(near) = nearest(name, KNOWN_KEYWORDS.iter().copied())
        {
            findings.push(misspelt_keyword::finding(name, near, member.name_span));
        }
    }
}
