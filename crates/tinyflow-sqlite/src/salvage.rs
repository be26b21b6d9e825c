//! Naming the runs of a database of which a part cannot be read.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, Row, ffi};

use crate::request::is_damage;

/// The ids stand twice, in the rows and in their index. Each is read from its beginning and, where
/// a part of it cannot be read, from its end, up to that part.
const WAYS: [[&str; 2]; 2] = [
    [
        "SELECT run_id, rowid FROM runs ORDER BY run_id",
        "SELECT run_id, rowid FROM runs ORDER BY run_id DESC",
    ],
    [
        "SELECT run_id, rowid FROM runs NOT INDEXED ORDER BY rowid",
        "SELECT run_id, rowid FROM runs NOT INDEXED ORDER BY rowid DESC",
    ],
];

/// The ids of all runs that can be found, in their order.
///
/// # Errors
/// If none can be found, and that is not because there is none.
pub(crate) fn run_ids(
    connection: &Connection,
) -> rusqlite::Result<impl Iterator<Item = String> + use<>> {
    rows_of_runs(connection).map(BTreeMap::into_keys)
}

/// The same without those that have ended: there may be many of them, and nobody takes them up. If
/// it cannot be read which these are, none is left out.
pub(crate) fn ids_of_runs_to_do(
    connection: &Connection,
) -> rusqlite::Result<impl Iterator<Item = String> + use<>> {
    let mut runs = rows_of_runs(connection)?;
    match ended_rows(connection) {
        Ok(ended) => runs.retain(|_, row| !ended.contains(row)),
        Err(error) if is_damage(&error) => {}
        Err(error) => return Err(error),
    }
    Ok(runs.into_keys())
}

/// The runs by their ids, with the numbers of their rows.
fn rows_of_runs(connection: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    let mut found = BTreeMap::new();
    let mut failure = Ok(());
    for [forth, back] in WAYS {
        let read = read_on(connection, forth, &mut found);
        if read.is_err() {
            // It meets the same part there, and this error tells of it as well.
            let _ = read_on(connection, back, &mut found);
        }
        failure = failure.and(read);
    }
    match found.is_empty() {
        true => failure.map(|()| found),
        false => Ok(found),
    }
}

fn read_on(
    connection: &Connection,
    way: &str,
    found: &mut BTreeMap<String, i64>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(way)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // One whose id is none any more is nothing that could be named.
        found.extend(id_and_row(row).ok());
    }
    Ok(())
}

fn id_and_row(row: &Row<'_>) -> rusqlite::Result<(String, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Read from their index alone: the rows may be what cannot be read.
fn ended_rows(connection: &Connection) -> rusqlite::Result<HashSet<i64>> {
    let sql = "SELECT rowid FROM runs INDEXED BY ended_runs WHERE status IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// What is wrong with a run whose id was found and that is not found by it.
pub(crate) fn not_found_by_its_id() -> rusqlite::Error {
    let told = "the run is there, and the index of the ids does not lead to it";
    rusqlite::Error::SqliteFailure(
        ffi::Error::new(ffi::SQLITE_CORRUPT_INDEX),
        Some(told.to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    /// What is found of a run that has ended and one that has not, where something cannot be read.
    fn found_without(name: &str) -> [Vec<String>; 2] {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("runs.db");
        let sound = schema::open(&path, false).expect("it is new");
        let runs = "INSERT INTO runs (run_id, revision, status, step, head)
                    VALUES ('done', 1, 'finished', 's', '{}'), ('open', 1, NULL, 's', '{}')";
        sound.execute_batch(runs).expect("the tables are there");
        drop(sound);
        schema::overwrite(&path, name);
        let damaged = schema::open(&path, true).expect("the schema is sound");
        let to_do = ids_of_runs_to_do(&damaged).expect("they are found");
        let all = run_ids(&damaged).expect("they are found");
        [to_do.collect(), all.collect()]
    }

    #[test]
    fn what_has_ended_is_known_where_no_row_can_be_read() {
        let [to_do, all] = found_without("runs");
        assert_eq!(to_do, ["open"]);
        assert_eq!(all, ["done", "open"]);
    }

    #[test]
    fn none_is_left_out_where_it_cannot_be_read_what_has_ended() {
        let [to_do, all] = found_without("ended_runs");
        assert_eq!(to_do, all);
        assert_eq!(all, ["done", "open"]);
    }
}
