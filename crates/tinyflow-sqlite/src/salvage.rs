//! Naming the runs of a database of which a part cannot be read.

use std::collections::BTreeSet;

use rusqlite::{Connection, ffi};

/// The ids stand twice, in the rows and in their index. Each is read from both of its ends, up to
/// what cannot be read.
const WAYS: [&str; 4] = [
    "SELECT run_id FROM runs ORDER BY run_id",
    "SELECT run_id FROM runs ORDER BY run_id DESC",
    "SELECT run_id FROM runs NOT INDEXED ORDER BY rowid",
    "SELECT run_id FROM runs NOT INDEXED ORDER BY rowid DESC",
];

/// The ids of all runs that can be found, in their order.
///
/// # Errors
/// If none can be found, and that is not because there is none.
pub(crate) fn run_ids(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut failure = Ok(());
    for way in WAYS {
        let read = read_on(connection, way, &mut found);
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
    found: &mut BTreeSet<String>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(way)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // One whose id is none any more is nothing that could be named.
        found.extend(row.get::<_, String>(0).ok());
    }
    Ok(())
}

/// What is wrong with a run whose id was found and that is not found by it.
pub(crate) fn not_found_by_its_id() -> rusqlite::Error {
    let told = "the run is there, and the index of the ids does not lead to it";
    rusqlite::Error::SqliteFailure(
        ffi::Error::new(ffi::SQLITE_CORRUPT_INDEX),
        Some(told.to_owned()),
    )
}
