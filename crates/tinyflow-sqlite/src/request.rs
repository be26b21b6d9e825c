//! What the process asks of the thread that holds the connection.

use std::error::Error;

use rusqlite::{Connection, ErrorCode, ffi};
use tinyflow::ContextError;
use tokio::sync::oneshot;

use crate::leases::{Leases, Unwanted};

/// Stands for the id of a run in requests that concern no run in particular.
pub(crate) const NO_RUN: &str = "*";

pub(crate) enum Request {
    /// Answered from what is on the disk.
    Read(Job),
    /// Answered when what it has written is on the disk.
    Write(Job),
    /// Not answered. What cannot be written now is written later.
    Release(Unwanted),
}

/// Some work on the database, of which only its answer's type is not known here. It may be done
/// more than once, if what it has written came to nothing; whoever asked is told the last result.
pub(crate) struct Job(Box<dyn Work>);

trait Work: Send {
    fn run(
        &mut self,
        connection: &Connection,
        leases: &mut Leases,
        now_ms: i64,
    ) -> Result<(), &ContextError>;

    fn has_succeeded(&self) -> bool;

    fn answer(self: Box<Self>, ended: Result<(), &rusqlite::Error>);
}

/// Work for one run, what came of it last, and where its answer goes.
struct RunWork<T, F> {
    run_id: String,
    work: F,
    result: Option<Result<T, ContextError>>,
    answer: oneshot::Sender<Result<T, ContextError>>,
}

impl Job {
    /// The work, and where its answer will come.
    pub(crate) fn new<T, F>(
        run_id: &str,
        work: F,
    ) -> (Self, oneshot::Receiver<Result<T, ContextError>>)
    where
        T: Send + 'static,
        F: FnMut(&Connection, &mut Leases, i64) -> Result<T, ContextError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let run_id = run_id.to_owned();
        let work = RunWork {
            run_id,
            work,
            result: None,
            answer,
        };
        (Self(Box::new(work)), answered)
    }

    pub(crate) fn run(
        &mut self,
        connection: &Connection,
        leases: &mut Leases,
        now_ms: i64,
    ) -> Result<(), &ContextError> {
        self.0.run(connection, leases, now_ms)
    }

    pub(crate) fn has_succeeded(&self) -> bool {
        self.0.has_succeeded()
    }

    /// Answers whoever asked, once the transaction has ended so.
    pub(crate) fn answer(self, ended: Result<(), &rusqlite::Error>) {
        self.0.answer(ended);
    }
}

impl<T, F> Work for RunWork<T, F>
where
    T: Send + 'static,
    F: FnMut(&Connection, &mut Leases, i64) -> Result<T, ContextError> + Send,
{
    fn run(
        &mut self,
        connection: &Connection,
        leases: &mut Leases,
        now_ms: i64,
    ) -> Result<(), &ContextError> {
        let result = (self.work)(connection, leases, now_ms);
        self.result.insert(result).as_ref().map(drop)
    }

    fn has_succeeded(&self) -> bool {
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, ended: Result<(), &rusqlite::Error>) {
        let result = match (self.result, ended) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(store_error(&self.run_id, error.to_string())),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(store_error(&self.run_id, "it was not done")),
        };
        // Whoever asked may have given up; then there is nobody to tell.
        let _ = self.answer.send(result);
    }
}

/// The failure of the store at a request for a run, or for none.
pub(crate) fn store_error(
    run_id: &str,
    source: impl Into<Box<dyn Error + Send + Sync>>,
) -> ContextError {
    match run_id {
        NO_RUN => ContextError::unavailable(source),
        _ => ContextError::store(run_id, source),
    }
}

/// Turns an error of SQLite into that of a run: what is stored of it is damaged, or the store has
/// failed.
pub(crate) fn failed(run_id: &str) -> impl Fn(rusqlite::Error) -> ContextError {
    let run_id = run_id.to_owned();
    move |error| match run_id.as_str() {
        NO_RUN => ContextError::unavailable(error),
        _ if is_damage(&error) => ContextError::damaged(&*run_id, error),
        _ => ContextError::store(&*run_id, error),
    }
}

/// Whether the work came upon something that is not as it was stored.
pub(crate) fn is_of_damage(error: &ContextError) -> bool {
    match error {
        ContextError::Damaged { .. } => true,
        ContextError::Unavailable { source } => source.downcast_ref().is_some_and(is_damage),
        _ => false,
    }
}

/// Whether something is not as it was stored: a page of the file, or a column of a row.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => true,
        rusqlite::Error::SqliteFailure(failure, _) => {
            let is_cut_off = failure.extended_code == ffi::SQLITE_IOERR_SHORT_READ;
            let of_pages = [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase];
            is_cut_off || of_pages.contains(&failure.code)
        }
        _ => false,
    }
}
