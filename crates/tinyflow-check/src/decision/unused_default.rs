//! # What it finds
//! A connection without a condition from a step whose conditions leave nothing to it: for each
//! state one of them holds.
//!
//! # Why it matters
//! No run takes it. What was meant for it happens nowhere, or a condition holds too often.
//!
//! # Example
//! A default beside `state.isMember` and `!state.isMember`
//!
//! # How to fix
//! Remove the connection, or correct the conditions. Where it takes the place of the last of them,
//! remove that one.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

/// `unused_default`.
pub(crate) static RULE: Rule = Rule {
    code: "TF642",
    name: "unused_default",
    severity: Severity::Warning,
};

/// `connection` is the index of the default.
pub(super) fn finding(connection: usize, flow: &Flow) -> Diagnostic {
    let connection = &flow.connections[connection];
    let source = quote(&connection.source_step_id.value);
    let message = format!(
        "no run takes this connection: for each state one of the conditions of {source} holds"
    );
    Diagnostic::new(&RULE, message, connection.id.span)
        .help("remove it, or the condition whose place it should take")
}
