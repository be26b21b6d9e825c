//! What the processes of one run wrote down, and which effects happened more often than they may.
//!
//! An effect may happen again if a process was killed between it and the checkpoint that holds
//! its result: once for each such kill, under the same key. No other effect may.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The lines of a journal, added up.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The idempotency keys of the effects that happened.
    pub(crate) effects: BTreeSet<String>,
    /// The keys of effects that happened once more without a kill that excuses it.
    pub(crate) repeated: Vec<String>,
    /// The keys of effects whose results are not known to be stored.
    pub(crate) in_flight: BTreeSet<String>,
    /// How many kills found an effect in flight that has not happened again since.
    excused: BTreeMap<String, usize>,
    /// The boundaries at which processes were killed.
    pub(crate) kills: Vec<String>,
    /// How the run ended.
    pub(crate) state: String,
}

impl Ledger {
    pub(crate) fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("journal")).unwrap();
        Self::of(&text)
    }

    fn of(journal: &str) -> Self {
        let mut ledger = Self::default();
        for line in journal.lines() {
            match line.split_once(' ').unwrap() {
                ("effect", key) => ledger.happened(key),
                ("stored", key) => {
                    ledger.in_flight.remove(key);
                    ledger.excused.remove(key);
                }
                ("killed", place) => ledger.killed(place),
                ("ended", state) => state.clone_into(&mut ledger.state),
                other => panic!("{other:?} is not of a journal"),
            }
        }
        ledger
    }

    fn happened(&mut self, key: &str) {
        self.in_flight.insert(key.to_owned());
        if self.effects.insert(key.to_owned()) {
            return;
        }
        match self.excused.get_mut(key) {
            Some(kills @ 1..) => *kills -= 1,
            _ => self.repeated.push(key.to_owned()),
        }
    }

    fn killed(&mut self, place: &str) {
        self.kills.push(place.to_owned());
        for key in std::mem::take(&mut self.in_flight) {
            *self.excused.entry(key).or_default() += 1;
        }
    }
}

#[test]
fn what_was_in_flight_may_happen_again_once_a_kill() {
    for (journal, repeated) in [
        ("effect a\nstored a\nkilled here", vec![]),
        ("effect a\nkilled here\neffect a\nstored a", vec![]),
        ("effect a\nkilled here\neffect a\neffect a", vec!["a"]),
        (
            "effect a\nkilled here\nkilled there\neffect a\neffect a",
            vec!["a"],
        ),
        (
            "effect a\nkilled here\neffect a\nkilled there\neffect a",
            vec![],
        ),
        ("effect a\nstored a\nkilled here\neffect a", vec!["a"]),
        ("effect a\nkilled here\nstored a\neffect a", vec!["a"]),
        (
            "effect a\nstored a\neffect b\nkilled here\neffect a\neffect b",
            vec!["a"],
        ),
        ("effect a\neffect a\nstored a", vec!["a"]),
    ] {
        assert_eq!(Ledger::of(journal).repeated, repeated, "{journal}");
    }
}
