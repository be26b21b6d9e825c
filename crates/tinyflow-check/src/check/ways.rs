//! Where the steps of a flow lead, judged by the rules that ask for no types but the state's.

use tinyflow_model::{Diagnostic, Flow};

use crate::condition::Translations;
use crate::decision::{Decision, OtherWay, Way};
use crate::names::StepNames;
use crate::shape::{Definitions, Struct};
use crate::structure::{By, Fork, Graph};
use crate::{decision, impossible_answer, remark_not_text, structure, unsafe_text};

/// What these rules have to know.
pub(super) struct Rules<'f> {
    pub(super) flow: &'f Flow,
    /// The text of the flow.
    pub(super) text: &'f str,
    pub(super) graph: &'f Graph<'f>,
    /// The names of the steps.
    pub(super) names: &'f [StepNames],
    pub(super) state: &'f Struct,
    /// What the state's types refer to.
    pub(super) definitions: &'f Definitions,
    /// Whether the flow gives a run all the state that it must start with.
    pub(super) starts_whole: bool,
}

/// Where the steps lead, and what is wrong with that.
pub(super) struct WaysOn<'f> {
    pub(super) forks: Vec<Fork>,
    /// For each step.
    pub(super) decisions: Vec<Decision<'f>>,
    /// What was found before, and in the structure of the flow.
    pub(super) of_structure: Vec<Diagnostic>,
    pub(super) of_conditions: Vec<Diagnostic>,
    /// To be trusted where all else that comes before conditions is sound.
    pub(super) of_decisions: Vec<Diagnostic>,
}

impl<'f> Rules<'f> {
    /// `findings` are those about the text.
    pub(super) fn judge(&self, mut findings: Vec<Diagnostic>) -> WaysOn<'f> {
        let Self { flow, graph, .. } = *self;
        unsafe_text::check(flow, &mut findings);
        let forks = structure::check(graph, flow, self.names, &mut findings);
        structure::repeated_connection::check(flow, self.text, &mut findings);
        remark_not_text::check(flow, &mut findings);
        impossible_answer::check(flow, &mut findings);
        let mut of_conditions = Vec::new();
        let mut conditions = Translations::new(self.state, self.definitions, self.text);
        let decisions: Vec<Decision<'_>> = (0..flow.steps.len())
            .map(|step| self.decision(step, &mut conditions, &mut of_conditions))
            .collect();
        let mut of_decisions = Vec::new();
        if !findings.iter().any(Diagnostic::is_error) {
            let (state, starts_whole) = (self.state, self.starts_whole);
            decision::check(
                &decisions,
                graph,
                flow,
                state,
                starts_whole,
                &mut of_decisions,
            );
        }
        WaysOn {
            forks,
            decisions,
            of_structure: findings,
            of_conditions,
            of_decisions,
        }
    }

    /// The ways on from a step.
    fn decision(
        &self,
        step: usize,
        conditions: &mut Translations<'f>,
        findings: &mut Vec<Diagnostic>,
    ) -> Decision<'f> {
        let mut decision = Decision::default();
        for edge in self.graph.outgoing(step) {
            let (By::Connection(connection), target) = (edge.by, edge.target) else {
                continue;
            };
            let ends = &self.flow.connections[connection];
            if ends.has_unreadable_condition {
                decision.is_broken = true;
                continue;
            }
            let Some(condition) = &ends.condition else {
                decision
                    .default
                    .get_or_insert(OtherWay { connection, target });
                continue;
            };
            match conditions.of(condition, findings) {
                Some(test) => decision.ways.push(Way {
                    connection,
                    condition,
                    target,
                    test,
                }),
                None => decision.is_broken = true,
            }
        }
        decision
    }
}
