//! The lease in every situation that two processes can come into, by the code that runs.
//!
//! A situation is reached by operations, each a transaction: taking, storing, renewing, giving
//! back, and the passing of time. A process that is stopped is one that does nothing for a
//! while. Every situation is visited, and what each operation does there is
//! compared with a plain model.

use std::collections::{HashSet, VecDeque};

use rusqlite::Connection;
use tinyflow::{Checkpoint, ContextError, Snapshot};

use super::{Asking, Leased, Leases, Unwanted};
use crate::{runs, schema};

/// How long a lease lasts, in ticks of the clock.
const LEASE: i64 = 3;
const PROCESSES: usize = 2;
/// How long ago a time was read that is used late, in ticks.
const LATE: i64 = 2;

#[derive(Clone, Copy, Debug)]
enum Operation {
    Tick,
    /// Takes the lease, if it is free, and reads the run.
    Take(usize),
    /// Stores the revision after the one that the process has seen last.
    Store(usize),
    Renew(usize),
    /// Renews by a time that was read before the process was stopped.
    RenewLate(usize),
    Release(usize),
    /// Gives the lease back, but its row cannot be removed.
    FailToRelease(usize),
    /// The process dies and another one takes its place.
    Restart(usize),
}

/// What ought to be so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Model {
    now: i64,
    /// Who took the lease last and has not given it back, and until when it lasts. Nobody, if
    /// that process has died.
    lease: Option<(Option<usize>, i64)>,
    /// Until when each process believes to hold the lease.
    believed: [Option<i64>; PROCESSES],
    revision: u64,
    /// The revision that each process has seen last.
    seen: [u64; PROCESSES],
}

impl Model {
    fn is_free(&self) -> bool {
        self.lease.is_none_or(|(_, until)| until <= self.now)
    }

    /// Does an operation, and tells whether it ought to succeed.
    fn apply(&mut self, operation: Operation) -> bool {
        let until = self.now + LEASE;
        match operation {
            Operation::Tick => self.now += 1,
            Operation::Take(process) => {
                if !self.is_free() {
                    return false;
                }
                self.lease = Some((Some(process), until));
                self.believed[process] = Some(until);
                self.seen[process] = self.revision;
            }
            Operation::Store(process) => {
                let may_store = match self.believed[process] {
                    Some(until) => until > self.now,
                    None => self.is_free(),
                };
                if !may_store || self.seen[process] != self.revision {
                    return false;
                }
                self.revision += 1;
                self.seen[process] = self.revision;
            }
            Operation::Renew(process) => self.renew(process, self.now),
            Operation::RenewLate(process) => self.renew(process, self.now - LATE),
            Operation::Release(process) => {
                self.believed[process] = None;
                if self.lease.is_some_and(|(by, _)| by == Some(process)) {
                    self.lease = None;
                }
            }
            Operation::FailToRelease(process) => self.believed[process] = None,
            Operation::Restart(process) => {
                self.believed[process] = None;
                let of_the_dead = self.lease.filter(|(by, _)| *by == Some(process));
                if let Some((_, until)) = of_the_dead {
                    self.lease = Some((None, until));
                }
            }
        }
        true
    }

    fn renew(&mut self, process: usize, now: i64) {
        let until = now + LEASE;
        if self.believed[process].is_none_or(|until| until <= now) {
            return;
        }
        match self.lease {
            Some((by, left)) if by == Some(process) && left > now => {
                self.lease = Some((by, until));
                self.believed[process] = Some(until);
            }
            _ => self.believed[process] = Some(now),
        }
    }

    /// The same with all times told from now on, and of the revisions only who has seen the
    /// last one, so that equal situations are equal.
    fn situation(&self) -> Self {
        let left = |until: i64| (until - self.now).max(-LATE);
        let mut situation = self.clone();
        situation.now = 0;
        situation.lease = self.lease.map(|(by, until)| (by, left(until)));
        situation.believed = self.believed.map(|until| until.map(left));
        situation.revision = 1;
        situation.seen = self.seen.map(|seen| u64::from(seen == self.revision));
        situation
    }
}

/// What is so: the code, on a database in memory.
struct Real {
    connection: Connection,
    processes: [Leases; PROCESSES],
    started: usize,
    seen: [u64; PROCESSES],
    now: i64,
}

impl Real {
    /// A run that nobody holds.
    fn new() -> Self {
        let mut real = Self {
            connection: schema::in_memory(),
            processes: std::array::from_fn(|process| Leases::new(process.to_string(), LEASE)),
            started: PROCESSES,
            seen: [1; PROCESSES],
            now: 0,
        };
        assert!(real.store(0, None), "the run is new");
        real
    }

    /// Does an operation, and tells whether it has succeeded.
    fn apply(&mut self, operation: Operation) -> bool {
        let (connection, now) = (&self.connection, self.now);
        match operation {
            Operation::Tick => self.now += 1,
            Operation::Take(process) => {
                let taken = self.processes[process].take(connection, "r", Asking(0), now);
                if !matches!(taken.unwrap(), Leased::Taken) {
                    return false;
                }
                let stored = runs::load(connection, "r").unwrap();
                self.seen[process] = stored.unwrap().revision();
            }
            Operation::Store(process) => {
                if !self.store(process, Some(self.seen[process])) {
                    return false;
                }
                self.seen[process] += 1;
            }
            Operation::Renew(process) => self.processes[process].renew(connection, now).unwrap(),
            Operation::RenewLate(process) => {
                let renewed = self.processes[process].renew(connection, now - LATE);
                renewed.unwrap();
            }
            Operation::Release(process) => {
                let leases = &mut self.processes[process];
                leases.give_back(&Unwanted::Run("r".to_owned()));
                leases.remove_given_back(connection).unwrap();
            }
            Operation::FailToRelease(process) => {
                self.processes[process].give_back(&Unwanted::Run("r".to_owned()));
            }
            Operation::Restart(process) => {
                self.started += 1;
                self.processes[process] = Leases::new(self.started.to_string(), LEASE);
            }
        }
        true
    }

    fn store(&mut self, process: usize, expected: Option<u64>) -> bool {
        let snapshot = Snapshot::from_json(r#"{"step":"Work","state":1}"#).unwrap();
        let checkpoint = Checkpoint::new(expected, snapshot).unwrap();
        let leases = &mut self.processes[process];
        match runs::save(&self.connection, leases, self.now, "r", &checkpoint) {
            Ok(()) => true,
            Err(ContextError::LockLost { .. } | ContextError::Conflict { .. }) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn the_lease_does_what_it_should_in_every_situation() {
    let first = Model {
        now: 0,
        lease: None,
        believed: [None; PROCESSES],
        revision: 1,
        seen: [1; PROCESSES],
    };
    let mut known = HashSet::from([first.situation()]);
    let mut unvisited = VecDeque::from([(first, Vec::new())]);
    while let Some((model, way)) = unvisited.pop_front() {
        for operation in operations() {
            let mut next = model.clone();
            let expected = next.apply(operation);
            let found = replay(&way).apply(operation);
            assert_eq!(found, expected, "{operation:?} after {way:?}");
            if known.insert(next.situation()) {
                let way = [&way[..], &[operation]].concat();
                unvisited.push_back((next, way));
            }
        }
        // Whoever comes has the lease once it has run out, if the others do nothing.
        let mut real = replay(&way);
        for _ in 0..LEASE {
            real.apply(Operation::Tick);
        }
        assert!(real.apply(Operation::Take(0)), "after {way:?}");
    }
    assert!(known.len() > 40, "{} situations", known.len());
}

fn operations() -> impl Iterator<Item = Operation> {
    let of_process = |process| {
        [
            Operation::Take(process),
            Operation::Store(process),
            Operation::Renew(process),
            Operation::RenewLate(process),
            Operation::Release(process),
            Operation::FailToRelease(process),
            Operation::Restart(process),
        ]
    };
    let of_processes = (0..PROCESSES).flat_map(of_process);
    of_processes.chain([Operation::Tick])
}

fn replay(way: &[Operation]) -> Real {
    let mut real = Real::new();
    for operation in way {
        real.apply(*operation);
    }
    real
}
