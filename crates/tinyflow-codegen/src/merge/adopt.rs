//! Takes in a file of other origin: a GENERATED section goes to its end.
//!
//! All that was there stays, above the section, where nothing is ever changed. Where the tasks are
//! implemented up there already, the user's section below stays empty. A file that is no Rust, or
//! not yet, is refused: nobody could say what is implemented in it.

use super::error::{Marker, MergeError, SelfCheck};
use super::line_end::LineEnd;
use super::note::Note;
use super::pieces::Pieces;
use super::user_section::{self, UserSection};
use super::{MergeOptions, NewFile, fresh};
use crate::syntax::{TokenKind, line_of, scan};

/// A file without markers after a section has been added to it, and what to say about it.
pub(super) fn adopt(
    text: &str,
    new: &NewFile,
    source: &str,
    options: MergeOptions,
) -> Result<(String, Vec<Note>), MergeError> {
    refuse_open_ends(text)?;
    let line_end = LineEnd::of(text);
    let added = match user_section::read(text).map_err(MergeError::NoThread)? {
        UserSection::Broken(broken) => {
            return Err(MergeError::NotRust {
                line: broken.line,
                column: broken.column,
                message: broken.message,
            });
        }
        UserSection::Parsed(blocks) if !blocks.is_empty() => {
            let nothing_below = NewFile {
                implementation: String::new(),
                ..new.clone()
            };
            fresh(&nothing_below, source)
        }
        _ => fresh(new, source),
    };
    let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
    let added = line_end.apply([gap, &added].concat());
    let adopted = [text, &added].concat();
    let pieces = Pieces::merge(&adopted, new, source, options)
        .map_err(|_| MergeError::SelfCheck(SelfCheck::Repeated))?;
    if pieces.text() == adopted {
        let notes = pieces.notes;
        Ok((adopted, notes))
    } else {
        Err(MergeError::SelfCheck(SelfCheck::UserText))
    }
}

/// A string or comment without an end would swallow the section, and a conflict would hide it.
fn refuse_open_ends(text: &str) -> Result<(), MergeError> {
    for token in scan(text) {
        let line = line_of(text, token.range.start);
        match token.kind {
            TokenKind::Unclosed => {
                return Err(MergeError::Unclosed {
                    marker: Marker::Header,
                    line,
                });
            }
            TokenKind::Conflict => return Err(MergeError::Conflict { line }),
            _ => {}
        }
    }
    Ok(())
}
