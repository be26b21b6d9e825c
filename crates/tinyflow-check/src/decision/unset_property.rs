//! # What it finds
//! A condition on a property that is still missing: `globalState` does not set it, and no task or
//! event comes before that could.
//!
//! # Why it matters
//! Unless a run is started with a state of its own, the condition has the same answer each time.
//!
//! # Example
//! A decision about `plan` right behind `begin`, where `globalState` has no `plan`
//!
//! # How to fix
//! Set the property in `globalState`, or decide after the task that finds it out.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Node, Rule, Severity, StepKind, Value};

use super::reads::Reads;
use super::states::field;
use super::{Decision, Way};
use crate::shape::Struct;
use crate::structure::Graph;

/// `unset_property`.
pub(crate) static RULE: Rule = Rule {
    code: "TF643",
    name: "unset_property",
    severity: Severity::Warning,
};

/// The steps that a run gets to with the state that it was started with.
pub(super) struct Untouched<'f> {
    state: &'f Node,
    shape: &'f Struct,
    steps: Vec<bool>,
}

impl<'f> Untouched<'f> {
    /// None where the flow leaves it to others with which state a run starts.
    pub(super) fn of(graph: &Graph<'_>, flow: &'f Flow, shape: &'f Struct) -> Option<Self> {
        let state = flow.global_state.as_ref()?;
        if !matches!(&state.value, Value::Object(state) if !state.members.is_empty()) {
            return None;
        }
        let changes = |step: usize| {
            let kind = &flow.steps[step].kind;
            matches!(kind, StepKind::Task(_) | StepKind::WaitForEvent(_))
        };
        let begins = (0..graph.len()).filter(|step| {
            let kind = &flow.steps[*step].kind;
            matches!(kind, StepKind::Begin)
        });
        let reached = follow(graph, begins.collect());
        let changing = (0..graph.len()).filter(|step| reached[*step] && changes(*step));
        // The conditions of a step are asked when it is done.
        let touched = follow(graph, changing.collect());
        let steps = reached.iter().zip(touched);
        Some(Self {
            state,
            shape,
            steps: steps
                .map(|(reached, touched)| *reached && !touched)
                .collect(),
        })
    }

    /// Whether the step is one of them.
    pub(super) fn has(&self, step: usize) -> bool {
        self.steps[step]
    }

    /// Looks at the conditions of such a step.
    pub(super) fn check(
        &self,
        decision: &Decision<'_>,
        reads: &[Reads<'_>],
        findings: &mut Vec<Diagnostic>,
    ) {
        for (way, reads) in decision.ways.iter().zip(reads) {
            let mut paths = reads.places.keys();
            if let Some(path) = paths.find(|path| self.is_unset(path)) {
                findings.push(self.finding(way, path));
            }
        }
    }

    /// Whether the value is missing in the state at the start, where it may be missing.
    fn is_unset(&self, path: &[&str]) -> bool {
        let mut value = self.state;
        for length in 1..=path.len() {
            let Value::Object(object) = &value.value else {
                return false;
            };
            match object.get(path[length - 1]) {
                Some(inner) => value = inner,
                None => {
                    return field(self.shape, &path[..length])
                        .is_some_and(|(_, may_be_missing)| may_be_missing);
                }
            }
        }
        false
    }

    fn finding(&self, way: &Way<'_>, path: &[&str]) -> Diagnostic {
        let property = quote(&format!("state.{}", path.join(".")));
        let message = format!("nothing has set {property} when a run gets here");
        Diagnostic::new(&RULE, message, way.condition.span)
            .related(
                self.state.span,
                "a run starts with this, and no task or event comes before",
            )
            .help("set it in `globalState`, or decide after the task that finds it out")
    }
}

fn follow(graph: &Graph<'_>, mut open: Vec<usize>) -> Vec<bool> {
    let mut reached = vec![false; graph.len()];
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut reached[step], true) {
            open.extend(graph.outgoing(step).iter().map(|edge| edge.target));
        }
    }
    reached
}
