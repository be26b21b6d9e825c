//! A flow: one FlowJSON document.

use schemars::JsonSchema;

use crate::{Connection, FlowMetadata, Node, Step, Text};

/// A flow: the control flow of some business logic, drawn as data.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Flow {
    /// The address of the JSON Schema of this format, for editors.
    #[schemars(rename = "$schema")]
    #[schemars(extend("examples" = ["./flow.schema.json"]))]
    pub schema: Option<Text>,
    /// Identifies the flow; stored with each of its runs.
    #[schemars(extend("examples" = ["order-fulfilment"]))]
    pub id: Text,
    /// What people call the flow; gives the workflow type its Rust name.
    #[schemars(extend("examples" = ["Order Fulfilment"]))]
    pub name: Text,
    /// The version of the flow; stored with each of its runs.
    #[schemars(extend("examples" = ["1.0.0"]))]
    pub version: Text,
    /// The JSON Schema of the run's state. Where it is missing, the shape of
    /// the state is inferred from `globalState`.
    #[schemars(with = "Option<crate::schema::AnySchema>")]
    #[schemars(extend("examples" = [{ "type": "object", "properties": { "orderId": { "type": "string" }, "total": { "type": "number" } }, "required": ["orderId"] }]))]
    pub global_state_schema: Option<Node>,
    /// The state that a new run starts with.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    #[schemars(extend("examples" = [{ "orderId": "2041" }]))]
    pub global_state: Option<Node>,
    /// What a run does.
    #[schemars(extend("examples" = [[{ "id": "start", "name": "Start", "type": "begin" }, { "id": "end", "name": "End", "type": "end" }]]))]
    pub steps: Vec<Step>,
    /// Which step follows which.
    #[schemars(extend("examples" = [[{ "id": "c1", "sourceStepId": "start", "targetStepId": "end" }]]))]
    pub connections: Vec<Connection>,
    /// Settings of tinyflow, and data of other tools.
    #[schemars(with = "Option<FlowMetadata>")]
    #[schemars(extend("examples" = [{ "owner": "shop", "tinyflow": { "allow": [{ "code": "TF503", "reason": "The shop checks the pattern." }] } }]))]
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
