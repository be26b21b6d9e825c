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
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use crate::names;

/// `colliding_steps`.
pub(crate) static RULE: Rule = Rule {
    code: "TF203",
    name: "colliding_steps",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut by_name = HashMap::new();
    let ids = flow.steps.iter().map(|step| &step.id);
    // An id without letters has been reported as that.
    for id in ids.filter(|id| id.value.contains(char::is_alphanumeric)) {
        let others = names_of(&id.value).map(|name| match by_name.entry(name) {
            Entry::Vacant(free) => {
                free.insert(id);
                None
            }
            Entry::Occupied(taken) => Some((taken.key().clone(), *taken.get())),
        });
        let Some(((_, name), first)) = others.into_iter().flatten().next() else {
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

/// What a step is called in snapshots, in `Step` and in `Tasks`, each with
/// where.
fn names_of(id: &str) -> [(&'static str, String); 3] {
    [
        ("snapshot", names::wire_name(id)),
        ("variant", names::step_variant(id)),
        ("function", names::function(id)),
    ]
}
