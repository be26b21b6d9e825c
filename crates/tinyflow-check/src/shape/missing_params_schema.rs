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
use tinyflow_model::{Diagnostic, Node, Rule, Severity, Span};

use super::{Struct, guessed_schema};

/// `missing_params_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF507",
    name: "missing_params_schema",
    severity: Severity::Warning,
};

/// `shape` is what was inferred from the parameters.
pub(crate) fn finding(step: &str, params: &Node, shape: &Struct) -> Diagnostic {
    let message = format!("step {} has `params` but no `paramsSchema`", quote(step));
    let brace = Span::new(params.span.start, params.span.start + 1);
    let finding = Diagnostic::new(&RULE, message, brace)
        .label("the types are guessed from these values")
        .help("add a `paramsSchema` that says what the task takes");
    guessed_schema::offered(finding, "paramsSchema", " ", shape, params)
}
