//! JSON as text that is known to be valid: how a run keeps its state and its results.
//!
//! Text is written into a snapshot as it stands. A tree of values would have to be walked, and
//! built again, for every checkpoint.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use triomphe::Arc;

use crate::reading;
use crate::strict_json::StrictValue;

/// A JSON value, kept as its text. Cheap to clone.
#[derive(Clone)]
pub(crate) struct JsonText(Kept);

#[derive(Clone)]
enum Kept {
    Text(Arc<str>),
    /// A number that was written just so. It needs no memory of its own.
    Whole(i64),
}

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
        with_written(value, Kept::of).map(Self)
    }

    /// Whether a value is written just so.
    ///
    /// # Errors
    /// As for [`of`](Self::of).
    pub(crate) fn is_of<T: Serialize + ?Sized>(
        &self,
        value: &T,
    ) -> Result<bool, serde_json::Error> {
        with_written(value, |json| self.text().as_bytes() == json)
    }

    /// The text.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Kept::Text(text) => Cow::Borrowed(text),
            Kept::Whole(number) => Cow::Owned(number.to_string()),
        }
    }

    /// Appends the text.
    pub(crate) fn write_to(&self, json: &mut Vec<u8>) {
        match &self.0 {
            Kept::Text(text) => json.extend_from_slice(text.as_bytes()),
            Kept::Whole(number) => {
                serde_json::to_writer(json, number).expect("memory takes every number");
            }
        }
    }

    /// Reads the value.
    ///
    /// # Errors
    /// If it does not fit `T`.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        reading::from_text(&self.text())
    }

    /// Reads a value that others may have written: only in the form in which `T` writes it.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub(crate) fn read_from_others<T: Serialize + DeserializeOwned>(
        &self,
    ) -> Result<T, serde_json::Error> {
        reading::from_others(&self.text())
    }
}

/// Shows what is written for a value.
fn with_written<T: Serialize + ?Sized, R>(
    value: &T,
    look: impl FnOnce(&[u8]) -> R,
) -> Result<R, serde_json::Error> {
    // Taken, not borrowed: to serialise a value may come back here.
    let mut buffer = BUFFER.take();
    buffer.clear();
    let written = serde_json::to_writer(&mut buffer, &StrictValue(value));
    let seen = written.map(|()| look(&buffer));
    if buffer.capacity() <= KEPT_CAPACITY {
        BUFFER.set(buffer);
    }
    seen
}

impl Kept {
    fn of(json: &[u8]) -> Self {
        let text = str::from_utf8(json).expect("JSON is text");
        match whole_number(text) {
            Some(number) => Self::Whole(number),
            None => Self::Text(text.into()),
        }
    }
}

/// The number that a text is, if the text is what is written for the number again.
fn whole_number(json: &str) -> Option<i64> {
    let digits = json.strip_prefix('-').unwrap_or(json);
    // Longer ones may not fit.
    if digits.len() > 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = json.parse().ok()?;
    (number != 0 || json == "0").then_some(number)
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for JsonText {}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Works where the value is read from text, and the text is there as a whole.
impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Self(Kept::Text(raw.get().into())))
    }
}
