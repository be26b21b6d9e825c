//! The steps of a flow.

use schemars::JsonSchema;

use crate::{
    Duration, EventMetadata, Node, Spanned, StepMetadata, StepSettings, TaskMetadata, Text,
};

/// A step of a flow.
#[derive(Clone, Debug, JsonSchema)]
pub struct Step {
    /// Identifies the step within its flow; connections name it.
    #[schemars(extend("examples" = ["ship-order"]))]
    pub id: Text,
    /// What people call the step.
    #[schemars(extend("examples" = ["Ship the order"]))]
    pub name: Text,
    /// What the step does.
    #[schemars(flatten)]
    pub kind: StepKind,
    /// Settings of tinyflow, and data of other tools, such as positions on a canvas.
    #[schemars(with = "Option<StepMetadata>")]
    #[schemars(extend("examples" = [{ "x": 120, "y": 80 }]))]
    pub metadata: Option<Node>,
    /// The settings in `metadata` that any step may have.
    #[schemars(skip)]
    pub settings: StepSettings,
}

/// What a step does: FlowJSON's `type`, with the fields of that type.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(tag = "type", rename_all = "camelCase")]
pub enum StepKind {
    /// Where a run starts; a flow has exactly one.
    Begin,
    /// Where a run ends; a flow has at most one.
    End,
    /// Calls one function of the business logic.
    Task(Task),
    /// Picks the outgoing connection whose condition holds.
    Decision,
    /// Pauses the run for a time.
    ResumeAfter(ResumeAfter),
    /// Pauses the run until an outside party answers.
    WaitForEvent(WaitForEvent),
    /// A step that could not be read. It has been reported, and stands here so
    /// that connections to it are not reported too.
    #[schemars(skip)]
    Unreadable,
}

/// What is special to a task.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Task {
    /// The JSON Schema of the parameters. Where it is missing, their shape is
    /// inferred from `params`.
    #[schemars(with = "Option<crate::schema::AnySchema>")]
    #[schemars(extend("examples" = [{ "type": "object", "properties": { "carrier": { "enum": ["post", "courier"] } }, "required": ["carrier"] }]))]
    pub params_schema: Option<Node>,
    /// The parameters that the task is handed.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    #[schemars(extend("examples" = [{ "carrier": "post" }]))]
    pub params: Option<Node>,
    /// How the task is called.
    #[schemars(with = "Option<TaskMetadata>")]
    #[schemars(extend("examples" = [{ "tinyflow": { "retry": { "maxAttempts": 3 } } }]))]
    pub metadata: TaskMetadata,
}

/// What is special to a pause.
#[derive(Clone, Debug, JsonSchema)]
pub struct ResumeAfter {
    /// How long it takes: a number and a unit, such as `1 day` or `2.5 hours`. Nothing at all
    /// is no pause. A month has 30 days, a year 365.
    #[schemars(with = "crate::schema::DurationText")]
    #[schemars(extend("examples" = ["1 day", "2.5 hours"]))]
    pub duration: Spanned<Duration>,
}

/// What is special to a wait for an outside party.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct WaitForEvent {
    /// What the party that answers is shown.
    #[schemars(extend("examples" = [{ "value": { "question": "May this trip be booked?" } }]))]
    pub event_input: Option<EventInput>,
    /// What that party answers.
    #[schemars(extend("examples" = [{ "eventOutputSchema": { "type": "object", "properties": { "decision": { "enum": ["approved", "refused"] } } } }]))]
    pub event_output: Option<EventOutput>,
    /// How long the answer is waited for.
    #[schemars(with = "Option<EventMetadata>")]
    #[schemars(extend("examples" = [{ "tinyflow": { "timeout": "2 days", "onTimeout": "remind" } }]))]
    pub metadata: EventMetadata,
}

/// What the party that answers is shown: built property by property, from `value`, else from
/// the state's property of that name.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct EventInput {
    /// The properties that are the same for every run.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    #[schemars(extend("examples" = [{ "question": "May this trip be booked?" }]))]
    pub value: Option<Node>,
    /// The JSON Schema of what is shown. Where it is missing, its shape is inferred from
    /// `value`.
    #[schemars(with = "Option<crate::schema::AnySchema>")]
    #[schemars(extend("examples" = [{ "type": "object", "properties": { "question": { "type": "string" } }, "required": ["question"] }]))]
    pub event_input_schema: Option<Node>,
}

/// What the party that was asked answers.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct EventOutput {
    /// What stands in for properties that the answer leaves out.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    #[schemars(extend("examples" = [{ "comment": "" }]))]
    pub value: Option<Node>,
    /// The JSON Schema of the answer. Where it is missing, its shape is inferred from `value`.
    #[schemars(with = "Option<crate::schema::AnySchema>")]
    #[schemars(extend("examples" = [{ "type": "object", "properties": { "decision": { "enum": ["approved", "refused"] }, "comment": { "type": "string" } }, "required": ["decision"] }]))]
    pub event_output_schema: Option<Node>,
}

impl StepKind {
    /// Every `type` that FlowJSON has.
    pub const TYPES: [&str; 6] = [
        "begin",
        "end",
        "task",
        "decision",
        "resumeAfter",
        "waitForEvent",
    ];
}
