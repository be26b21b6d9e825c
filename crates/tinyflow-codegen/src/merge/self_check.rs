//! Looks at a merged file before anybody writes it.
//!
//! What was made has to parse, the user's text has to be found again, and a second merge has to
//! find nothing to do. A file that fails is a fault of tinyflow's and is never handed out.

use super::error::{MergeError, SelfCheck};
use super::pieces::Pieces;
use super::split::Parts;
use super::user_section::{self, UserSection};
use super::{MergeOptions, NewFile};

/// `merged` is the text that the pieces make.
pub(super) fn check(
    existing: &str,
    merged: &str,
    pieces: &Pieces<'_>,
    new: &NewFile,
    source: &str,
    options: MergeOptions,
) -> Result<(), MergeError> {
    // Nothing was made and nothing will be written.
    if merged == existing {
        return Ok(());
    }
    if pieces.renewed
        && let UserSection::Broken(broken) = read(&new.section)?
    {
        return fail(SelfCheck::Section {
            line: broken.line,
            column: broken.column,
        });
    }
    if pieces.has_stubs
        && let UserSection::Broken(broken) = read(&pieces.merged_user())?
    {
        return fail(SelfCheck::Stubs {
            line: broken.line,
            column: broken.column,
        });
    }
    if !keeps_user_text(existing, merged, pieces)? {
        return fail(SelfCheck::UserText);
    }
    let again = Pieces::merge(merged, new, source, options);
    if again.is_ok_and(|again| again.text() == merged) {
        Ok(())
    } else {
        fail(SelfCheck::Repeated)
    }
}

/// Cuts both files anew, takes what went in out again, and compares what is the user's.
fn keeps_user_text(existing: &str, merged: &str, pieces: &Pieces<'_>) -> Result<bool, MergeError> {
    let before = Parts::of(existing)?;
    let Ok(after) = Parts::of(merged) else {
        return Ok(false);
    };
    let mut user = after.user.to_owned();
    for insertion in pieces.insertions.iter().rev() {
        match insertion.take_out(&user) {
            Some(rest) => user = rest,
            None => return Ok(false),
        }
    }
    Ok(after.above == before.above && user == before.user)
}

fn read(section: &str) -> Result<UserSection, MergeError> {
    user_section::read(section).map_err(MergeError::NoThread)
}

fn fail(found: SelfCheck) -> Result<(), MergeError> {
    Err(MergeError::SelfCheck(found))
}
