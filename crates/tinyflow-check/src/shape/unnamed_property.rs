//! # What it finds
//! A property of `globalState`, `params` or an event that its schema does not name.
//!
//! # Why it matters
//! The generated type has no field for it: it is left out.
//!
//! # Example
//! `"globalState": {"user": "ada", "ysern": 1}` where the schema names `user` alone
//!
//! # How to fix
//! Correct its name, describe it in the schema, or take it out.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use super::Struct;

/// `unnamed_property`.
pub(crate) static RULE: Rule = Rule {
    code: "TF511",
    name: "unnamed_property",
    severity: Severity::Warning,
};

/// `field` is the field of the flow or step that holds the value, `span` the property's name.
pub(crate) fn finding(field: &str, property: &str, shape: &Struct, span: Span) -> Diagnostic {
    let property_name = quote(property);
    let message =
        format!("`{field}` has the property {property_name}, which its schema does not name");
    let known = shape.fields.iter().map(|field| field.wire_name.as_str());
    Diagnostic::new(&RULE, message, span)
        .label("left out: no field holds it")
        .did_you_mean(nearest(property, known))
}
