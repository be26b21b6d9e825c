//! Makes the pieces of a merged file, each either the user's bytes or newly made, never a mixture.
//!
//! It takes the existing text without its byte order mark. Whether the pieces may be handed out is
//! for `self_check` to say.

use super::error::{HandEdit, MergeError};
use super::fingerprint::Fingerprint;
use super::header::header;
use super::insertion::Insertion;
use super::line_end::LineEnd;
use super::note::Note;
use super::split::Parts;
use super::{NewFile, section_body, stubs, user_section};

/// A merged file before it is put together.
#[derive(Debug)]
pub(super) struct Pieces {
    above: String,
    header: String,
    /// The section with the line ends before and after it.
    section: String,
    /// Whether the section is a new one and not the existing text.
    pub(super) renewed: bool,
    user: String,
    pub(super) insertion: Option<Insertion>,
    pub(super) notes: Vec<Note>,
}

impl Pieces {
    pub(super) fn merge(text: &str, new: &NewFile, source: &str) -> Result<Self, MergeError> {
        let parts = Parts::of(text)?;
        let fingerprint = Fingerprint::of(&new.section);
        let found = Fingerprint::of(parts.section);
        let renewed = parts.claims.is_none() || found != fingerprint;
        let wanted = section_body(new, LineEnd::of(parts.section));
        if let Some(claims) = &parts.claims
            && renewed
            && claims.fingerprint != Some(found)
        {
            return Err(match claims.fingerprint {
                Some(_) => hand_edit(&parts, wanted),
                None => MergeError::BrokenHeader {
                    line: 1 + parts.above.matches('\n').count(),
                },
            });
        }
        let new_header = header(source, &fingerprint);
        let header = if parts.header.trim_end() == new_header {
            parts.header
        } else {
            &new_header
        };
        let header = header.to_owned();
        let section = if renewed {
            wanted
        } else {
            parts.section.to_owned()
        };

        let read = user_section::read(parts.user).map_err(MergeError::NoThread)?;
        let plan = stubs::plan(parts.user, &read, &new.stubs, LineEnd::of(parts.user));
        let lines_above = [parts.above, &section]
            .iter()
            .map(|part| part.matches('\n').count())
            .sum();
        Ok(Self {
            above: parts.above.to_owned(),
            header,
            section,
            renewed,
            user: parts.user.to_owned(),
            insertion: plan.insertion,
            notes: plan
                .notes
                .into_iter()
                .map(|note| note.shifted(lines_above))
                .collect(),
        })
    }

    pub(super) fn text(&self) -> String {
        let user = self.merged_user();
        [&self.above, &self.header, &self.section, &user]
            .map(String::as_str)
            .concat()
    }

    pub(super) fn merged_user(&self) -> String {
        self.insertion
            .as_ref()
            .map_or_else(|| self.user.clone(), |stubs| stubs.apply(&self.user))
    }
}

fn hand_edit(parts: &Parts<'_>, wanted: String) -> MergeError {
    MergeError::HandEdit(Box::new(HandEdit {
        line: 2 + parts.above.matches('\n').count(),
        existing: after_line_end(parts.section).to_owned(),
        wanted: after_line_end(&wanted).to_owned(),
    }))
}

fn after_line_end(section: &str) -> &str {
    section.split_once('\n').map_or(section, |(_, rest)| rest)
}
