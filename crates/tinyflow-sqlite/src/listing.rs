//! Listing runs: what is known of them without reading their snapshots.

use std::error::Error;

use rusqlite::{Connection, OptionalExtension, Row, params};
use tinyflow::{ContextError, FlowId, RunPhase, RunSummary};

use crate::request::{NO_RUN, failed, is_damage};
use crate::salvage;

/// What a summary is made of; `?1` is the present time.
const SUMMARIES: &str =
    "SELECT runs.run_id, flow_id, flow_version, status, error, step, wake_at, letters,
            EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                    AND until_ms > ?1),
            (SELECT reason FROM set_aside WHERE set_aside.run_id = runs.run_id
             ORDER BY until_ms DESC LIMIT 1)
     FROM runs";

/// The runs in one of the given phases, or all. One that cannot be read is stuck.
pub(crate) fn list(
    connection: &Connection,
    now_ms: i64,
    phases: &[RunPhase],
) -> Result<Vec<RunSummary>, ContextError> {
    let mut runs = match all(connection, now_ms) {
        Err(error) if is_damage(&error) => one_by_one(connection, now_ms, error)?,
        runs => runs.map_err(failed(NO_RUN))?,
    };
    if !phases.is_empty() {
        runs.retain(|run| phases.contains(&run.phase));
    }
    Ok(runs)
}

fn all(connection: &Connection, now_ms: i64) -> rusqlite::Result<Vec<RunSummary>> {
    let sql = format!("{SUMMARIES} ORDER BY runs.run_id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([now_ms], |row| summary(row, now_ms))?;
    rows.collect()
}

/// Each run by its id, in a database of which a part cannot be read. If no run can be read, this
/// is about the database.
fn one_by_one(
    connection: &Connection,
    now_ms: i64,
    cause: rusqlite::Error,
) -> Result<Vec<RunSummary>, ContextError> {
    let (mut runs, mut is_any_readable) = (Vec::new(), false);
    for run_id in salvage::run_ids(connection).map_err(failed(NO_RUN))? {
        let error = match find(connection, now_ms, &run_id) {
            Ok(Some(run)) => {
                is_any_readable = true;
                runs.push(run);
                continue;
            }
            Ok(None) => ContextError::damaged(&*run_id, salvage::not_found_by_its_id()),
            Err(error @ ContextError::Damaged { .. }) => error,
            Err(other) => return Err(other),
        };
        let mut run = RunSummary::new(run_id, RunPhase::Stuck, "");
        run.error = Some(in_words(&error));
        runs.push(run);
    }
    match is_any_readable {
        true => Ok(runs),
        false => Err(failed(NO_RUN)(cause)),
    }
}

/// What is wrong with a run, and why.
fn in_words(error: &ContextError) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// One run, as the list shows it.
pub(crate) fn find(
    connection: &Connection,
    now_ms: i64,
    run_id: &str,
) -> Result<Option<RunSummary>, ContextError> {
    let sql = format!("{SUMMARIES} WHERE runs.run_id = ?2");
    let mut statement = connection.prepare_cached(&sql).map_err(failed(run_id))?;
    let found = statement.query_row(params![now_ms, run_id], |row| summary(row, now_ms));
    found.optional().map_err(failed(run_id))
}

fn summary(row: &Row<'_>, now_ms: i64) -> rusqlite::Result<RunSummary> {
    let status: Option<String> = row.get(3)?;
    let wake_at: Option<i64> = row.get(6)?;
    let letters: i64 = row.get(7)?;
    let is_held: bool = row.get(8)?;
    let reason: Option<String> = row.get(9)?;
    let due_at = if letters > 0 { Some(0) } else { wake_at };
    let phase = match status.as_deref() {
        Some("finished") => RunPhase::Finished,
        Some("cancelled") => RunPhase::Cancelled,
        _ if is_held => RunPhase::Executing,
        Some(_) => RunPhase::Failed,
        None if reason.is_some() => RunPhase::Stuck,
        None if due_at.is_some_and(|at| at <= now_ms) => RunPhase::Due,
        None => RunPhase::Waiting,
    };
    let has_ended = status.is_some();
    let mut run = RunSummary::new(row.get::<_, String>(0)?, phase, row.get::<_, String>(5)?);
    if let (Some(id), Some(version)) = (
        row.get::<_, Option<String>>(1)?,
        row.get::<_, Option<String>>(2)?,
    ) {
        run.flow = Some(FlowId::new(id, version));
    }
    run.error = match status {
        Some(_) => row.get(4)?,
        None => reason,
    };
    run.wake_at = if has_ended { None } else { due_at };
    Ok(run)
}
