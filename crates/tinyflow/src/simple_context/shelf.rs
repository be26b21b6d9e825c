//! The runs in memory, and which of them are due.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::kept_run::KeptRun;
use crate::{
    Checkpoint, ContextError, FlowId, Letter, LogEntry, Mail, Posted, RunPhase, RunStatus,
    RunSummary, Serving, SetAside, Snapshot, StoredRun,
};

/// When a run is due.
struct DueAt<'a> {
    run_id: &'a str,
    at: i64,
    /// Until when it is not for the worker that asks.
    aside_until: Option<i64>,
}

#[derive(Default)]
pub(super) struct Shelf {
    runs: HashMap<String, KeptRun>,
    /// The runs that are to be executed at some time, so that nobody searches for them.
    due: BTreeSet<(i64, String)>,
    letters: u64,
}

impl Shelf {
    pub(super) fn load(&self, run_id: &str) -> Option<StoredRun> {
        self.runs.get(run_id).map(KeptRun::load)
    }

    pub(super) fn logs(&self, run_id: &str) -> Vec<LogEntry> {
        let run = self.runs.get(run_id);
        run.map_or_else(Vec::new, |run| run.logs.clone())
    }

    pub(super) fn mail(&self, run_id: &str) -> Vec<Mail> {
        let run = self.runs.get(run_id);
        run.map_or_else(Vec::new, |run| run.mail.clone())
    }

    pub(super) fn snapshots(&self) -> BTreeMap<String, Snapshot> {
        let runs = self.runs.iter();
        runs.map(|(run_id, run)| (run_id.clone(), run.snapshot()))
            .collect()
    }

    pub(super) fn save(
        &mut self,
        run_id: &str,
        checkpoint: &Checkpoint,
    ) -> Result<(), ContextError> {
        let stored = self.runs.get(run_id).map(|run| run.revision);
        checkpoint.check(run_id, stored)?;
        if stored.is_none() {
            self.runs
                .insert(run_id.to_owned(), KeptRun::begin(checkpoint));
        }
        self.change(run_id, |run| run.save(checkpoint));
        Ok(())
    }

    pub(super) fn post(
        &mut self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
        is_held: bool,
    ) -> Posted {
        let Some(run) = self.runs.get(run_id) else {
            return Posted::NoRun;
        };
        if run.is_over() {
            return Posted::Over;
        }
        if expected.is_some_and(|expected| expected != run.revision) {
            return Posted::Moved;
        }
        let same_wait = |mail: &Mail| {
            let resume_id = letter.resume_id();
            resume_id.is_some() && mail.letter.resume_id() == resume_id
        };
        let same_event = letter
            .event_id()
            .is_some_and(|id| run.event_ids.contains(id));
        if same_event || run.mail.iter().any(same_wait) {
            return Posted::Duplicate;
        }
        self.letters += 1;
        let number = self.letters;
        let mail = Mail::new(number, letter.clone());
        self.change(run_id, |run| run.keep(mail));
        if is_held {
            Posted::KeptForExecuting { number }
        } else {
            Posted::Kept { number }
        }
    }

    /// Changes a run, if there is one, and notes when it is due.
    fn change(&mut self, run_id: &str, change: impl FnOnce(&mut KeptRun)) {
        let Some(run) = self.runs.get_mut(run_id) else {
            return;
        };
        let before = run.due_at();
        change(run);
        let after = run.due_at();
        if before != after {
            if let Some(at) = before {
                self.due.remove(&(at, run_id.to_owned()));
            }
            if let Some(at) = after {
                self.due.insert((at, run_id.to_owned()));
            }
        }
    }

    pub(super) fn set_aside(&mut self, run_id: &str, note: &SetAside) {
        self.change(run_id, |run| run.set_aside(note));
    }

    /// The runs that a worker may take up now and the ids of their flows, those that are due for
    /// longest first.
    pub(super) fn due(&self, serving: &Serving, now_ms: i64) -> impl Iterator<Item = (&str, &str)> {
        let served = self.served(serving);
        let due = served.take_while(move |(due_at, _)| due_at.at <= now_ms);
        let due = due.filter(move |(due_at, _)| due_at.aside_until <= Some(now_ms));
        due.map(|(due_at, flow)| (due_at.run_id, flow.id()))
    }

    /// When a worker may take up the next run, among those that are free.
    pub(super) fn next_wake(
        &self,
        serving: &Serving,
        is_free: impl Fn(&str) -> bool,
    ) -> Option<i64> {
        let mut next = None;
        for (due_at, _) in self.served(serving) {
            if next.is_some_and(|next| next <= due_at.at) {
                break;
            }
            if is_free(due_at.run_id) {
                let at = due_at
                    .aside_until
                    .map_or(due_at.at, |aside| aside.max(due_at.at));
                next = Some(next.map_or(at, |next: i64| next.min(at)));
            }
        }
        next
    }

    /// The runs of the flows that a worker serves, by the time at which they are due.
    fn served(&self, serving: &Serving) -> impl Iterator<Item = (DueAt<'_>, &FlowId)> {
        self.due.iter().filter_map(|(at, run_id)| {
            let run = self.runs.get(run_id)?;
            let flow = run.flow().filter(|flow| serving.takes(flow))?;
            let due_at = DueAt {
                run_id,
                at: *at,
                aside_until: run.aside_until(serving.worker()),
            };
            Some((due_at, flow))
        })
    }

    pub(super) fn summaries(
        &self,
        now_ms: i64,
        is_held: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = RunSummary> {
        let sorted: BTreeMap<_, _> = self.runs.iter().collect();
        let runs = sorted.into_iter();
        runs.map(move |(run_id, run)| summary_of(run_id, run, now_ms, is_held(run_id)))
    }

    pub(super) fn summary(&self, run_id: &str, now_ms: i64, is_held: bool) -> Option<RunSummary> {
        let run = self.runs.get(run_id)?;
        Some(summary_of(run_id, run, now_ms, is_held))
    }
}

fn summary_of(run_id: &str, run: &KeptRun, now_ms: i64, is_held: bool) -> RunSummary {
    RunSummary {
        flow: run.flow().cloned(),
        wake_at: run.due_at(),
        error: run.error().map(str::to_owned),
        ..RunSummary::new(run_id, phase(run, now_ms, is_held), run.step())
    }
}

fn phase(run: &KeptRun, now_ms: i64, is_held: bool) -> RunPhase {
    match run.end().map(|end| end.status) {
        Some(RunStatus::Finished) => RunPhase::Finished,
        Some(RunStatus::Cancelled) => RunPhase::Cancelled,
        _ if is_held => RunPhase::Executing,
        None if run.is_stuck() => RunPhase::Stuck,
        _ if run.due_at().is_some_and(|at| at <= now_ms) => RunPhase::Due,
        Some(RunStatus::Failed) => RunPhase::Failed,
        None => RunPhase::Waiting,
    }
}
