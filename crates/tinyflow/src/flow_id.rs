//! The name and version of a flow, as they stand in every snapshot that its runs write.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The id and the version of a flow. A run belongs to one flow id for all its life.
///
/// Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FlowId {
    id: Arc<str>,
    version: Arc<str>,
}

impl FlowId {
    /// Names a flow.
    pub fn new(id: impl AsRef<str>, version: impl AsRef<str>) -> Self {
        Self {
            id: id.as_ref().into(),
            version: version.as_ref().into(),
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
