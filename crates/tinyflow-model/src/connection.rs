//! The connections between steps.

use schemars::JsonSchema;

use crate::{Span, Text};

/// A connection from one step to the step that may follow it.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Connection {
    /// Identifies the connection within its flow.
    pub id: Text,
    /// The `id` of the step that it leaves.
    pub source_step_id: Text,
    /// The `id` of the step that it leads to.
    pub target_step_id: Text,
    /// When it is taken: a JavaScript expression over the state. Without one
    /// it is taken where no other connection of the step is.
    pub condition: Option<Text>,
    /// Data of other tools.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    pub metadata: Option<crate::Node>,
    /// Where the connection stands, braces included.
    #[schemars(skip)]
    pub span: Span,
}

impl Connection {
    /// The fields of a connection, as they are named in FlowJSON.
    pub const FIELDS: &[&str] = &[
        "id",
        "sourceStepId",
        "targetStepId",
        "condition",
        "metadata",
    ];
}
