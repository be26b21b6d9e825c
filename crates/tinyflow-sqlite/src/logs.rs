//! The rows of audit logs: each new one at the end of the table, pointing to the one before it
//! in the log of its run.
//!
//! Sorted by run, the entries that many runs write at a time would each lie on a page of their
//! own, and all of those pages would have to be written.

use rusqlite::{Connection, OptionalExtension, params};
use tinyflow::{ContextError, LogEntry};

use crate::request::failed;

/// Appends entries to the log of a run whose last entry has the number `last`. Gives the number
/// of the one that is the last now.
pub(crate) fn append(
    connection: &Connection,
    run_id: &str,
    entries: &[LogEntry],
    mut last: Option<i64>,
) -> Result<Option<i64>, ContextError> {
    if entries.is_empty() {
        return Ok(last);
    }
    let sql = "INSERT INTO logs (run_id, previous, entry) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    for entry in entries {
        let text =
            serde_json::to_string(entry).map_err(|error| ContextError::store(run_id, error))?;
        let written = statement.execute(params![run_id, last, text]);
        written.map_err(failed(run_id))?;
        last = Some(connection.last_insert_rowid());
    }
    Ok(last)
}

/// Reads the log of a run.
pub(crate) fn read(connection: &Connection, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
    let sql = "SELECT last_log FROM runs WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let last = statement.query_row([run_id], |row| row.get::<_, Option<i64>>(0));
    let mut next = last.optional().map_err(failed(run_id))?.flatten();

    let sql = "SELECT previous, entry FROM logs WHERE number = ?1 AND run_id = ?2";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let mut logs = Vec::new();
    while let Some(number) = next {
        let row = statement.query_row(params![number, run_id], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, String>(1)?))
        });
        let row = row.optional().map_err(failed(run_id))?;
        // An entry points to an earlier one, so that a damaged table cannot send us in circles.
        let Some((previous, text)) = row.filter(|row| row.0 < Some(number)) else {
            let message = format!("entry {number} of the audit log is not there");
            return Err(ContextError::damaged(run_id, message));
        };
        let entry = serde_json::from_str(&text);
        logs.push(entry.map_err(|error| ContextError::damaged(run_id, error))?);
        next = previous;
    }
    logs.reverse();
    Ok(logs)
}
