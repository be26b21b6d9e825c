//! The connections between steps.

use schemars::JsonSchema;

use crate::{Span, Text};

/// A connection from one step to the step that may follow it.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Connection {
    /// Identifies the connection within its flow.
    #[schemars(extend("examples" = ["c1"]))]
    pub id: Text,
    /// The `id` of the step that it leaves.
    #[schemars(extend("examples" = ["take-payment"]))]
    pub source_step_id: Text,
    /// The `id` of the step that it leads to.
    #[schemars(extend("examples" = ["ship-order"]))]
    pub target_step_id: Text,
    /// When it is taken: a JavaScript expression over the state. Without one
    /// it is taken where no other connection of the step is.
    #[schemars(extend("examples" = ["state.total > 100", "state.payment?.status === 'captured'"]))]
    pub condition: Option<Text>,
    /// Whether something stands there that is no text: when it is taken is not known.
    #[schemars(skip)]
    pub has_unreadable_condition: bool,
    /// Data of other tools.
    #[schemars(with = "Option<crate::schema::AnyObject>")]
    #[schemars(extend("examples" = [{ "colour": "green" }]))]
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

    /// Whether a condition stands on it, readable or not.
    pub fn is_conditional(&self) -> bool {
        self.condition.is_some() || self.has_unreadable_condition
    }
}
