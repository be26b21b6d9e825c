//! # What it finds
//! A parallel branch that leads back to the fork that started it.
//!
//! # Why it matters
//! Each time round, the branch would start all branches again, beside those that are still open.
//!
//! # Example
//! A task in a branch, with a connection to a step before the fork
//!
//! # How to fix
//! Let the branches meet first, and lead back from there; or let the branch go round within
//! itself.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Span};

use super::branches::WayBack;
use super::fork::Fork;
use super::graph::{By, on_timeout};

/// `branch_leads_back`.
pub(crate) static RULE: Rule = Rule {
    code: "TF322",
    name: "branch_leads_back",
    severity: Severity::Error,
};

pub(super) fn finding(fork: &Fork, way_back: &WayBack, flow: &Flow) -> Diagnostic {
    let forked = &flow.steps[fork.step].id;
    let (step, by) = way_back.left;
    let message = format!(
        "step {} leads back to where step {} has started its branch",
        quote(&flow.steps[step].id.value),
        quote(&forked.value)
    );
    Diagnostic::new(&RULE, message, place(flow, step, by))
        .related(forked.span, "the branches start here")
        .help("let the branches meet, and lead back from there")
}

/// Where the flow says that a step leads this way.
fn place(flow: &Flow, step: usize, by: By) -> Span {
    let own = &flow.steps[step];
    match by {
        By::Connection(connection) => flow.connections[connection].target_step_id.span,
        By::Timeout => on_timeout(own).map_or(own.id.span, |target| target.span),
    }
}
