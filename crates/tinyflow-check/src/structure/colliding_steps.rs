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

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Step, StepKind};

use crate::names::{self, StepNames};

/// `colliding_steps`.
pub(crate) static RULE: Rule = Rule {
    code: "TF203",
    name: "colliding_steps",
    severity: Severity::Error,
};

/// `names` are those of the steps.
pub(crate) fn check(flow: &Flow, names: &[StepNames], findings: &mut Vec<Diagnostic>) {
    let mut by_name = HashMap::with_capacity(4 * names.len());
    let steps = flow.steps.iter().zip(names);
    // An id without letters has been reported as that.
    for (step, names) in steps.filter(|(step, _)| step.id.value.contains(char::is_alphanumeric)) {
        let id = &step.id;
        let mut taken = None;
        for name in names_of(step, names) {
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
fn names_of<'n>(step: &Step, names: &'n StepNames) -> Vec<(&'static str, Cow<'n, str>)> {
    let function = names.function.as_str();
    let mut all: Vec<(_, Cow<'_, str>)> = vec![
        ("snapshot", names.wire_name.as_str().into()),
        ("variant", names.variant.as_str().into()),
    ];
    match &step.kind {
        StepKind::Task(task) if task.metadata.tinyflow.poll.is_some() => {
            let functions = names::job_functions(&step.id.value);
            all.extend(functions.map(|name| ("task", name.into())));
        }
        StepKind::Task(_) | StepKind::WaitForEvent(_) => all.push(("task", function.into())),
        _ => {}
    }
    all.push(("function", function.into()));
    all
}
