//! Finding runs: those that are due, the next one that will be, and those in some phase.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use tinyflow::{ContextError, FlowId, RunPhase, RunSummary};

use crate::leases::{Asking, Leased, Leases};
use crate::request::{NO_RUN, failed, unreadable};

/// What a summary is made of; `?1` is the present time.
const SUMMARIES: &str =
    "SELECT runs.run_id, flow_id, flow_version, status, error, step, wake_at, letters,
            EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                    AND until_ms > ?1)
     FROM runs";

/// Takes the leases of due runs. Gives their ids and flows.
pub(crate) fn claim(
    connection: &Connection,
    leases: &mut Leases,
    asking: Asking,
    now_ms: i64,
    flows: &str,
    limit: usize,
) -> Result<Vec<(String, String)>, ContextError> {
    let by_letter = "SELECT run_id, flow_id FROM runs
        WHERE status IS NULL AND letters > 0
          AND flow_id IN (SELECT value FROM json_each(?1))
          AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                          AND until_ms > ?2)
          AND run_id NOT IN (SELECT value FROM json_each(?4))
        LIMIT ?3";
    let by_time = "SELECT run_id, flow_id FROM runs
        WHERE status IS NULL AND wake_at IS NOT NULL AND wake_at <= ?2
          AND flow_id IN (SELECT value FROM json_each(?1))
          AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                          AND until_ms > ?2)
          AND run_id NOT IN (SELECT value FROM json_each(?4))
        ORDER BY wake_at LIMIT ?3";
    let lost = leases.lost(now_ms);
    let mut claims = Vec::new();
    for sql in [by_letter, by_time] {
        let free = i64::try_from(limit - claims.len()).unwrap_or(i64::MAX);
        let due = find_due(connection, sql, params![flows, now_ms, free, lost]);
        let due = due.map_err(failed(NO_RUN))?;
        for (run_id, flow) in due {
            if let Leased::Taken = leases.take(connection, &run_id, asking, now_ms)? {
                claims.push((run_id, flow));
            }
        }
    }
    Ok(claims)
}

fn find_due(
    connection: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// When the next run becomes due by itself.
pub(crate) fn next_wake(
    connection: &Connection,
    leases: &Leases,
    now_ms: i64,
    flows: &str,
) -> Result<Option<i64>, ContextError> {
    // Leases of this process are renewed while they are held, and released with a signal. So
    // are those that it has lost.
    let sql = "SELECT MIN(at) FROM (
        SELECT 0 AS at WHERE EXISTS (
            SELECT 1 FROM runs WHERE status IS NULL AND letters > 0
              AND flow_id IN (SELECT value FROM json_each(?1))
              AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                              AND until_ms > ?2)
              AND run_id NOT IN (SELECT value FROM json_each(?4)))
        UNION ALL
        SELECT * FROM (
            SELECT wake_at FROM runs WHERE status IS NULL AND wake_at IS NOT NULL
              AND flow_id IN (SELECT value FROM json_each(?1))
              AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                              AND until_ms > ?2)
              AND run_id NOT IN (SELECT value FROM json_each(?4))
            ORDER BY wake_at LIMIT 1)
        UNION ALL
        SELECT MIN(until_ms) FROM leases WHERE until_ms > ?2 AND owner <> ?3)";
    let mut statement = connection.prepare_cached(sql).map_err(failed(NO_RUN))?;
    let (owner, lost) = (leases.owner(), leases.lost(now_ms));
    let at = statement.query_row(params![flows, now_ms, owner, lost], |row| row.get(0));
    at.map_err(failed(NO_RUN))
}

/// The runs in one of the given phases, or all.
pub(crate) fn list(
    connection: &Connection,
    now_ms: i64,
    phases: &[RunPhase],
) -> Result<Vec<RunSummary>, ContextError> {
    let sql = format!("{SUMMARIES} ORDER BY runs.run_id");
    let mut statement = connection.prepare_cached(&sql).map_err(failed(NO_RUN))?;
    let mut rows = statement.query([now_ms]).map_err(failed(NO_RUN))?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next().map_err(failed(NO_RUN))? {
        let run_id: String = row.get(0).map_err(failed(NO_RUN))?;
        let run = summary(row, now_ms).map_err(unreadable(&run_id))?;
        if phases.is_empty() || phases.contains(&run.phase) {
            runs.push(run);
        }
    }
    Ok(runs)
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
    found.optional().map_err(unreadable(run_id))
}

fn summary(row: &Row<'_>, now_ms: i64) -> rusqlite::Result<RunSummary> {
    let status: Option<String> = row.get(3)?;
    let wake_at: Option<i64> = row.get(6)?;
    let letters: i64 = row.get(7)?;
    let is_held: bool = row.get(8)?;
    let due_at = if letters > 0 { Some(0) } else { wake_at };
    let phase = match status.as_deref() {
        Some("finished") => RunPhase::Finished,
        Some("cancelled") => RunPhase::Cancelled,
        _ if is_held => RunPhase::Executing,
        Some(_) => RunPhase::Failed,
        None if due_at.is_some_and(|at| at <= now_ms) => RunPhase::Due,
        None => RunPhase::Waiting,
    };
    let mut run = RunSummary::new(row.get::<_, String>(0)?, phase, row.get::<_, String>(5)?);
    if let (Some(id), Some(version)) = (
        row.get::<_, Option<String>>(1)?,
        row.get::<_, Option<String>>(2)?,
    ) {
        run.flow = Some(FlowId::new(id, version));
    }
    run.error = row.get(4)?;
    run.wake_at = if status.is_none() { due_at } else { None };
    Ok(run)
}
