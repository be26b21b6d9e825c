//! # What it finds
//! A field that FlowJSON needs is not there.
//!
//! # Why it matters
//! Without it the step, connection or flow has no meaning.
//!
//! # Example
//! A step without `type`.
//!
//! # How to fix
//! Add the field.

use crate::fields::Owner;
use crate::{Diagnostic, Rule, Severity, Span};

/// `missing_field`.
pub static RULE: Rule = Rule {
    code: "TF101",
    name: "missing_field",
    severity: Severity::Error,
};

pub(crate) fn finding(owner: &Owner, field: &str, span: Span) -> Diagnostic {
    let brace = Span::new(span.start, span.start + 1);
    Diagnostic::new(&RULE, format!("{owner} has no `{field}`"), brace)
        .help(format!("add `\"{field}\": …`"))
}
