//! # What it finds
//! Two step ids that become the same name in snapshots or in Rust.
//!
//! # Why it matters
//! Snapshots would not tell the two steps apart.
//!
//! # Example
//! `send-mail` and `send_mail`
//!
//! # How to fix
//! Change one of the ids by more than separators and capitals.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Step, StepKind};

use crate::names;

/// `colliding_steps`.
pub(crate) static RULE: Rule = Rule {
    code: "TF203",
    name: "colliding_steps",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut by_name = HashMap::new();
    let steps = flow.steps.iter();
    // An id without letters has been reported as that.
    for step in steps.filter(|step| step.id.value.contains(char::is_alphanumeric)) {
        let id = &step.id;
        let mut taken = None;
        for name in names_of(step) {
            match by_name.entry(name) {
                Entry::Vacant(free) => {
                    free.insert(id);
                }
                Entry::Occupied(first) => {
                    taken.get_or_insert_with(|| (first.key().1.clone(), *first.get()));
                }
            }
        }
        let Some((name, first)) = taken else {
            continue;
        };
        // The same id twice has been reported as that.
        if first.value != id.value {
            let ids = format!("{} and {}", quote(&first.value), quote(&id.value));
            let message = format!("the step ids {ids} both become `{name}`");
            let finding = Diagnostic::new(&RULE, message, id.span);
            findings.push(finding.related(first.span, "the first one"));
        }
    }
}

/// What a step is called in snapshots, in `Step`, in the workflow and in `Tasks`, each with
/// where.
fn names_of(step: &Step) -> Vec<(&'static str, String)> {
    let id = &step.id.value;
    let function = names::function(id);
    let mut names = vec![
        ("snapshot", names::wire_name(id)),
        ("variant", names::step_variant(id)),
    ];
    match &step.kind {
        StepKind::Task(task) if task.metadata.tinyflow.poll.is_some() => {
            names.extend(names::job_functions(id).map(|name| ("task", name)));
        }
        StepKind::Task(_) | StepKind::WaitForEvent(_) => names.push(("task", function.clone())),
        _ => {}
    }
    names.push(("function", function));
    names
}
