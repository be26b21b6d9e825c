//! Checkpoints in SQLite, beside a bare prepared statement on the same disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rusqlite::{Connection, params};
use tinyflow::{Checkpoint, Context, Snapshot, Wake, json};
use tinyflow_sqlite::SqliteContext;

use crate::{line, per_second};

const ROWS: usize = 10_000;
const WRITES: usize = 500;
const AT_ONCE: usize = 32;

pub(crate) async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let text = snapshot(0)?.to_json()?;
    let bare = bare_table(&folder.path().join("bare.db"), &text)?;
    let context = Arc::new(SqliteContext::open(folder.path().join("runs.db"))?);
    fill(&context).await?;
    let mut locks = Vec::new();
    for run in 0..AT_ONCE {
        locks.push(context.lock(&run.to_string()).await?);
    }
    let mut revisions = vec![1; AT_ONCE];
    let (mut alone, mut plain, mut together) = (Vec::new(), Vec::new(), Vec::new());
    let mut waits = Vec::new();
    for _ in 0..5 {
        plain.push(bare_round(&bare, &text)?);
        let checkpoints = checkpoints(&mut revisions[0])?;
        let began = Instant::now();
        for checkpoint in checkpoints {
            context.save("0", &checkpoint).await?;
        }
        alone.push(began.elapsed());
        together.push(round_together(&context, &mut revisions, &mut waits).await?);
    }
    let (plain, alone, together) = (median(plain), median(alone), median(together));
    let bare_rate = per_second(WRITES, plain);
    let compared = format!("{bare_rate:.0} bare upserts with a log row");
    let rate = per_second(WRITES, alone);
    line(
        "checkpoints per second in SQLite, one run alone",
        &format!("{rate:.0} ({:.2} ×)", rate / bare_rate),
        &compared,
    );
    let rate = per_second(WRITES * AT_ONCE, together);
    waits.sort();
    let p99 = waits[waits.len() * 99 / 100];
    line(
        "checkpoints per second in SQLite, 32 runs at once",
        &format!(
            "{rate:.0} ({:.1} ×), p99 {:.1} ms",
            rate / bare_rate,
            p99.as_secs_f64() * 1e3
        ),
        &compared,
    );
    Ok(())
}

/// A snapshot of 1.85 KB.
fn snapshot(number: u64) -> Result<Snapshot> {
    let text = json!({
        "step": "Work",
        "state": { "number": number, "note": "x".repeat(1_600) },
        "cache": { "_seq": number, "1:Work:action": number },
        "flow": { "id": "work", "version": "1.0.0" },
        "logs": [{
            "type": "cache", "values": { "key": "1:Work:action" },
            "_at": 1_700_000_000_000_u64, "_step": "Work",
        }],
    });
    Ok(Snapshot::from_json(&text.to_string())?)
}

async fn fill(context: &Arc<SqliteContext>) -> Result<()> {
    let mut writes = tokio::task::JoinSet::new();
    for row in 0..ROWS {
        let context = Arc::clone(context);
        let checkpoint = Checkpoint::new(None, snapshot(0)?)?.with_wake(Wake::Now);
        writes.spawn(async move { context.save(&row.to_string(), &checkpoint).await });
    }
    while let Some(written) = writes.join_next().await {
        written??;
    }
    Ok(())
}

/// What a run stores one after the other, made beforehand: to make it is the engine's work.
fn checkpoints(revision: &mut u64) -> Result<Vec<Checkpoint>> {
    let first = *revision;
    *revision += WRITES as u64;
    let numbers = first..*revision;
    numbers
        .map(|number| Ok(Checkpoint::new(Some(number), snapshot(number)?)?))
        .collect()
}

async fn round_together(
    context: &Arc<SqliteContext>,
    revisions: &mut [u64],
    waits: &mut Vec<Duration>,
) -> Result<Duration> {
    let mut runs = Vec::new();
    for revision in revisions {
        runs.push(checkpoints(revision)?);
    }
    let began = Instant::now();
    let mut writing = tokio::task::JoinSet::new();
    for (run, checkpoints) in runs.into_iter().enumerate() {
        let (context, run_id) = (Arc::clone(context), run.to_string());
        writing.spawn(async move {
            let mut waits = Vec::new();
            for checkpoint in checkpoints {
                let began = Instant::now();
                context.save(&run_id, &checkpoint).await?;
                waits.push(began.elapsed());
            }
            Ok::<_, anyhow::Error>(waits)
        });
    }
    while let Some(waited) = writing.join_next().await {
        waits.extend(waited??);
    }
    Ok(began.elapsed())
}

fn bare_table(path: &Path, text: &str) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE runs (run_id TEXT PRIMARY KEY, revision INTEGER, snapshot TEXT);
         CREATE TABLE logs (run_id TEXT, number INTEGER, entry TEXT,
                            PRIMARY KEY (run_id, number)) WITHOUT ROWID;
         BEGIN;",
    )?;
    for row in 0..ROWS {
        let sql = "INSERT INTO runs VALUES (?1, 1, ?2)";
        connection
            .prepare_cached(sql)?
            .execute(params![row.to_string(), text])?;
    }
    connection.execute_batch("COMMIT")?;
    Ok(connection)
}

fn bare_round(connection: &Connection, text: &str) -> Result<Duration> {
    let sql = "SELECT COUNT(*) FROM logs";
    let first: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    let upsert = "INSERT INTO runs VALUES (?1, ?2, ?3)
                  ON CONFLICT (run_id) DO UPDATE SET revision = ?2, snapshot = ?3";
    let mut upsert = connection.prepare(upsert)?;
    let mut log = connection.prepare("INSERT INTO logs VALUES (?1, ?2, ?3)")?;
    let entry = r#"{"type":"cache","values":{"key":"1:Work:action"},"_at":1700000000000}"#;
    let began = Instant::now();
    for number in (first..).take(WRITES) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let written = upsert.execute(params!["0", number, text])?;
        log.execute(params!["0", number, entry])?;
        connection.execute_batch("COMMIT")?;
        ensure!(written == 1, "one row is written");
    }
    Ok(began.elapsed())
}

fn median(mut rounds: Vec<Duration>) -> Duration {
    rounds.sort();
    rounds[rounds.len() / 2]
}
