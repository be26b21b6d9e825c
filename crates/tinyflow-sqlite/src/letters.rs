//! The letters that wait for runs.

use rusqlite::{Connection, OptionalExtension, params};
use tinyflow::{ContextError, Letter, Mail, Posted};

use crate::leases::Leases;
use crate::request::failed;
use crate::set_aside;

/// Keeps a letter, if there is a run that can take it.
pub(crate) fn post(
    connection: &Connection,
    leases: &Leases,
    now_ms: i64,
    run_id: &str,
    letter: &Letter,
    expected: Option<u64>,
) -> Result<Posted, ContextError> {
    let sql = "SELECT revision, status FROM runs WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let row = statement.query_row([run_id], |row| {
        Ok((row.get::<_, u64>(0)?, row.get::<_, Option<String>>(1)?))
    });
    let Some((revision, status)) = row.optional().map_err(failed(run_id))? else {
        return Ok(Posted::NoRun);
    };
    if status.is_some_and(|status| status != "failed") {
        return Ok(Posted::Over);
    }
    if expected.is_some_and(|expected| expected != revision) {
        return Ok(Posted::Moved);
    }
    let Some(number) = keep(connection, run_id, letter)? else {
        return Ok(Posted::Duplicate);
    };
    let sql = "UPDATE runs SET letters = letters + 1 WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    statement.execute([run_id]).map_err(failed(run_id))?;
    set_aside::end_rest(connection, run_id).map_err(failed(run_id))?;
    Ok(match leases.held_by_anyone(connection, run_id, now_ms)? {
        Some(_) => Posted::KeptForExecuting { number },
        None => Posted::Kept { number },
    })
}

/// Writes a letter down, unless there is or was one like it. Gives its number.
fn keep(
    connection: &Connection,
    run_id: &str,
    letter: &Letter,
) -> Result<Option<u64>, ContextError> {
    if let Some(event_id) = letter.event_id() {
        let sql = "INSERT OR IGNORE INTO event_ids (run_id, event_id) VALUES (?1, ?2)";
        let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
        let kept = statement
            .execute([run_id, event_id])
            .map_err(failed(run_id))?;
        if kept == 0 {
            return Ok(None);
        }
    }
    let text = serde_json::to_string(letter).map_err(|error| ContextError::store(run_id, error))?;
    let sql = "INSERT OR IGNORE INTO letters (run_id, resume_id, letter) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let kept = statement.execute(params![run_id, letter.resume_id(), text]);
    let is_kept = kept.map_err(failed(run_id))? == 1;
    Ok(is_kept.then(|| connection.last_insert_rowid().unsigned_abs()))
}

/// The letters of a run, oldest first.
pub(crate) fn read(connection: &Connection, run_id: &str) -> Result<Vec<Mail>, ContextError> {
    let sql = "SELECT number, letter FROM letters WHERE run_id = ?1 ORDER BY number";
    let mut statement = connection.prepare_cached(sql).map_err(failed(run_id))?;
    let rows = statement.query_map([run_id], |row| {
        Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?))
    });
    let mut mail = Vec::new();
    for row in rows.map_err(failed(run_id))? {
        let (number, text) = row.map_err(failed(run_id))?;
        let letter = serde_json::from_str(&text);
        let letter = letter.map_err(|error| ContextError::damaged(run_id, error))?;
        mail.push(Mail::new(number, letter));
    }
    Ok(mail)
}

/// Removes the letters that a run has taken.
pub(crate) fn remove(connection: &Connection, run_id: &str, taken: &[u64]) -> rusqlite::Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    let sql = "DELETE FROM letters WHERE run_id = ?1 AND number = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    for number in taken {
        statement.execute(params![run_id, number])?;
    }
    let sql = "UPDATE runs SET letters = (SELECT COUNT(*) FROM letters WHERE run_id = ?1)
               WHERE run_id = ?1";
    connection.prepare_cached(sql)?.execute([run_id])?;
    Ok(())
}
