//! What the `metadata` of a flow says to tinyflow.

use schemars::JsonSchema;

use crate::Text;

/// What the `metadata` of a flow says to tinyflow, beside the data of other tools.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct FlowMetadata {
    /// Settings of tinyflow.
    #[schemars(with = "Option<FlowSettings>")]
    #[schemars(extend("examples" = [{ "allow": [{ "code": "TF503", "reason": "The shop checks the pattern." }] }]))]
    pub tinyflow: FlowSettings,
}

/// Settings of tinyflow for a whole flow.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct FlowSettings {
    /// The warnings that are meant to be there.
    #[schemars(with = "Option<Vec<Allowance>>")]
    #[schemars(extend("examples" = [[{ "code": "unchecked_keyword", "reason": "The shop checks the pattern." }]]))]
    pub allow: Vec<Allowance>,
}

/// The wish that a rule gives no warnings about a flow.
#[derive(Clone, Debug, JsonSchema)]
pub struct Allowance {
    /// The code of the rule, such as `TF503`, or its name.
    #[schemars(extend("examples" = ["TF503", "unchecked_keyword"]))]
    pub code: Text,
    /// Why the warnings are no fault.
    #[schemars(extend("examples" = ["The shop checks the pattern."]))]
    pub reason: Text,
}
