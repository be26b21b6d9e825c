//! JSON as text that is known to be valid: how a run keeps its state and its results.
//!
//! Text is written into a snapshot as it stands. A tree of values would have to be walked, and
//! built again, for every checkpoint.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::reading;
use crate::strict_json::StrictValue;

/// A JSON value, kept as its text. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct JsonText(Arc<str>);

/// How much of a buffer is kept for the next value.
const KEPT_CAPACITY: usize = 64 * 1024;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl JsonText {
    /// The value as JSON.
    ///
    /// # Errors
    /// If it is not JSON: it holds a number that is not finite, or a map whose keys are not
    /// texts.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        // Taken, not borrowed: to serialise a value may come back here.
        let mut buffer = BUFFER.take();
        buffer.clear();
        let written = serde_json::to_writer(&mut buffer, &StrictValue(value));
        let text = written.map(|()| str::from_utf8(&buffer).expect("JSON is text").into());
        if buffer.capacity() <= KEPT_CAPACITY {
            BUFFER.set(buffer);
        }
        text.map(Self)
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the value.
    ///
    /// # Errors
    /// If it does not fit `T`.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        reading::from_text(self.as_str())
    }

    /// Reads a value that others may have written: only in the form in which `T` writes it.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub(crate) fn read_from_others<T: Serialize + DeserializeOwned>(
        &self,
    ) -> Result<T, serde_json::Error> {
        reading::from_others(self.as_str())
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Works where the value is read from text, and the text is there as a whole.
impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Self(raw.get().into()))
    }
}
