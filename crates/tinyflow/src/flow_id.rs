//! The name and version of a flow, as they stand in every snapshot that its runs write.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The id and the version of a flow. A run belongs to one flow id for all its life.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FlowId {
    id: String,
    version: String,
}

impl FlowId {
    /// Names a flow.
    pub fn new(id: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            version: version.into(),
        }
    }

    /// The flow's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The flow's version, as its author writes it.
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl fmt::Display for FlowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.version)
    }
}
