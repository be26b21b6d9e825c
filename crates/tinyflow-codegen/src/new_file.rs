//! What the generator made for one flow, before it is part of any file.

use serde::Serialize;

/// What the generator made for one flow, ready to be merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The GENERATED section without its header line and without the IMPLEMENTATION line. Lines
    /// end in LF, the last one too.
    pub section: String,
    /// What a fresh file has below the IMPLEMENTATION line, from a blank line on. Lines end in LF,
    /// the last one too.
    pub implementation: String,
    /// A stub for each task of the flow, in flow order, also for those that are not new.
    pub stubs: Vec<Stub>,
}

impl NewFile {
    /// Whether a fresh file has all stubs, so that nothing is missing in one that nobody has
    /// touched. A template of a user's own may leave them out.
    pub fn implements_all(&self) -> bool {
        let mut rest = self.implementation.as_str();
        self.stubs.iter().all(|stub| {
            let behind = rest.split_once(stub.text.as_str());
            behind.map(|(_, behind)| rest = behind).is_some()
        })
    }
}

/// A function for a task, which the user fills in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stub {
    /// The function's name in Rust, `r#type` where it is a keyword.
    pub function: String,
    /// The name of the step, for messages.
    pub task: String,
    /// The types of its parameters after `self`, as they stand in `text`.
    pub parameters: Vec<String>,
    /// Doc lines and function as they stand in an `impl` block: indented by four spaces, lines end
    /// in LF, no line end after the last.
    pub text: String,
}
