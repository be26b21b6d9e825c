//! The locks that this process holds on runs, and those of others: rows that run out.
//!
//! A lease is renewed while its holder lives. One that has run out is not renewed but lost,
//! whoever finds it first: so a process that was asleep cannot store what it had in hand.

#[cfg(test)]
mod model;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use tinyflow::ContextError;

use crate::request::failed;
use crate::runs::Known;

/// The leases that this process holds, as they stand in the database.
#[derive(Clone)]
pub(crate) struct Leases {
    /// This process, among those that share the file.
    owner: String,
    lease_ms: i64,
    held: HashMap<String, Held>,
}

#[derive(Clone, Default)]
struct Held {
    until_ms: i64,
    /// What is known of the stored run since this process holds it.
    known: Option<Known>,
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
        }
    }

    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) fn take(
        &mut self,
        connection: &Connection,
        run_id: &str,
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
        let held = Held {
            until_ms,
            known: None,
        };
        self.held.insert(run_id.to_owned(), held);
        Ok(Leased::Taken)
    }

    pub(crate) fn release(
        &mut self,
        connection: &Connection,
        run_id: &str,
    ) -> Result<(), ContextError> {
        self.held.remove(run_id);
        let sql = "DELETE FROM leases WHERE run_id = ?1 AND owner = ?2";
        let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
        let released = statement.execute(params![run_id, self.owner]);
        released.map_err(failed(run_id)).map(drop)
    }

    /// Prolongs the leases that have not run out. The others stay lost until their locks are
    /// dropped, so that nothing is stored under them.
    pub(crate) fn renew(&mut self, connection: &Connection, now_ms: i64) -> rusqlite::Result<()> {
        let is_held = |held: &&mut Held| held.until_ms > now_ms;
        if self.held.values_mut().find(is_held).is_none() {
            return Ok(());
        }
        let until_ms = now_ms.saturating_add(self.lease_ms);
        let sql = "UPDATE leases SET until_ms = ?2 WHERE owner = ?1 AND until_ms > ?3";
        let mut statement = connection.prepare_cached(sql)?;
        statement.execute(params![self.owner, until_ms, now_ms])?;
        for held in self.held.values_mut().filter(is_held) {
            held.until_ms = until_ms;
        }
        Ok(())
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
        if let Some(held) = self.held.get_mut(run_id) {
            held.known = known;
        }
    }
}
