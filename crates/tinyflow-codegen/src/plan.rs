//! Every decision about the output, as plain data.
//!
//! A plan is made from a checked flow alone. It holds names, types and code as
//! trees; how they are spelt over lines is the renderer's business.

mod code;

mod condition;

mod doc;

mod conversions;

mod events;

pub(crate) mod literal;

mod schemas;

mod serde_names;

mod steps;

mod tasks;

mod types;

use serde::Serialize;
use tinyflow_check::CheckedFlow;

pub use code::{Code, Link};
pub(crate) use code::{Part, Pen};
pub use conversions::{ConversionBody, ConversionImpl};
pub use doc::Paragraph;
pub use events::{Assignment, EventCall, EventConstant, EventTimeout, FoldFunction};
pub use schemas::SchemaStatic;
pub use steps::{Arm, Pause, StepBody, Variant, Way};
pub use tasks::{FunctionKind, PollCall, TaskCall, TaskFunction};
pub use types::{
    AliasType, DefaultFunction, EnumType, EnumVariant, Field, StructType, TypeDefinition,
    field_type,
};

/// What the file of one flow holds.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// The flow's id.
    pub flow_id: String,
    /// The flow's name, as people write it.
    pub flow_name: String,
    /// The flow's version.
    pub flow_version: String,
    /// The name of the workflow type.
    pub workflow_type: String,
    /// The name of the type that implements the tasks in a fresh file.
    pub tasks_type: String,
    /// The variants of `Step`.
    pub variants: Vec<Variant>,
    /// Whether clippy would find the variants of `Step` repetitive.
    pub repetitive_variants: bool,
    /// `State` and the types below it.
    pub state_types: Vec<TypeDefinition>,
    /// The name of the JSON Schema of the state, where its types do not say everything.
    pub state_schema: Option<String>,
    /// The state that a new run starts with, where the flow makes a whole one.
    pub initial_state: Option<Code>,
    /// The types of the tasks' parameters, and of what is asked and answered.
    pub params_types: Vec<TypeDefinition>,
    /// The constants that name the flow's events.
    pub events: Vec<EventConstant>,
    /// The JSON Schemas of the state and of answers.
    pub schemas: Vec<SchemaStatic>,
    /// The functions of `Tasks`.
    pub tasks: Vec<TaskFunction>,
    /// Whether clippy would take one of them for a conversion.
    pub conversion_tasks: bool,
    /// The functions of the steps that do more than move on.
    pub bodies: Vec<StepBody>,
    /// Whether clippy would take one of them for a conversion.
    pub conversion_steps: bool,
    /// The variant of the step where a run starts.
    pub begin: String,
    /// What each step does.
    pub arms: Vec<Arm>,
    /// Whether each of them makes a boxed future.
    pub boxed_steps: bool,
}

/// Decides what the file of a flow holds.
pub fn plan(flow: &CheckedFlow) -> Plan {
    let variants = steps::variants(flow);
    let tasks = tasks::functions(flow);
    let bodies = steps::bodies(flow);
    let extra = types::extra_field(&flow.state);
    let initial = flow.initial_state.as_ref();
    let initial = initial.map(|state| literal::initial(state, extra.as_deref()));
    let mut state_types = types::state(&flow.state, &flow.name);
    let mut params_types = types::beside_state(flow, &state_types);
    types::write_enums(&mut state_types, &steps::written_enums(flow));
    types::name_complex_types([&mut state_types, &mut params_types]);
    let mut schemas = schemas::Schemas::beside_events_of(flow);
    let names = variants.iter().map(|variant| variant.name.as_str());
    Plan {
        flow_id: flow.id.clone(),
        flow_name: flow.name.clone(),
        flow_version: flow.version.clone(),
        workflow_type: flow.workflow_type.clone(),
        tasks_type: flow.tasks_type.clone(),
        repetitive_variants: types::are_repetitive("Step", names),
        state_schema: schemas.of_state(flow, extra.is_some()),
        initial_state: initial,
        params_types,
        state_types,
        events: events::constants(flow, &mut schemas),
        schemas: schemas.defined,
        conversion_tasks: tasks.iter().any(|task| tasks::is_conversion(&task.name)),
        conversion_steps: bodies
            .iter()
            .any(|body| body.calls_tasks() && tasks::is_conversion(&body.name)),
        tasks,
        bodies,
        begin: flow.steps[flow.begin].variant.clone(),
        arms: steps::arms(flow),
        boxed_steps: steps::are_boxed(flow),
        variants,
    }
}
