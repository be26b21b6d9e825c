//! Decides which stubs go into the user's section, and where.
//!
//! Exactly one `impl … Tasks for …` block takes stubs, right before its closing brace, in flow
//! order. In all other cases nothing is inserted and a note says why. Functions that are there are
//! never touched; where one fits no task any more a note says so. The text of the insertion is made
//! in `insertion`.

use std::collections::{BTreeMap, BTreeSet};

use super::insertion::Insertion;
use super::line_end::LineEnd;
use super::note::Note;
use super::user_section::{Function, TasksImpl, UserSection};
use super::{Stub, StubMode};
use crate::syntax::Broken;

/// What happens to the user's section.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) insertion: Option<Insertion>,
    /// Lines count from the first of the user's section, as it is after the insertion.
    pub(super) notes: Vec<Note>,
}

pub(super) fn plan(
    user: &str,
    read: &UserSection,
    stubs: &[Stub],
    mode: StubMode,
    line_end: LineEnd,
) -> Plan {
    let blocks = match read {
        UserSection::Parsed(blocks) => blocks,
        UserSection::Untouched => return only(Vec::new()),
        UserSection::Broken(broken) => return only(vec![unparsable(broken)]),
    };
    let mut notes = misfits(blocks, stubs);
    let insertion = match (blocks.as_slice(), mode) {
        (_, StubMode::Never) => None,
        ([], _) => {
            if !stubs.is_empty() {
                notes.push(Note::NoTasksImpl {
                    stubs: stubs.to_vec(),
                });
            }
            None
        }
        ([block], _) => match missing(block, stubs) {
            missing if missing.is_empty() => None,
            stubs if block.has_macro => {
                notes.push(Note::MacroInTasksImpl {
                    line: block.line,
                    stubs,
                });
                None
            }
            stubs if mode == StubMode::Print => {
                notes.push(Note::StubsPrinted {
                    line: block.line,
                    stubs,
                });
                None
            }
            missing => {
                let insertion = Insertion::of_stubs(user, block, &missing, line_end);
                notes.extend(insertion.stub_notes(user, &missing));
                Some(insertion)
            }
        },
        (several, _) => {
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
        .map(|function| function.name.as_str())
        .collect();
    (0..stubs.len())
        .filter(|at| !there.contains(stubs[*at].plain_name()))
        .collect()
}

/// The functions that belong to no task, and those that their task cannot be called with.
fn misfits(blocks: &[TasksImpl], stubs: &[Stub]) -> Vec<Note> {
    let tasks: BTreeMap<_, _> = stubs.iter().map(|stub| (stub.plain_name(), stub)).collect();
    let functions = blocks.iter().flat_map(|block| &block.functions);
    let (known, orphans): (Vec<_>, Vec<_>) =
        functions.partition(|function| tasks.contains_key(function.name.as_str()));
    let renamed = renamed(blocks, &orphans, stubs);
    let orphan = |function: &&Function| Note::Orphan {
        function: function.name.clone(),
        line: function.line,
        renamed: renamed.map(|stub| stub.plain_name().to_owned()),
    };
    let misfit = |function: &&Function| {
        let stub = tasks.get(function.name.as_str())?;
        let fits = function.fits(stub.parameter_types(), |own, wanted| own == wanted);
        (!fits).then(|| Note::SignatureChanged {
            function: function.name.clone(),
            line: function.line,
            signature: stub.signature().to_owned(),
        })
    };
    let mut notes: Vec<_> = orphans.iter().map(orphan).collect();
    notes.extend(known.iter().filter_map(misfit));
    notes
}

/// The one new task of one block, where the one function that lost its task would do for it.
fn renamed<'s>(blocks: &[TasksImpl], orphans: &[&Function], stubs: &'s [Stub]) -> Option<&'s Stub> {
    let ([block], [orphan]) = (blocks, orphans) else {
        return None;
    };
    let [new] = lacking(block, stubs)[..] else {
        return None;
    };
    let new = &stubs[new];
    // Types of parameters are named after their task and end alike: `ShipParams`, `SendParams`.
    let alike = |own: &str, wanted: &str| own == wanted || last_word(own) == last_word(wanted);
    orphan.fits(new.parameter_types(), alike).then_some(new)
}

/// The last word of a name in CamelCase, without the number that tells namesakes apart.
fn last_word(name: &str) -> &str {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.rfind(char::is_uppercase)
        .map_or(name, |at| &name[at..])
}
