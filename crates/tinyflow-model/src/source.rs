//! The text of one flow and the name that findings give it.

use crate::{Diagnostic, Span, rules};

/// The text of one flow, with the name under which findings speak of it.
///
/// A byte order mark is left out of the text, so that places count as editors
/// count them. Bytes that are not UTF-8 are replaced, and reported by
/// [`Source::findings`].
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    start: usize,
    text: String,
    findings: Vec<Diagnostic>,
}

impl Source {
    /// Takes the bytes of a file and the path or other name to report.
    pub fn new(name: impl Into<String>, mut bytes: Vec<u8>) -> Self {
        let mut findings = Vec::new();
        let mut start = 0;
        if bytes.starts_with("\u{FEFF}".as_bytes()) {
            start = "\u{FEFF}".len();
            bytes.drain(..start);
            findings.push(rules::byte_order_mark::finding());
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            let start = error.utf8_error().valid_up_to();
            let replaced = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
            findings.push(rules::not_utf8::finding(replaced));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        Self {
            name: name.into(),
            start,
            text,
            findings,
        }
    }

    /// The path or other name of the flow, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file before the text: those of a byte order mark.
    pub fn start(&self) -> usize {
        self.start
    }

    /// What is wrong with the bytes themselves.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}
