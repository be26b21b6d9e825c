//! # What it finds
//! A field of FlowJSON holds a value of another type.
//!
//! # Why it matters
//! The value cannot be read as what the field means.
//!
//! # Example
//! `"steps": {}`
//!
//! # How to fix
//! Give the field a value of its type.

use crate::fields::Owner;
use crate::{Diagnostic, Node, Rule, Severity};

/// `wrong_field_type`.
pub static RULE: Rule = Rule {
    code: "TF102",
    name: "wrong_field_type",
    severity: Severity::Error,
};

pub(crate) fn finding(owner: &Owner, field: &str, wanted: &str, found: &Node) -> Diagnostic {
    let kind = found.value.kind();
    let message = format!("`{field}` of {owner} must be {wanted}, not {kind}");
    Diagnostic::new(&RULE, message, found.span).label(format!("this is {kind}"))
}
