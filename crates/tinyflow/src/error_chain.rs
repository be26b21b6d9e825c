//! An error and its causes in one line, for the places that store text.

use std::error::Error;

/// The error's message, then those of its causes, divided by colons.
///
/// Many an error has its cause's message at the end of its own, and those of SQLite have theirs
/// at the end of their cause's. Of two such messages the longer one is said.
pub(crate) fn in_one_line(error: &(dyn Error + 'static)) -> String {
    let mut messages = vec![error.to_string()];
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    for said in causes.map(ToString::to_string) {
        match messages.last_mut() {
            Some(last) if last.ends_with(&said) => {}
            Some(last) if said.ends_with(last.as_str()) => *last = said,
            _ => messages.push(said),
        }
    }
    messages.join(": ")
}
