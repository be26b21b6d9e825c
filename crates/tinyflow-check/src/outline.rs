//! What can be told of a flow that is not sound yet: for editors.

use tinyflow_model::Flow;

use crate::CheckedStep;
use crate::check::{kinds, name_or_id, state_shape};
use crate::names::{self, StepNames};
use crate::shape::Struct;
use crate::shape::read::SchemaReader;
use crate::shape::type_names::TypeNames;
use crate::structure::Graph;

/// The state and the steps of a flow, as far as they can be told.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outline {
    /// The shape of the state.
    pub state: Struct,
    /// The steps, in the order of the flow. Nothing is said of what leads on from them.
    pub steps: Vec<CheckedStep>,
}

/// What can be told of a flow, sound or not.
pub fn outline_of(flow: &Flow) -> Outline {
    let name = name_or_id(&flow.name, &flow.id);
    let reserved = vec![names::workflow_type(name), names::tasks_type(name)];
    let (mut types, mut findings) = (TypeNames::new(reserved), Vec::new());
    let mut reader = SchemaReader::new(&mut types, &mut findings);
    let (state, _) = state_shape(flow, &mut reader);
    let ids = flow.steps.iter().map(|step| step.id.value.as_str());
    let names: Vec<StepNames> = ids.map(StepNames::new).collect();
    let kinds = kinds(flow, &names, &state, &Graph::new(flow), &mut reader);
    let steps = flow.steps.iter().zip(names).zip(kinds);
    let steps = steps.map(|((step, names), kind)| CheckedStep {
        name: name_or_id(&step.name, &step.id).to_owned(),
        wire_name: names.wire_name,
        variant: names.variant,
        function: names.function,
        kind,
        transitions: Vec::new(),
        fork: None,
    });
    let steps = steps.collect();
    Outline { state, steps }
}
