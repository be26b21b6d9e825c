//! The tables, and how an older file is brought up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::SqliteError;

/// One script for each form that the database has had, in order. `user_version` counts those
/// that were run.
const MIGRATIONS: [&str; 2] = [FIRST_FORM, SECOND_FORM];

/// `wake_at`: when the run is to be executed by itself; null for never. `letters`: how many
/// wait for it. `head`: the snapshot, without its entries where `apart`, their number, is not 0.
/// `last_log`: the number of its last log entry; each has that of the one before it.
const FIRST_FORM: &str = "
CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    flow_id TEXT,
    flow_version TEXT,
    status TEXT,
    error TEXT,
    step TEXT NOT NULL,
    wake_at INTEGER,
    letters INTEGER NOT NULL DEFAULT 0,
    apart INTEGER NOT NULL DEFAULT 0,
    last_log INTEGER,
    head TEXT NOT NULL
);
CREATE INDEX due_runs ON runs (wake_at) WHERE status IS NULL AND wake_at IS NOT NULL;
CREATE INDEX runs_with_letters ON runs (letters) WHERE status IS NULL AND letters > 0;
CREATE INDEX ended_runs ON runs (status) WHERE status IS NOT NULL;
CREATE TABLE entries (
    run_id TEXT NOT NULL,
    section INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run_id, section, key)
) WITHOUT ROWID;
CREATE TABLE logs (
    number INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL,
    previous INTEGER,
    entry TEXT NOT NULL
);
CREATE TABLE letters (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    resume_id TEXT,
    letter TEXT NOT NULL
);
CREATE INDEX letters_of_run ON letters (run_id, number);
CREATE UNIQUE INDEX one_letter_for_a_wait ON letters (run_id, resume_id)
    WHERE resume_id IS NOT NULL;
CREATE TABLE event_ids (
    run_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (run_id, event_id)
) WITHOUT ROWID;
CREATE TABLE leases (
    run_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until_ms INTEGER NOT NULL
) WITHOUT ROWID;
";

/// `set_aside`: why a worker could not execute a run as it is, and until when it leaves it alone.
const SECOND_FORM: &str = "
CREATE TABLE set_aside (
    run_id TEXT NOT NULL,
    worker TEXT NOT NULL,
    until_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (run_id, worker)
) WITHOUT ROWID;
CREATE INDEX set_aside_by_worker ON set_aside (worker, until_ms);
";

/// How many pages, of 4 KB each, the log of the file may have before it is written back. That
/// holds up whoever stores something just then, so it is not done often.
const WAL_PAGES: u32 = 4_000;

/// How long to wait for another process that has the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a connection to a file whose tables are up to date.
pub(crate) fn open(path: &Path, existing_only: bool) -> Result<Connection, SqliteError> {
    let owned = || path.to_owned();
    let failed = |source| SqliteError::Open {
        path: owned(),
        source,
    };
    if existing_only && !path.exists() {
        return Err(SqliteError::Missing { path: owned() });
    }
    let mut connection = Connection::open(path).map_err(failed)?;
    if existing_only && !has_runs(&connection).map_err(failed)? {
        return Err(SqliteError::NoRuns { path: owned() });
    }
    configure(&connection).map_err(failed)?;
    let known = known_form();
    // One that is up to date is opened while others write.
    let mut found = form(&connection).map_err(failed)?;
    if found < known {
        found = migrate(&mut connection).map_err(failed)?;
    }
    if found > known {
        return Err(SqliteError::Newer {
            path: owned(),
            found,
            known,
        });
    }
    Ok(connection)
}

/// The tables in memory, for tests of what is written to them.
#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().expect("there is memory");
    migrate(&mut connection).expect("the tables are new");
    connection.set_prepared_statement_cache_capacity(64);
    connection
}

/// Leaves nothing readable of a table or an index in a file, for tests of what is told then.
#[cfg(test)]
pub(crate) fn overwrite(path: &Path, name: &str) {
    use std::io::{Seek, SeekFrom, Write};

    let connection = Connection::open(path).expect("it is there");
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    let done = connection.query_row(checkpoint, [], |_| Ok(()));
    done.expect("nobody reads");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page = connection.query_row(sql, [name], |row| row.get::<_, u64>(0));
    let start = (page.expect("it has a page") - 1) * 4_096;
    let file = std::fs::OpenOptions::new().write(true).open(path);
    let mut file = file.expect("it is there");
    file.seek(SeekFrom::Start(start)).expect("it is a file");
    file.write_all(&[0xff; 4_096]).expect("the disk has room");
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn has_runs(connection: &Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(PATIENCE)?;
    connection.table_exists(None, "runs")
}

fn known_form() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn form(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Runs the scripts that were not run yet. Gives the form that the file has then: another process
/// may be doing the same, and may know later ones.
fn migrate(connection: &mut Connection) -> rusqlite::Result<i64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (found, known) = (form(&transaction)?, known_form());
    if found >= known {
        return Ok(found);
    }
    let done = usize::try_from(found).unwrap_or_default();
    for script in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(script)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER_FORM: i64 = 9;

    /// As a process finds the file that has seen an older form, and then waited for one that
    /// knows a later form.
    #[test]
    fn a_file_that_has_become_newer_meanwhile_is_left_as_it_is() {
        let mut connection = in_memory();
        let later = connection.pragma_update(None, "user_version", LATER_FORM);
        later.expect("nobody else has it");
        assert_eq!(migrate(&mut connection), Ok(LATER_FORM));
        assert_eq!(form(&connection), Ok(LATER_FORM));
    }

    #[test]
    fn a_file_of_a_later_form_is_refused() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("runs.db");
        let connection = open(&path, false).expect("it is new");
        let later = connection.pragma_update(None, "user_version", LATER_FORM);
        later.expect("nobody else has it");
        let refused = open(&path, false).expect_err("it is newer");
        let SqliteError::Newer { found, known, .. } = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((found, known), (LATER_FORM, known_form()));
        assert_eq!(form(&connection), Ok(LATER_FORM));
    }
}
