//! # What it finds
//! Two forms of a `oneOf` or `anyOf` that nothing tells apart: an object of the one has all that the
//! other must have, and the other is open to more.
//!
//! # Why it matters
//! The forms are tried in turn, and the first that fits is taken. It may have no field for what the
//! object holds: tasks do not see that property, and an answer that is folded into the state loses
//! it.
//!
//! # Example
//! `{"anyOf": [{"properties": {"card": {"type": "string"}}}, {"properties": {"iban": {"type":
//! "string"}}}]}`
//!
//! # How to fix
//! Require in each form a property that the others lack, give each a property with a `const` of its
//! own, or close the forms with `"additionalProperties": false`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use super::{Case, Enum, Field, Presence, Shape, Struct};

/// `forms_alike`.
pub(crate) static RULE: Rule = Rule {
    code: "TF524",
    name: "forms_alike",
    severity: Severity::Warning,
};

/// Reports the first two of these forms, in the order in which they are tried, that nothing tells
/// apart.
pub(crate) fn report(cases: &[Case], span: Span, findings: &mut Vec<Diagnostic>) {
    let structs = cases.iter().filter_map(|case| match &case.shape {
        Shape::Struct(shape) => Some(shape),
        _ => None,
    });
    let structs: Vec<&Struct> = structs.collect();
    for (index, taken) in structs.iter().enumerate() {
        for meant in &structs[index + 1..] {
            if let Some(lost) = lost(taken, meant) {
                findings.push(finding(lost, span));
                return;
            }
        }
    }
}

/// A field of a form whose objects are taken for another form, which has no such field.
fn lost<'s>(taken: &Struct, meant: &'s Struct) -> Option<&'s Field> {
    let field = |name: &str| meant.fields.iter().find(|field| field.wire_name == name);
    let mut needed = taken.fields.iter();
    let fits = needed.all(|needed| match field(&needed.wire_name) {
        Some(given) => {
            !are_apart(&needed.shape, &given.shape) || given.presence != Presence::Required
        }
        None => needed.presence != Presence::Required,
    });
    let is_open = !taken.is_closed && taken.rest.is_none();
    let mut fields = meant.fields.iter();
    let lost = fields.find(|field| {
        let mut known = taken.fields.iter();
        !known.any(|known| known.wire_name == field.wire_name)
    });
    lost.filter(|_| fits && is_open)
}

/// Whether no value is of both shapes, as far as that is easily told.
fn are_apart(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Enum(one), Shape::Enum(other)) => !share_values(one, other),
        (Shape::Enum(_), Shape::Text) | (Shape::Text, Shape::Enum(_)) => false,
        (Shape::Integer | Shape::Unsigned | Shape::Number, other) => {
            other.is_scalar() && !matches!(other, Shape::Integer | Shape::Unsigned | Shape::Number)
        }
        (one, other) if one.is_scalar() && other.is_scalar() => one != other,
        (one, Shape::Struct(_) | Shape::Map | Shape::List(_) | Shape::Tuple(_)) => one.is_scalar(),
        (Shape::Struct(_) | Shape::Map | Shape::List(_) | Shape::Tuple(_), other) => {
            other.is_scalar()
        }
        _ => false,
    }
}

fn share_values(one: &Enum, other: &Enum) -> bool {
    let mut values = one.variants.iter();
    values.any(|value| {
        let mut others = other.variants.iter();
        others.any(|other| other.wire_name == value.wire_name)
    })
}

fn finding(lost: &Field, span: Span) -> Diagnostic {
    let message = format!(
        "an object with {} may be taken for a form that has no field for it",
        quote(&lost.wire_name)
    );
    let help = "require in each form a property that the others lack, or close them with \
                `\"additionalProperties\": false`";
    Diagnostic::new(&RULE, message, span)
        .label("nothing tells these forms apart")
        .help(help)
}
