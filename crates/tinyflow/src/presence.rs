//! How generated types read a value that may be `null`, so that one that is missing is told from
//! one that is `null`.

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

/// Reads a value that is there, `null` included, for `#[serde(default, deserialize_with = …)]`.
///
/// Without it serde takes `null` for a missing property.
///
/// # Errors
/// If it does not fit.
pub fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
