//! A flow: one FlowJSON document.

use schemars::JsonSchema;

use crate::{Connection, FlowMetadata, Node, Step, Text};

/// A flow: the control flow of some business logic, drawn as data.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Flow {
    /// The address of the JSON Schema of this format, for editors.
    #[schemars(rename = "$schema")]
    pub schema: Option<Text>,
    /// Identifies the flow; stored with each of its runs.
    pub id: Text,
    /// What people call the flow; gives the workflow type its Rust name.
    pub name: Text,
    /// The version of the flow; stored with each of its runs.
    pub version: Text,
    /// The JSON Schema of the run's state. Where it is missing, the shape of
    /// the state is inferred from `globalState`.
    #[schemars(with = "Option<crate::schema::AnySchema>")]
    pub global_state_schema: Option<Node>,
    /// The state that a new run starts with.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    pub global_state: Option<Node>,
    /// What a run does.
    pub steps: Vec<Step>,
    /// Which step follows which.
    pub connections: Vec<Connection>,
    /// Settings of tinyflow, and data of other tools.
    #[schemars(with = "Option<FlowMetadata>")]
    pub metadata: FlowMetadata,
}

impl Flow {
    /// The fields of a flow, as they are named in FlowJSON.
    pub const FIELDS: &[&str] = &[
        "$schema",
        "id",
        "name",
        "version",
        "globalStateSchema",
        "globalState",
        "steps",
        "connections",
        "metadata",
    ];
}
