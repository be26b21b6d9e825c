//! # What it finds
//! A flow with a `globalState` that holds something, but without `globalStateSchema`.
//!
//! # Why it matters
//! The types of the state are a guess from the values: whether a property may be missing, and
//! what else it may hold, cannot be seen.
//!
//! # Example
//! `{"globalState": {"title": "Emma"}}`
//!
//! # How to fix
//! Add a `globalStateSchema`.

use tinyflow_model::{Diagnostic, Node, Rule, Severity, Span};

use super::{Struct, guessed_schema};

/// `missing_state_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF509",
    name: "missing_state_schema",
    severity: Severity::Warning,
};

/// `shape` is what was inferred from the state.
pub(crate) fn finding(state: &Node, shape: &Struct) -> Diagnostic {
    let message = "the flow has a `globalState` but no `globalStateSchema`";
    let brace = Span::new(state.span.start, state.span.start + 1);
    let finding = Diagnostic::new(&RULE, message, brace)
        .label("the types are guessed from these values")
        .help("add a `globalStateSchema` that says what a run remembers");
    guessed_schema::offered(finding, "globalStateSchema", "\n  ", shape, state)
}
