//! Decides which stubs go into the user's section, and where.
//!
//! Exactly one `impl … Tasks for …` block takes stubs, right before its closing brace, in flow
//! order. In all other cases nothing is inserted and a note says why. The text of the insertion is
//! made in `insertion`.

use std::collections::BTreeSet;

use super::Stub;
use super::insertion::Insertion;
use super::line_end::LineEnd;
use super::note::Note;
use super::user_section::{Broken, TasksImpl, UserSection};

/// What happens to the user's section.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) insertion: Option<Insertion>,
    /// Lines count from the first of the user's section, as it is after the insertion.
    pub(super) notes: Vec<Note>,
}

pub(super) fn plan(user: &str, read: &UserSection, stubs: &[Stub], line_end: LineEnd) -> Plan {
    let blocks = match read {
        UserSection::Parsed(blocks) => blocks,
        UserSection::Broken(broken) => return only(vec![unparsable(broken)]),
    };
    let mut notes = orphans(blocks, stubs);
    let insertion = match blocks.as_slice() {
        [] => {
            if !stubs.is_empty() {
                notes.push(Note::NoTasksImpl {
                    stubs: stubs.to_vec(),
                });
            }
            None
        }
        [block] => match missing(block, stubs) {
            missing if missing.is_empty() => None,
            stubs if block.has_macro => {
                notes.push(Note::MacroInTasksImpl {
                    line: block.line,
                    stubs,
                });
                None
            }
            missing => {
                let insertion = Insertion::new(user, block, &missing, line_end);
                notes.extend(insertion.notes(user, &missing));
                Some(insertion)
            }
        },
        several => {
            notes.extend(several_impls(several, stubs));
            None
        }
    };
    Plan { insertion, notes }
}

fn only(notes: Vec<Note>) -> Plan {
    Plan {
        insertion: None,
        notes,
    }
}

fn unparsable(broken: &Broken) -> Note {
    Note::Unparsable {
        line: broken.line,
        column: broken.column,
        message: broken.message.clone(),
    }
}

fn several_impls(blocks: &[TasksImpl], stubs: &[Stub]) -> Option<Note> {
    let lacked: BTreeSet<_> = blocks
        .iter()
        .flat_map(|block| lacking(block, stubs))
        .collect();
    let lines = blocks.iter().map(|block| block.line).collect();
    let stubs: Vec<_> = lacked.into_iter().map(|at| stubs[at].clone()).collect();
    (!stubs.is_empty()).then_some(Note::SeveralTasksImpls { lines, stubs })
}

fn missing(block: &TasksImpl, stubs: &[Stub]) -> Vec<Stub> {
    lacking(block, stubs)
        .into_iter()
        .map(|at| stubs[at].clone())
        .collect()
}

/// Which of the stubs a block lacks, by their number.
fn lacking(block: &TasksImpl, stubs: &[Stub]) -> Vec<usize> {
    let there: BTreeSet<_> = block
        .functions
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    (0..stubs.len())
        .filter(|at| !there.contains(plain(&stubs[*at])))
        .collect()
}

fn orphans(blocks: &[TasksImpl], stubs: &[Stub]) -> Vec<Note> {
    let tasks: BTreeSet<_> = stubs.iter().map(plain).collect();
    let functions = blocks.iter().flat_map(|block| &block.functions);
    functions
        .filter(|(name, _)| !tasks.contains(name.as_str()))
        .map(|(name, line)| Note::Orphan {
            function: name.clone(),
            line: *line,
        })
        .collect()
}

/// `r#type` and `type` are one name: which of them is written depends on the edition.
fn plain(stub: &Stub) -> &str {
    stub.function.trim_start_matches("r#")
}
