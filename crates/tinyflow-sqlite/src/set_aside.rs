//! The notes on runs that workers could not execute.

use rusqlite::{Connection, params};
use tinyflow::{ContextError, SetAside};

use crate::leases::Leases;
use crate::request::failed;

/// Keeps a note in the place of the worker's earlier one, and of those of workers that have not
/// come back to the run when they would have.
pub(crate) fn note(
    connection: &Connection,
    leases: &mut Leases,
    now_ms: i64,
    run_id: &str,
    note: &SetAside,
) -> Result<(), ContextError> {
    leases.check(connection, run_id, now_ms)?;
    replace(connection, now_ms, run_id, note).map_err(failed(run_id))?;
    // The next checkpoint under this lease has a note to remove.
    leases.set_known(run_id, None);
    Ok(())
}

fn replace(
    connection: &Connection,
    now_ms: i64,
    run_id: &str,
    note: &SetAside,
) -> rusqlite::Result<()> {
    let sql = "DELETE FROM set_aside WHERE run_id = ?1 AND (worker = ?2 OR until_ms <= ?3)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![run_id, note.worker, now_ms])?;
    let sql = "INSERT INTO set_aside (run_id, worker, until_ms, reason) VALUES (?1, ?2, ?3, ?4)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![run_id, note.worker, note.until_ms, note.reason])?;
    Ok(())
}

/// Has workers take up a run at once that they have set aside.
pub(crate) fn end_rest(connection: &Connection, run_id: &str) -> rusqlite::Result<()> {
    let sql = "UPDATE set_aside SET until_ms = 0 WHERE run_id = ?1";
    connection.prepare_cached(sql)?.execute([run_id]).map(drop)
}

/// Removes the notes on a run that is not as it was.
pub(crate) fn remove(connection: &Connection, run_id: &str) -> rusqlite::Result<()> {
    let sql = "DELETE FROM set_aside WHERE run_id = ?1";
    connection.prepare_cached(sql)?.execute([run_id]).map(drop)
}
