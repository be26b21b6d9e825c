//! Makes the pieces of a merged file, each either the user's bytes or newly made, never a mixture.
//!
//! It takes the existing text without its byte order mark. Whether the pieces may be handed out is
//! for `self_check` to say.

use std::borrow::Cow;

use super::error::{HandEdit, MergeError};
use super::fingerprint::Fingerprint;
use super::header::header;
use super::insertion::Insertion;
use super::line_end::LineEnd;
use super::note::Note;
use super::split::{IMPLEMENTATION, Parts};
use super::user_section::UserSection;
use super::{
    InDoubt, MergeOptions, NewFile, declarations, imports, section_body, stubs, user_section,
};

/// A merged file before it is put together.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    above: &'t str,
    header: Cow<'t, str>,
    /// The section with the line ends before and after it.
    section: Cow<'t, str>,
    /// Whether the section is a new one and not the existing text.
    pub(super) renewed: bool,
    /// Whether an edit in the section is given up.
    pub(super) loses_text: bool,
    user: &'t str,
    /// The imports that come from the section, and before them the stubs: what goes in later in
    /// the text goes in first, so that each has its place in the user's own text.
    pub(super) insertions: Vec<Insertion>,
    pub(super) has_stubs: bool,
    pub(super) notes: Vec<Note>,
}

impl<'t> Pieces<'t> {
    pub(super) fn merge(
        text: &'t str,
        new: &NewFile,
        source: &str,
        options: MergeOptions,
    ) -> Result<Self, MergeError> {
        let fresh = section_body(new, LineEnd::Lf);
        let parts = Parts::around(text, &fresh)?;
        let fingerprint = Fingerprint::of(&new.section);
        let wanted = LineEnd::of(parts.section).apply(fresh);
        let found = if parts.section == wanted {
            fingerprint
        } else {
            Fingerprint::of(parts.section)
        };
        let renewed = parts.claims.is_none() || found != fingerprint;
        let edit = if renewed {
            Edit::of(&parts, found, new)
        } else {
            Edit::None
        };
        let is_lost = matches!(edit, Edit::OfHeader | Edit::OfSection);
        if is_lost && options.in_doubt != InDoubt::Replace {
            return Err(edit.refused(&parts, &wanted));
        }

        let read = read(parts.user, new)?;
        let line_end = LineEnd::of(parts.user);
        let plan = stubs::plan(parts.user, &read, &new.stubs, options.stubs, line_end);
        let mut notes = Vec::new();
        let moved = match &edit {
            Edit::Imports(items) => {
                let moved = Insertion::of_imports(parts.user, items, line_end);
                notes = moved.import_notes(parts.user, items);
                Some(moved)
            }
            _ => None,
        };
        let moved_lines = moved.as_ref().map_or(0, |moved| newlines(&moved.text));
        let mut below = plan.notes;
        if renewed && parts.claims.is_some() {
            below.extend(declarations::changed_parameters(
                &read,
                &new.stubs,
                parts.section,
                &new.section,
            ));
        }
        notes.extend(below.into_iter().map(|note| note.shifted(moved_lines)));
        let section = if renewed {
            Cow::Owned(wanted)
        } else {
            Cow::Borrowed(parts.section)
        };
        let lines_above = newlines(parts.above) + newlines(&section);
        let notes = notes.into_iter().map(|note| note.shifted(lines_above));
        let new_header = header(source, &fingerprint);
        let keeps_header = parts.header.trim_end() == new_header;
        Ok(Self {
            above: parts.above,
            header: if keeps_header {
                Cow::Borrowed(parts.header)
            } else {
                Cow::Owned(new_header)
            },
            section,
            renewed,
            loses_text: is_lost,
            user: parts.user,
            has_stubs: plan.insertion.is_some(),
            insertions: plan.insertion.into_iter().chain(moved).collect(),
            notes: notes.collect(),
        })
    }

    pub(super) fn text(&self) -> String {
        [self.above, &self.header, &self.section, &self.merged_user()].concat()
    }

    pub(super) fn merged_user(&self) -> Cow<'t, str> {
        let insertions = self.insertions.iter();
        insertions.fold(Cow::Borrowed(self.user), |user, insertion| {
            Cow::Owned(insertion.apply(&user))
        })
    }
}

/// The user's section, which nobody has to parse where it is as it was handed out: whatever the
/// flow has become, nothing is missing in what a fresh file of it has.
fn read(user: &str, new: &NewFile) -> Result<UserSection, MergeError> {
    let below = user.strip_prefix(IMPLEMENTATION);
    let below = below.and_then(|below| below.strip_prefix('\n'));
    if below == Some(new.implementation.as_str()) && new.implements_all() {
        return Ok(UserSection::Untouched);
    }
    user_section::read(user).map_err(MergeError::NoThread)
}

/// What somebody did to a section since it was written.
enum Edit<'a> {
    None,
    /// These `use` items were added and nothing else.
    Imports(Vec<&'a str>),
    OfHeader,
    OfSection,
}

impl<'a> Edit<'a> {
    fn of(parts: &Parts<'a>, found: Fingerprint, new: &NewFile) -> Self {
        // Where git left a conflict nobody claims anything.
        let Some(claims) = &parts.claims else {
            return Self::None;
        };
        match claims.fingerprint {
            None => Self::OfHeader,
            Some(claimed) if claimed == found => Self::None,
            Some(claimed) => imports::added(parts.section, &new.section, claimed)
                .map_or(Self::OfSection, Self::Imports),
        }
    }

    fn refused(&self, parts: &Parts<'_>, wanted: &str) -> MergeError {
        let header_line = 1 + newlines(parts.above);
        match self {
            Self::OfHeader => MergeError::BrokenHeader { line: header_line },
            _ => MergeError::HandEdit(Box::new(HandEdit {
                line: header_line + 1,
                existing: after_line_end(parts.section).to_owned(),
                wanted: after_line_end(wanted).to_owned(),
            })),
        }
    }
}

fn after_line_end(section: &str) -> &str {
    section.split_once('\n').map_or(section, |(_, rest)| rest)
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}
