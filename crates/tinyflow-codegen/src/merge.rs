//! Puts what the generator made into the file that the user owns, in memory.
//!
//! The GENERATED section is made anew; the user's bytes above and below it are copied, and the one
//! thing added to them is a stub for each new task. The parts come from the renderer as a
//! [`NewFile`], the existing bytes from whoever read them; the result goes to [`crate::write`].
//! Nothing in here touches the disk, and where anything is in doubt the answer is an error and not
//! a guess.
//!
//! The work runs in this order: `split` cuts the file at its markers, `fingerprint` tells an edit
//! from mere layout, `imports` finds what an editor put into the wrong part, `user_section` finds
//! the `impl Tasks` block, `stubs` decides what goes in, `pieces` puts all of it together, and
//! `self_check` looks at the result as a stranger would. `adopt` is for files of other origin.

mod adopt;
mod conflict;
mod declarations;
mod error;
mod fingerprint;
mod header;
mod imports;
mod insertion;
mod layout;
mod line_end;
mod note;
mod options;
mod pieces;
mod self_check;
mod split;
mod stub;
mod stubs;
mod user_section;

pub use error::{HandEdit, Marker, MergeError, SelfCheck};
pub use fingerprint::Fingerprint;
pub use header::header;
pub use note::Note;
pub use options::{InDoubt, MergeOptions, StubMode};

pub use crate::new_file::{NewFile, Stub};

use line_end::LineEnd;
use pieces::Pieces;
use split::IMPLEMENTATION;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file after a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Whether these bytes differ from those that were there.
    pub stale: bool,
    /// Whether something of the old file is lost in them, so that it should be kept beside the
    /// new one. Only [`InDoubt::Replace`] asks for that.
    pub loses_text: bool,
    /// What the user should know.
    pub notes: Vec<Note>,
}

impl Merged {
    /// What becomes of a path where there is no file.
    pub fn new_file(new: &NewFile, source: &str) -> Self {
        Self {
            bytes: fresh(new, source).into_bytes(),
            stale: true,
            loses_text: false,
            notes: Vec::new(),
        }
    }

    /// Whether a note asks the user to act before the file is whole.
    pub fn has_findings(&self) -> bool {
        self.notes.iter().any(Note::is_finding)
    }
}

/// Writes a whole new file, for a path where there is none.
///
/// `source` is the file name of the flow, as for [`header`].
pub fn fresh(new: &NewFile, source: &str) -> String {
    let header = header(source, &Fingerprint::of(&new.section));
    let body = section_body(new, LineEnd::Lf);
    [&header, &body, IMPLEMENTATION, "\n", &new.implementation].concat()
}

/// Merges new pieces into an existing file.
///
/// The user's text is kept byte for byte, but for stubs of tasks that the one `impl … Tasks for …`
/// block lacks. A GENERATED section that differs from the new one in layout alone is kept as it is;
/// where `use` items are all that was added to it, they move to the top of the user's section. A
/// file that is empty or blank counts as none.
///
/// # Errors
///
/// Any [`MergeError`] means that the file should be left alone: it has no markers or odd ones, its
/// GENERATED section was edited by hand, or the result failed the check that each merge ends with.
///
/// ```
/// use tinyflow_codegen::merge::{MergeOptions, NewFile, Stub, fresh, merge};
///
/// let stub = |name: &str| Stub {
///     function: name.to_owned(),
///     task: name.to_owned(),
///     parameters: Vec::new(),
///     text: format!("    fn {name}(&self) {{}}"),
/// };
/// let new_file = |tasks: &[&str]| NewFile {
///     section: format!("pub trait Tasks {{}} // {}\n", tasks.join(", ")),
///     implementation: "\nstruct Mine;\n\nimpl Tasks for Mine {\n    fn pay(&self) {}\n}\n".to_owned(),
///     stubs: tasks.iter().map(|name| stub(name)).collect(),
/// };
/// let before = fresh(&new_file(&["pay"]), "order.json");
///
/// let new = new_file(&["pay", "ship"]);
/// let merged = merge(before.as_bytes(), &new, "order.json", MergeOptions::default())?;
///
/// let text = String::from_utf8(merged.bytes)?;
/// assert!(text.ends_with("    fn pay(&self) {}\n\n    fn ship(&self) {}\n}\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn merge(
    existing: &[u8],
    new: &NewFile,
    source: &str,
    options: MergeOptions,
) -> Result<Merged, MergeError> {
    let text = std::str::from_utf8(existing).map_err(|error| {
        let before = existing.get(..error.valid_up_to()).unwrap_or_default();
        MergeError::NotUtf8 {
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
        }
    })?;
    let (mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (BYTE_ORDER_MARK, rest),
        None => ("", text),
    };
    if text.trim().is_empty() {
        return Ok(Merged::new_file(new, source));
    }
    let (merged, loses_text, notes) = match Pieces::merge(text, new, source, options) {
        Err(error) if error.is_of_foreign_file() => match options.in_doubt {
            InDoubt::Refuse => return Err(error),
            InDoubt::Adopt => {
                let (adopted, notes) = adopt::adopt(text, new, source, options)?;
                (adopted, false, notes)
            }
            InDoubt::Replace => {
                return Ok(Merged {
                    loses_text: true,
                    ..Merged::new_file(new, source)
                });
            }
        },
        pieces => {
            let pieces = pieces?;
            let merged = pieces.text();
            self_check::check(text, &merged, &pieces, new, source, options)?;
            (merged, pieces.loses_text, pieces.notes)
        }
    };
    Ok(Merged {
        stale: merged != text,
        bytes: [mark, &merged].concat().into_bytes(),
        loses_text,
        notes,
    })
}

/// What stands between the header's text and the IMPLEMENTATION line: the section with a blank line
/// before and after it.
fn section_body(new: &NewFile, line_end: LineEnd) -> String {
    line_end.apply(["\n\n", new.section.trim_matches('\n'), "\n\n"].concat())
}
