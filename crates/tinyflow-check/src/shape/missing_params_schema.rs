//! # What it finds
//! A task with `params` but without `paramsSchema`.
//!
//! # Why it matters
//! Their types are a guess from the values: whether a property may be missing, and
//! what else it may hold, cannot be seen.
//!
//! # Example
//! `{"type": "task", "params": {"template": "welcome"}}`
//!
//! # How to fix
//! Add a `paramsSchema`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `missing_params_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF507",
    name: "missing_params_schema",
    severity: Severity::Warning,
};

/// `span` is the place of `params`.
pub(crate) fn finding(step: &str, span: Span) -> Diagnostic {
    let message = format!("step {} has `params` but no `paramsSchema`", quote(step));
    let brace = Span::new(span.start, span.start + 1);
    Diagnostic::new(&RULE, message, brace)
        .label("the types are guessed from these values")
        .help("add a `paramsSchema` that says what the task takes")
}
