//! The rows of runs: stored with compare-and-set, read back.
//!
//! A small snapshot stands in its row as a whole. One with many entries has them in rows of
//! their own, so that a checkpoint writes the changed ones alone.

use rusqlite::{Connection, OptionalExtension, params};
use tinyflow::{
    Checkpoint, ContextError, EntryChange, FlowId, RunStatus, Section, StoredRun, Wake,
};

use crate::leases::Leases;
use crate::request::failed;
use crate::{letters, logs, set_aside};

/// Snapshots with more entries than this have them in rows of their own.
const MOST_ENTRIES_IN_ROW: usize = 64;

/// What an earlier version wrote in the place of the number of the entries that have rows.
const UNCOUNTED: usize = 1;

/// What the next checkpoint needs to know of a stored run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    revision: u64,
    last_log: Option<i64>,
    /// How many entries have rows of their own.
    apart: usize,
    wake_at: Option<i64>,
    has_ended: bool,
    is_set_aside: bool,
}

/// Stores a checkpoint. Tells whether somebody who waits may want to know.
pub(crate) fn save(
    connection: &Connection,
    leases: &mut Leases,
    now_ms: i64,
    run_id: &str,
    checkpoint: &Checkpoint,
) -> Result<(), ContextError> {
    leases.check(connection, run_id, now_ms)?;
    let stored = match leases.known(run_id) {
        Some(known) => Some(known),
        None => read_known(connection, run_id)?,
    };
    checkpoint.check(run_id, stored.map(|known| known.revision))?;
    let wake_at = match checkpoint.wake() {
        Wake::At(at_ms) => Some(at_ms),
        Wake::Never => None,
        Wake::Unchanged => stored.and_then(|known| known.wake_at),
        _ => Some(0),
    };
    let apart = match checkpoint.entry_count() {
        ..=MOST_ENTRIES_IN_ROW => 0,
        many => many,
    };
    let was_apart = stored.is_some_and(|known| known.apart > 0);
    let last_log = stored.and_then(|known| known.last_log);
    let last_log = logs::append(connection, run_id, checkpoint.new_logs(), last_log)?;
    let next = Known {
        revision: checkpoint.revision(),
        last_log,
        apart,
        wake_at,
        has_ended: checkpoint.status().is_some(),
        is_set_aside: false,
    };
    let written = write_row(connection, run_id, checkpoint, stored, next);
    if written.map_err(failed(run_id))? == 0 {
        // The lease should have kept everybody else away; what they stored is not written over.
        let stored = read_known(connection, run_id)?;
        return Err(ContextError::Conflict {
            run_id: run_id.to_owned(),
            expected: checkpoint.expected(),
            stored: stored.map(|known| known.revision),
        });
    }
    write_entries(connection, run_id, checkpoint, was_apart, apart > 0).map_err(failed(run_id))?;
    letters::remove(connection, run_id, checkpoint.taken()).map_err(failed(run_id))?;
    if stored.is_some_and(|known| known.is_set_aside) {
        set_aside::remove(connection, run_id).map_err(failed(run_id))?;
    }
    leases.set_known(run_id, Some(next));
    Ok(())
}

fn read_known(connection: &Connection, run_id: &str) -> Result<Option<Known>, ContextError> {
    let sql = "SELECT revision, last_log, apart, wake_at, status IS NOT NULL,
                   EXISTS (SELECT 1 FROM set_aside WHERE set_aside.run_id = runs.run_id)
               FROM runs WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let known = statement.query_row([run_id], |row| {
        Ok(Known {
            revision: row.get(0)?,
            last_log: row.get(1)?,
            apart: row.get(2)?,
            wake_at: row.get(3)?,
            has_ended: row.get(4)?,
            is_set_aside: row.get(5)?,
        })
    });
    known.optional().map_err(failed(run_id))
}

/// Writes the row of a run in the place of the one that is known. Gives the number of rows that it has
/// written: none, where the stored one is another.
fn write_row(
    connection: &Connection,
    run_id: &str,
    checkpoint: &Checkpoint,
    stored: Option<Known>,
    next: Known,
) -> rusqlite::Result<usize> {
    let whole;
    let head = if next.apart > 0 {
        whole = checkpoint.head();
        &whole
    } else {
        checkpoint.snapshot()
    };
    let step = checkpoint.step();
    let Some(stored) = stored else {
        let sql = "INSERT INTO runs
                   (run_id, revision, flow_id, flow_version, status, error, step, wake_at,
                    apart, last_log, head)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        return connection.prepare_cached(sql)?.execute(params![
            run_id,
            next.revision,
            checkpoint.flow().map(FlowId::id),
            checkpoint.flow().map(FlowId::version),
            checkpoint.status().map(status_name),
            checkpoint.error(),
            step,
            next.wake_at,
            next.apart,
            next.last_log,
            head,
        ]);
    };
    let is_indexed_the_same =
        stored.wake_at == next.wake_at && !stored.has_ended && !next.has_ended;
    if is_indexed_the_same {
        let sql = "UPDATE runs SET revision = ?2, flow_id = ?3, flow_version = ?4, step = ?5,
                       apart = ?6, last_log = ?7, head = ?8
                   WHERE run_id = ?1 AND revision = ?9";
        return connection.prepare_cached(sql)?.execute(params![
            run_id,
            next.revision,
            checkpoint.flow().map(FlowId::id),
            checkpoint.flow().map(FlowId::version),
            step,
            next.apart,
            next.last_log,
            head,
            stored.revision,
        ]);
    }
    let sql = "UPDATE runs SET revision = ?2, flow_id = ?3, flow_version = ?4, status = ?5,
                   error = ?6, step = ?7, wake_at = ?8, apart = ?9, last_log = ?10, head = ?11
               WHERE run_id = ?1 AND revision = ?12";
    connection.prepare_cached(sql)?.execute(params![
        run_id,
        next.revision,
        checkpoint.flow().map(FlowId::id),
        checkpoint.flow().map(FlowId::version),
        checkpoint.status().map(status_name),
        checkpoint.error(),
        step,
        next.wake_at,
        next.apart,
        next.last_log,
        head,
        stored.revision,
    ])
}

fn write_entries(
    connection: &Connection,
    run_id: &str,
    checkpoint: &Checkpoint,
    was_apart: bool,
    is_apart: bool,
) -> rusqlite::Result<()> {
    if !is_apart {
        if was_apart {
            let sql = "DELETE FROM entries WHERE run_id = ?1";
            connection.prepare_cached(sql)?.execute([run_id])?;
        }
        return Ok(());
    }
    if was_apart {
        return write_each(connection, run_id, checkpoint.changes());
    }
    write_each(connection, run_id, checkpoint.entries())
}

fn write_each<'a>(
    connection: &Connection,
    run_id: &str,
    changes: impl Iterator<Item = EntryChange<'a>>,
) -> rusqlite::Result<()> {
    let put = "INSERT OR REPLACE INTO entries (run_id, section, key, value)
               VALUES (?1, ?2, ?3, ?4)";
    let delete = "DELETE FROM entries WHERE run_id = ?1 AND section = ?2 AND key = ?3";
    let mut put = connection.prepare_cached(put)?;
    let mut delete = connection.prepare_cached(delete)?;
    for change in changes {
        let section = section_number(change.section);
        match change.value {
            Some(value) => put.execute(params![run_id, section, change.key, value])?,
            None => delete.execute(params![run_id, section, change.key])?,
        };
    }
    Ok(())
}

/// Reads a run back.
pub(crate) fn load(
    connection: &Connection,
    run_id: &str,
) -> Result<Option<StoredRun>, ContextError> {
    match read_row(connection, run_id)? {
        None => Ok(None),
        Some(row) if row.apart > 0 => load_parts(connection, run_id),
        Some(row) => Ok(Some(StoredRun::new(row.revision, row.head))),
    }
}

/// Reads a run back whose entries have rows of their own, in one transaction: another process
/// may store it at any time.
fn load_parts(connection: &Connection, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
    let reading = connection.unchecked_transaction();
    let reading = reading.map_err(failed(run_id))?;
    let Some(row) = read_row(&reading, run_id)? else {
        return Ok(None);
    };
    if row.apart == 0 {
        return Ok(Some(StoredRun::new(row.revision, row.head)));
    }
    let entries = read_entries(&reading, run_id).map_err(failed(run_id))?;
    if row.apart != UNCOUNTED && row.apart != entries.len() {
        let told = format!("it has {} entries in place of {}", entries.len(), row.apart);
        return Err(ContextError::damaged(run_id, told));
    }
    let entries = entries.iter();
    let entries = entries.map(|(section, key, value)| (*section, key.as_str(), value.as_str()));
    let stored = StoredRun::from_parts(row.revision, &row.head, entries);
    stored
        .map(Some)
        .map_err(|error| ContextError::damaged(run_id, error))
}

struct RunRow {
    revision: u64,
    head: String,
    apart: usize,
}

fn read_row(connection: &Connection, run_id: &str) -> Result<Option<RunRow>, ContextError> {
    let sql = "SELECT revision, head, apart FROM runs WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let row = statement.query_row([run_id], |row| {
        Ok(RunRow {
            revision: row.get(0)?,
            head: row.get(1)?,
            apart: row.get(2)?,
        })
    });
    row.optional().map_err(failed(run_id))
}

fn read_entries(
    connection: &Connection,
    run_id: &str,
) -> rusqlite::Result<Vec<(Section, String, String)>> {
    let sql = "SELECT section, key, value FROM entries WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([run_id], |row| {
        let section = match row.get(0)? {
            0 => Section::Cache,
            _ => Section::System,
        };
        Ok((section, row.get(1)?, row.get(2)?))
    })?;
    rows.collect()
}

fn section_number(section: Section) -> i64 {
    match section {
        Section::Cache => 0,
        Section::System => 1,
    }
}

pub(crate) fn status_name(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Finished => "finished",
        RunStatus::Cancelled => "cancelled",
        _ => "failed",
    }
}
