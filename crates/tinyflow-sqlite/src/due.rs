//! The runs that a worker may take up: those that are due now, and when the next one will be.

use rusqlite::{Connection, Row, ToSql, params};
use serde_json::Value;
use tinyflow::{ContextError, Serving};

use crate::leases::{Asking, Leased, Leases};
use crate::request::{NO_RUN, failed, is_damage};
use crate::salvage;

/// Runs that have not ended, that nobody holds, and that the worker serves and has not set aside.
const FREE: &str = "status IS NULL
    AND (flow_id IN (SELECT value FROM json_each(:flows))
         OR (flow_id, flow_version) IN
            (SELECT value ->> 0, value ->> 1 FROM json_each(:versions)))
    AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.run_id = runs.run_id
                    AND until_ms > :now)
    AND NOT EXISTS (SELECT 1 FROM set_aside WHERE set_aside.run_id = runs.run_id
                    AND worker = :worker AND until_ms > :now)
    AND run_id NOT IN (SELECT value FROM json_each(:lost))";

/// What a worker takes up, as the statements name it.
#[derive(Clone)]
pub(crate) struct Wanted {
    worker: String,
    flows: String,
    versions: String,
}

impl Wanted {
    pub(crate) fn by(serving: &Serving) -> Self {
        let versions = serving.versions().iter();
        let versions = versions.map(|flow| vec![flow.id(), flow.version()]);
        Self {
            worker: serving.worker().to_owned(),
            flows: Value::from(serving.flows()).to_string(),
            versions: Value::from_iter(versions).to_string(),
        }
    }
}

/// A due run: the id of its flow, or why that cannot be read.
#[derive(Clone)]
pub(crate) struct Due {
    pub(crate) run_id: String,
    pub(crate) flow: Result<String, ContextError>,
}

/// Takes the leases of due runs.
pub(crate) fn claim(
    connection: &Connection,
    leases: &mut Leases,
    asking: Asking,
    now_ms: i64,
    wanted: &Wanted,
    limit: usize,
) -> Result<Vec<Due>, ContextError> {
    let search = Search::new(connection, leases, now_ms, wanted);
    let due = search.due(limit).map_err(failed(NO_RUN))?;
    take(connection, leases, asking, now_ms, due)
}

/// The runs that [`claim`] would take, in a database of which a part cannot be read. To be asked
/// for apart from what is written then: SQLite writes nothing in a transaction that came upon
/// such a part.
pub(crate) fn find_one_by_one(
    connection: &Connection,
    leases: &Leases,
    now_ms: i64,
    wanted: &Wanted,
    limit: usize,
) -> Result<Vec<Due>, ContextError> {
    let search = Search::new(connection, leases, now_ms, wanted);
    let free = search.one_by_one()?.into_iter();
    let due = free.take_while(|(at, _)| *at <= now_ms).take(limit);
    Ok(due.map(|(_, run)| run).collect())
}

/// Takes the leases of those of the runs that nobody holds.
pub(crate) fn take(
    connection: &Connection,
    leases: &mut Leases,
    asking: Asking,
    now_ms: i64,
    due: Vec<Due>,
) -> Result<Vec<Due>, ContextError> {
    let mut taken = Vec::new();
    for run in due {
        if let Leased::Taken = leases.take(connection, &run.run_id, asking, now_ms)? {
            taken.push(run);
        }
    }
    Ok(taken)
}

/// When the next run becomes due by itself.
pub(crate) fn next_wake(
    connection: &Connection,
    leases: &Leases,
    now_ms: i64,
    wanted: &Wanted,
) -> Result<Option<i64>, ContextError> {
    let search = Search::new(connection, leases, now_ms, wanted);
    let of_runs = match search.next_wake() {
        Err(error) if is_damage(&error) => {
            let free = search.one_by_one()?;
            free.first().map(|(at, _)| *at)
        }
        at => at.map_err(failed(NO_RUN))?,
    };
    // Leases of this process are renewed while they are held, and released with a signal. So
    // are those that it has lost.
    let sql = "SELECT MIN(at) FROM (
        SELECT MIN(until_ms) AS at FROM leases WHERE until_ms > ?1 AND owner <> ?2
        UNION ALL
        SELECT MIN(until_ms) FROM set_aside WHERE worker = ?3 AND until_ms > ?1)";
    let mut statement = connection.prepare_cached(sql).map_err(failed(NO_RUN))?;
    let parameters = params![now_ms, leases.owner(), wanted.worker];
    let at = statement.query_row(parameters, |row| row.get::<_, Option<i64>>(0));
    let of_others = at.map_err(failed(NO_RUN))?;
    Ok(of_runs.into_iter().chain(of_others).min())
}

/// A look for the runs that a worker may take up.
struct Search<'a> {
    connection: &'a Connection,
    now_ms: i64,
    wanted: &'a Wanted,
    /// The runs that nobody here may take, as a list in JSON.
    lost: String,
}

impl<'a> Search<'a> {
    fn new(connection: &'a Connection, leases: &Leases, now_ms: i64, wanted: &'a Wanted) -> Self {
        Self {
            connection,
            now_ms,
            wanted,
            lost: leases.lost(now_ms),
        }
    }

    /// Those with letters first, then those that have been due for longest.
    fn due(&self, limit: usize) -> rusqlite::Result<Vec<Due>> {
        let by_letter =
            format!("SELECT run_id, flow_id FROM runs WHERE letters > 0 AND {FREE} LIMIT :limit");
        let by_time = format!(
            "SELECT run_id, flow_id FROM runs
             WHERE wake_at IS NOT NULL AND wake_at <= :now AND letters = 0 AND {FREE}
             ORDER BY wake_at LIMIT :limit"
        );
        let mut due = Vec::new();
        for sql in [by_letter, by_time] {
            let left = i64::try_from(limit - due.len()).unwrap_or(i64::MAX);
            let of_kind = self.select(&sql, &[(":now", &self.now_ms), (":limit", &left)], |row| {
                let (run_id, flow) = (row.get(0)?, Ok(row.get(1)?));
                Ok(Due { run_id, flow })
            });
            due.extend(of_kind?);
        }
        Ok(due)
    }

    fn next_wake(&self) -> rusqlite::Result<Option<i64>> {
        let sql = format!(
            "SELECT MIN(at) FROM (
             SELECT 0 AS at WHERE EXISTS (SELECT 1 FROM runs WHERE letters > 0 AND {FREE})
             UNION ALL
             SELECT * FROM (SELECT wake_at FROM runs WHERE wake_at IS NOT NULL AND {FREE}
                            ORDER BY wake_at LIMIT 1))"
        );
        let at = self.select(&sql, &[(":now", &self.now_ms)], |row| row.get(0))?;
        Ok(at.into_iter().next().flatten())
    }

    /// All free runs with the times at which they are due, each found by its id: in a database
    /// of which a part cannot be read. A run that cannot be read may be due, unless it has ended.
    fn one_by_one(&self) -> Result<Vec<(i64, Due)>, ContextError> {
        let mut free = Vec::new();
        for run_id in salvage::ids_of_runs_to_do(self.connection).map_err(failed(NO_RUN))? {
            match self.find(&run_id) {
                Ok(Some((at, flow))) => free.push((
                    at,
                    Due {
                        run_id,
                        flow: Ok(flow),
                    },
                )),
                Ok(None) => {}
                Err(error) if !is_damage(&error) => return Err(failed(&run_id)(error)),
                Err(_) if self.is_left_alone(&run_id)? => {}
                Err(error) => {
                    let flow = Err(ContextError::damaged(&*run_id, error));
                    free.push((0, Due { run_id, flow }));
                }
            }
        }
        free.sort_by_key(|(at, _)| *at);
        Ok(free)
    }

    /// When a run is due, and its flow, if it is free. One that is not found by its id, which was
    /// read somewhere, is not whole.
    fn find(&self, run_id: &str) -> rusqlite::Result<Option<(i64, String)>> {
        let sql = format!(
            "SELECT ({FREE}), CASE WHEN letters > 0 THEN 0 ELSE wake_at END, flow_id
             FROM runs WHERE run_id = :run_id"
        );
        let parameters: [(&str, &dyn ToSql); 2] = [(":now", &self.now_ms), (":run_id", &run_id)];
        let found = self.select(&sql, &parameters, |row| {
            let (is_free, at) = (
                row.get::<_, Option<bool>>(0)?,
                row.get::<_, Option<i64>>(1)?,
            );
            match (is_free, at) {
                (Some(true), Some(at)) => Ok(Some((at, row.get(2)?))),
                _ => Ok(None),
            }
        })?;
        let found = found.into_iter().next();
        found.ok_or_else(salvage::not_found_by_its_id)
    }

    /// Whether a run is in somebody's hands, or set aside.
    fn is_left_alone(&self, run_id: &str) -> Result<bool, ContextError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM leases WHERE run_id = :run_id AND until_ms > :now)
                OR EXISTS (SELECT 1 FROM set_aside WHERE run_id = :run_id
                           AND worker = :worker AND until_ms > :now)
                OR :run_id IN (SELECT value FROM json_each(:lost))";
        let parameters: [(&str, &dyn ToSql); 2] = [(":now", &self.now_ms), (":run_id", &run_id)];
        let found = self.select(sql, &parameters, |row| row.get(0));
        let found = found.map_err(failed(run_id))?;
        Ok(found.into_iter().any(|is_left_alone| is_left_alone))
    }

    fn select<T>(
        &self,
        sql: &str,
        parameters: &[(&str, &dyn ToSql)],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let Wanted {
            worker,
            flows,
            versions,
        } = self.wanted;
        let of_all: [(&str, &dyn ToSql); 4] = [
            (":worker", worker),
            (":flows", flows),
            (":versions", versions),
            (":lost", &self.lost),
        ];
        for (name, value) in of_all.iter().chain(parameters) {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let rows = statement.raw_query().mapped(read);
        rows.collect()
    }
}
