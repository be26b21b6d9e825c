//! What a merge has to tell the user, as data.
//!
//! Notes never stop a merge. Who prints them, and whether the stubs in them are printed, is up to
//! the caller. Each says in one sentence what was found and what to do about it.

use std::fmt;

use super::Stub;

/// Something that the user should know about a merged file.
///
/// Lines count from one and are those of the merged file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A stub for a new task went in.
    StubAdded {
        /// The function's name in Rust.
        function: String,
        /// The name of the step.
        task: String,
        /// The first line of the stub.
        line: usize,
    },
    /// A function in the `impl Tasks` block belongs to no task of the flow, so it does not compile.
    Orphan {
        /// The function's name, without `r#`.
        function: String,
        /// Where it is.
        line: usize,
        /// The one new task that it would fit, which may be the old one under another name.
        renamed: Option<String>,
    },
    /// A function takes other parameters than its task, so it does not compile.
    SignatureChanged {
        /// The function's name, without `r#`.
        function: String,
        /// Where it is.
        line: usize,
        /// What it has to look like, indented as in an `impl` block.
        signature: String,
    },
    /// A task is still called as it was, but with other parameters inside.
    ParametersChanged {
        /// The function's name, without `r#`.
        function: String,
        /// Where it is.
        line: usize,
        /// The types that changed, as they are declared now.
        declarations: Vec<String>,
    },
    /// An import went from the GENERATED section to the user's.
    ImportMoved {
        /// The `use` item, on one line.
        item: String,
        /// Where it is now.
        line: usize,
    },
    /// The `impl Tasks` block lacks tasks, and no stub was to go in.
    StubsPrinted {
        /// Where the block begins.
        line: usize,
        /// The stubs of the tasks that it lacks.
        stubs: Vec<Stub>,
    },
    /// The file has no `impl Tasks` block, so no stub went in.
    NoTasksImpl {
        /// The stubs of all tasks: the block may be in another file.
        stubs: Vec<Stub>,
    },
    /// The file has more than one `impl Tasks` block and not each has all tasks; no stub went in.
    SeveralTasksImpls {
        /// Where they are.
        lines: Vec<usize>,
        /// The stubs of the tasks that some block lacks.
        stubs: Vec<Stub>,
    },
    /// A macro is called in the `impl Tasks` block and may define what is missing; no stub went in.
    MacroInTasksImpl {
        /// Where the block begins.
        line: usize,
        /// The stubs of the tasks that are not there to be seen.
        stubs: Vec<Stub>,
    },
    /// The user's section does not parse; the GENERATED section is new, but no stub went in.
    Unparsable {
        /// The line at which it stops being Rust.
        line: usize,
        /// The column, in characters.
        column: usize,
        /// What the parser said.
        message: String,
    },
}

impl Note {
    /// Whether the user has to act before the file is whole; a command should then not succeed.
    pub fn is_finding(&self) -> bool {
        matches!(self, Self::Unparsable { .. })
    }

    /// Code that belongs to the note: stubs that did not go into the file, or what functions that
    /// no longer fit have to look like. Each is indented as in an `impl` block or not at all.
    pub fn code(&self) -> Vec<&str> {
        match self {
            Self::NoTasksImpl { stubs }
            | Self::SeveralTasksImpls { stubs, .. }
            | Self::StubsPrinted { stubs, .. }
            | Self::MacroInTasksImpl { stubs, .. } => {
                stubs.iter().map(|stub| stub.text.as_str()).collect()
            }
            Self::SignatureChanged { signature, .. } => vec![signature],
            Self::ParametersChanged { declarations, .. } => {
                declarations.iter().map(String::as_str).collect()
            }
            Self::StubAdded { .. }
            | Self::Orphan { .. }
            | Self::ImportMoved { .. }
            | Self::Unparsable { .. } => Vec::new(),
        }
    }

    /// Moves lines of the user's section to lines of the file.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        match &mut self {
            Self::StubAdded { line, .. }
            | Self::Orphan { line, .. }
            | Self::SignatureChanged { line, .. }
            | Self::ParametersChanged { line, .. }
            | Self::ImportMoved { line, .. }
            | Self::StubsPrinted { line, .. }
            | Self::MacroInTasksImpl { line, .. }
            | Self::Unparsable { line, .. } => *line += by,
            Self::SeveralTasksImpls { lines, .. } => lines.iter_mut().for_each(|line| *line += by),
            Self::NoTasksImpl { .. } => {}
        }
        self
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StubAdded {
                function,
                task,
                line,
            } => {
                write!(
                    f,
                    "line {line}: added a stub `{function}` for the task {task:?}; fill it in"
                )
            }
            Self::Orphan {
                function,
                line,
                renamed,
            } => {
                write!(
                    f,
                    "line {line}: the flow has no task for `{function}` any more; remove or rename the function"
                )?;
                match renamed {
                    Some(new) => write!(f, " (renamed? `{function}` -> `{new}`)"),
                    None => Ok(()),
                }
            }
            Self::SignatureChanged { function, line, .. } => write!(
                f,
                "line {line}: the task of `{function}` takes other parameters; it is called as"
            ),
            Self::ParametersChanged { function, line, .. } => write!(
                f,
                "line {line}: the parameters of `{function}` changed; they are now"
            ),
            Self::ImportMoved { item, line } => write!(
                f,
                "line {line}: moved `{item}` here, out of the GENERATED section"
            ),
            Self::StubsPrinted { line, stubs } => write!(
                f,
                "line {line}: the `impl Tasks` block needs {}",
                names(stubs)
            ),
            Self::NoTasksImpl { stubs } => write!(
                f,
                "no `impl Tasks` block in your part of this file; wherever it is, it needs {}",
                names(stubs)
            ),
            Self::SeveralTasksImpls { lines, stubs } => {
                let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "several `impl Tasks` blocks, on lines {}; no stub was added; each needs {}",
                    lines.join(", "),
                    names(stubs)
                )
            }
            Self::MacroInTasksImpl { line, stubs } => write!(
                f,
                "line {line}: the `impl Tasks` block calls a macro, so no stub was added; it needs {}",
                names(stubs)
            ),
            Self::Unparsable {
                line,
                column,
                message,
            } => write!(
                f,
                "line {line}, column {column}: your section does not parse, so no stub was added: {message}"
            ),
        }
    }
}

fn names(stubs: &[Stub]) -> String {
    let names: Vec<_> = stubs
        .iter()
        .map(|stub| format!("`{}`", stub.function))
        .collect();
    names.join(", ")
}
