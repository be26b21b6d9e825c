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
use crate::{Diagnostic, Fix, Node, Rule, Severity, Value};

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

/// For a text, which may have been written without its quotes.
pub(crate) fn no_text(owner: &Owner, field: &str, found: &Node) -> Diagnostic {
    let finding = finding(owner, field, "a string", found);
    match &found.value {
        Value::Number(number) => {
            let text = number.as_str();
            let mut finding = finding.help(format!("write it in quotes: `\"{text}\"`"));
            // A condition that is a number was meant as something else.
            let is_name = field != "condition";
            finding.fix = is_name.then(|| Fix::replace_string(found.span, text));
            finding
        }
        Value::Boolean(value) => finding.help(format!("write it in quotes: `\"{value}\"`")),
        _ => finding,
    }
}

/// For a duration, which needs a unit.
pub(crate) fn no_duration(owner: &Owner, field: &str, found: &Node) -> Diagnostic {
    let finding = finding(owner, field, "a string", found);
    finding.help("write a number and a unit, such as `\"1 day\"` or `\"2.5 hours\"`")
}
