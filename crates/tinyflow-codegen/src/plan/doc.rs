//! What the generated file says about itself, in the words of the flow.

use serde::Serialize;

/// A paragraph of documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paragraph {
    /// A text of the flow.
    Text(String),
    /// Our own words around a name of the flow.
    About {
        /// What stands before the name.
        before: &'static str,
        /// The name.
        name: String,
        /// What stands behind the name.
        after: &'static str,
    },
}

/// A description of the flow, if there is one.
pub(super) fn text(description: Option<&String>) -> Vec<Paragraph> {
    description
        .into_iter()
        .cloned()
        .map(Paragraph::Text)
        .collect()
}
