//! # What it finds
//! A value of `globalState` or `params` that does not fit its schema.
//!
//! # Why it matters
//! The generated type could not hold it.
//!
//! # Example
//! `"globalState": {"count": "10"}` where the schema says `"type": "integer"`
//!
//! # How to fix
//! Correct the value or the schema.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Node, Rule, Severity, Span, Value};

use super::violation::Violation;

/// `value_mismatch`.
pub(crate) static RULE: Rule = Rule {
    code: "TF504",
    name: "value_mismatch",
    severity: Severity::Error,
};

/// `field` is the field of the flow or step that holds the value, which is named as far as the part
/// of it that does not fit.
pub(crate) fn finding(field: &str, value: &Node, violation: &Violation) -> Diagnostic {
    let part = quote(&format!("{field}{}", path_to(violation.span, value)));
    let message = format!("{part} does not fit its schema: {}", violation.message);
    Diagnostic::new(&RULE, message, violation.span).did_you_mean(violation.meant.as_deref())
}

/// A step without `params` whose schema requires some; `span` is its id.
pub(crate) fn no_params(step: &str, span: Span) -> Diagnostic {
    let step = quote(step);
    let message = format!("step {step} has no `params`, but its schema requires some");
    Diagnostic::new(&RULE, message, span)
}

/// The way to the part of a value that stands at this place, or has it in it.
fn path_to(span: Span, value: &Node) -> String {
    let holds = |inner: &Node| inner.span.start <= span.start && span.end <= inner.span.end;
    let mut path = String::new();
    let mut value = value;
    loop {
        let inner = match &value.value {
            Value::Object(object) => {
                let mut members = object.members.iter();
                let found = members.find(|member| holds(&member.value));
                found.map(|member| (format!(".{}", member.name), &member.value))
            }
            Value::Array(items) => {
                let mut items = items.iter().enumerate();
                let found = items.find(|(_, item)| holds(item));
                found.map(|(index, item)| (format!("[{index}]"), item))
            }
            _ => None,
        };
        let Some((step, inner)) = inner else {
            return path;
        };
        path += &step;
        value = inner;
    }
}
