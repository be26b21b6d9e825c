//! How generated types read a value that may be `null`, or may be missing, so that the one is
//! told from the other.

use serde::{Deserialize, Deserializer};

/// Reads a value that may be `null` but must be there, for `#[serde(deserialize_with = …)]`.
///
/// Without it serde takes a missing property for `null`.
///
/// # Errors
/// If it is neither.
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer)
}

/// A property that may be missing, for
/// `#[serde(default, with = "optional", skip_serializing_if = "Option::is_none")]`.
///
/// Without it serde takes `null` for a missing property. With it `null` is a value like others,
/// which the property's type takes or refuses.
pub mod optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Reads a value that is there.
    ///
    /// # Errors
    /// If it does not fit `T`.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        T::deserialize(deserializer).map(Some)
    }

    /// Writes a value that is there.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn serialize<T, S>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
        S: Serializer,
    {
        value.serialize(serializer)
    }
}
