//! The locks that this process holds on runs, and those of others: rows that run out.
//!
//! A lease is renewed while its holder lives. One that has run out is not renewed but lost,
//! whoever finds it first: so a process that was asleep cannot store what it had in hand. One
//! that was given back is never renewed, whatever became of the transaction that was to remove
//! its row.

#[cfg(test)]
mod model;

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use tinyflow::ContextError;

use crate::request::failed;
use crate::runs::Known;

/// The leases that this process holds, as they stand in the database.
pub(crate) struct Leases {
    /// This process, among those that share the file.
    owner: String,
    lease_ms: i64,
    held: HashMap<String, Held>,
    /// Runs whose leases were given back, and whose rows are still there.
    given_back: BTreeSet<String>,
    /// What the present transaction has changed above, to be undone with it.
    changed: Vec<Before>,
    /// Whether it has removed a row.
    has_freed: bool,
}

#[derive(Clone)]
struct Held {
    until_ms: i64,
    asking: Asking,
    /// What is known of the stored run since this process holds it.
    known: Option<Known>,
}

/// One of the times at which this process has asked for leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asking(pub(crate) u64);

/// Which leases are given back.
pub(crate) enum Unwanted {
    /// That of a run.
    Run(String),
    /// What was taken when nobody was there any more to have it.
    Asking(Asking),
}

/// How it stood with a run.
struct Before {
    run_id: String,
    held: Option<Held>,
    is_given_back: bool,
}

/// Whether a lease was taken.
pub(crate) enum Leased {
    Taken,
    /// Somebody holds the run until then.
    Busy {
        until_ms: i64,
    },
}

impl Leases {
    pub(crate) fn new(owner: String, lease_ms: i64) -> Self {
        Self {
            owner,
            lease_ms,
            held: HashMap::new(),
            given_back: BTreeSet::new(),
            changed: Vec::new(),
            has_freed: false,
        }
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) fn take(
        &mut self,
        connection: &Connection,
        run_id: &str,
        asking: Asking,
        now_ms: i64,
    ) -> Result<Leased, ContextError> {
        if let Some(until_ms) = self.held_by_anyone(connection, run_id, now_ms)? {
            return Ok(Leased::Busy { until_ms });
        }
        let until_ms = now_ms.saturating_add(self.lease_ms);
        let sql = "INSERT INTO leases (run_id, owner, until_ms) VALUES (?1, ?2, ?3)
                   ON CONFLICT (run_id) DO UPDATE SET owner = ?2, until_ms = ?3";
        let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
        let taken = statement.execute(params![run_id, self.owner, until_ms]);
        taken.map_err(failed(run_id))?;
        self.note(run_id);
        self.given_back.remove(run_id);
        let held = Held {
            until_ms,
            asking,
            known: None,
        };
        self.held.insert(run_id.to_owned(), held);
        Ok(Leased::Taken)
    }

    /// Gives leases back. Their rows are [removed](Self::remove_given_back) when that succeeds.
    pub(crate) fn give_back(&mut self, unwanted: &Unwanted) {
        let run_ids: Vec<String> = match unwanted {
            Unwanted::Run(run_id) => vec![run_id.clone()],
            Unwanted::Asking(asking) => {
                let held = self.held.iter();
                let taken = held.filter(|(_, held)| held.asking == *asking);
                taken.map(|(run_id, _)| run_id.clone()).collect()
            }
        };
        for run_id in run_ids {
            self.note(&run_id);
            self.held.remove(&run_id);
            self.given_back.insert(run_id);
        }
    }

    /// Whether there are rows of leases that were given back.
    pub(crate) fn has_given_back(&self) -> bool {
        !self.given_back.is_empty()
    }

    /// Removes the rows of the leases that were given back.
    pub(crate) fn remove_given_back(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        while let Some(run_id) = self.given_back.first().cloned() {
            let sql = "DELETE FROM leases WHERE run_id = ?1 AND owner = ?2";
            let mut statement = connection.prepare_cached(sql)?;
            statement.execute([&run_id, &self.owner])?;
            self.note(&run_id);
            self.given_back.remove(&run_id);
            self.has_freed = true;
        }
        Ok(())
    }

    /// A point in the present transaction, to [go back](Self::go_back) to.
    pub(crate) fn point(&self) -> usize {
        self.changed.len()
    }

    /// Undoes what has changed since a point in the present transaction.
    pub(crate) fn go_back(&mut self, point: usize) {
        for before in self.changed.drain(point..).rev() {
            if before.is_given_back {
                self.given_back.insert(before.run_id.clone());
            } else {
                self.given_back.remove(&before.run_id);
            }
            match before.held {
                Some(held) => self.held.insert(before.run_id, held),
                None => self.held.remove(&before.run_id),
            };
        }
    }

    /// Whether the present transaction has made a run free.
    pub(crate) fn has_freed(&self) -> bool {
        self.has_freed
    }

    /// To be told when a transaction has ended.
    pub(crate) fn settle(&mut self) {
        self.changed.clear();
        self.has_freed = false;
    }

    fn note(&mut self, run_id: &str) {
        self.changed.push(Before {
            run_id: run_id.to_owned(),
            held: self.held.get(run_id).cloned(),
            is_given_back: self.given_back.contains(run_id),
        });
    }

    /// Prolongs the leases that are held and have not run out. The others stay lost until their
    /// locks are dropped, so that nothing is stored under them. So does one that somebody else has
    /// taken since the time was read.
    pub(crate) fn renew(&mut self, connection: &Connection, now_ms: i64) -> rusqlite::Result<()> {
        let held = self.held.iter();
        let held = held.filter(|(_, held)| held.until_ms > now_ms);
        let run_ids: Vec<&str> = held.map(|(run_id, _)| run_id.as_str()).collect();
        if run_ids.is_empty() {
            return Ok(());
        }
        let until_ms = now_ms.saturating_add(self.lease_ms);
        let sql = "UPDATE leases SET until_ms = ?2
                   WHERE run_id IN (SELECT value FROM json_each(?4))
                     AND owner = ?1 AND until_ms > ?3
                   RETURNING run_id";
        let mut statement = connection.prepare_cached(sql)?;
        let run_ids = Value::from(run_ids).to_string();
        let parameters = params![self.owner, until_ms, now_ms, run_ids];
        let renewed = statement.query_map(parameters, |row| row.get::<_, String>(0))?;
        let renewed = renewed.collect::<rusqlite::Result<HashSet<String>>>()?;
        for (run_id, held) in &mut self.held {
            if renewed.contains(run_id) {
                held.until_ms = until_ms;
            } else if held.until_ms > now_ms {
                held.until_ms = now_ms;
            }
        }
        Ok(())
    }

    /// The runs whose leases this process has lost, and whose locks are not dropped yet, as a
    /// list in JSON. Nobody here may take them again: what has their locks would then store.
    pub(crate) fn lost(&self, now_ms: i64) -> String {
        let held = self.held.iter();
        let lost = held.filter(|(_, held)| held.until_ms <= now_ms);
        Value::from_iter(lost.map(|(run_id, _)| run_id.as_str())).to_string()
    }

    /// Refuses to store a run that somebody else holds, or that this process held and lost.
    ///
    /// To be asked within the transaction that stores: as long as the lease has not run out by
    /// then, nobody else can have taken it.
    pub(crate) fn check(
        &self,
        connection: &Connection,
        run_id: &str,
        now_ms: i64,
    ) -> Result<(), ContextError> {
        let is_free = match self.held.get(run_id) {
            Some(held) => held.until_ms > now_ms,
            None => self.held_by_anyone(connection, run_id, now_ms)?.is_none(),
        };
        if is_free {
            return Ok(());
        }
        Err(ContextError::LockLost {
            run_id: run_id.to_owned(),
        })
    }

    /// Until when somebody holds a run.
    pub(crate) fn held_by_anyone(
        &self,
        connection: &Connection,
        run_id: &str,
        now_ms: i64,
    ) -> Result<Option<i64>, ContextError> {
        let sql = "SELECT until_ms FROM leases WHERE run_id = ?1 AND until_ms > ?2";
        let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
        let until_ms = statement.query_row(params![run_id, now_ms], |row| row.get(0));
        until_ms.optional().map_err(failed(run_id))
    }

    /// What is known of a stored run, where nobody else can have changed it.
    pub(crate) fn known(&self, run_id: &str) -> Option<Known> {
        self.held.get(run_id)?.known
    }

    pub(crate) fn set_known(&mut self, run_id: &str, known: Option<Known>) {
        if !self.held.contains_key(run_id) {
            return;
        }
        self.note(run_id);
        if let Some(held) = self.held.get_mut(run_id) {
            held.known = known;
        }
    }
}
