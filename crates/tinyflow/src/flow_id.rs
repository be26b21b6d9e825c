//! The name and version of a flow, as they stand in every snapshot that its runs write.

use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The id and the version of a flow. A run belongs to one flow id for all its life.
///
/// Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowId {
    id: Arc<str>,
    version: Arc<str>,
    /// What a snapshot says beyond these, kept as it is; mostly nothing.
    extra: Option<Arc<Map<String, Value>>>,
}

impl FlowId {
    /// Names a flow.
    pub fn new(id: impl AsRef<str>, version: impl AsRef<str>) -> Self {
        Self {
            id: id.as_ref().into(),
            version: version.as_ref().into(),
            extra: None,
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

    /// The same, with what a snapshot says beyond id and version.
    pub(crate) fn with_extra_of(self, stored: Option<&Self>) -> Self {
        Self {
            extra: stored.and_then(|stored| stored.extra.clone()),
            ..self
        }
    }
}

impl fmt::Display for FlowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.version)
    }
}

impl Serialize for FlowId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("version", &self.version)?;
        for (key, value) in self.extra.iter().flat_map(|extra| extra.iter()) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for FlowId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Stored {
            id: Arc<str>,
            version: Arc<str>,
            #[serde(flatten)]
            extra: Map<String, Value>,
        }

        let Stored { id, version, extra } = Stored::deserialize(deserializer)?;
        let extra = (!extra.is_empty()).then(|| Arc::new(extra));
        Ok(Self { id, version, extra })
    }
}
