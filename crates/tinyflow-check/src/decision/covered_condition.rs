//! # What it finds
//! A condition that only holds where an earlier one of the same step holds, too.
//!
//! # Why it matters
//! The first that holds is taken, so no run takes this connection.
//!
//! # Example
//! `state.score > 50` behind `state.score > 10`
//!
//! # How to fix
//! Put the narrower condition first; or correct it, or remove its connection.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::Way;

/// `covered_condition`.
pub(crate) static RULE: Rule = Rule {
    code: "TF641",
    name: "covered_condition",
    severity: Severity::Warning,
};

/// For a condition with the same answers as an earlier one.
pub(super) fn same(way: &Way<'_>, earlier: &Way<'_>, flow: &Flow) -> Diagnostic {
    let target = quote(&flow.steps[earlier.target].id.value);
    let message = "this condition says the same as an earlier one, so no run takes its connection";
    Diagnostic::new(&RULE, message, way.condition.span)
        .related(earlier.condition.span, "the earlier one")
        .help(format!(
            "where it holds, a run goes to {target}; correct or remove one of the two"
        ))
}

/// For one that is narrower than an earlier one.
pub(super) fn by_one(way: &Way<'_>, earlier: &Way<'_>, example: &str, flow: &Flow) -> Diagnostic {
    let target = quote(&flow.steps[earlier.target].id.value);
    let message =
        "an earlier condition holds wherever this one does, so no run takes its connection";
    Diagnostic::new(&RULE, message, way.condition.span)
        .related(earlier.condition.span, "the earlier one")
        .help(format!(
            "with {example}, a run goes to {target}; put this connection before the earlier one"
        ))
}

/// For one to which several earlier ones leave nothing.
pub(super) fn by_several(way: &Way<'_>, example: &str) -> Diagnostic {
    let message = "wherever this condition holds, one of the earlier ones does, so no run takes \
                   its connection";
    Diagnostic::new(&RULE, message, way.condition.span).help(format!(
        "it holds with {example}, for example, and so does an earlier one; put this connection \
         before those, or remove it"
    ))
}
