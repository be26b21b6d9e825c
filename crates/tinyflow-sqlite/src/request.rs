//! What the process asks of the thread that holds the connection.

use std::error::Error;

use rusqlite::{Connection, ErrorCode};
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

/// Some work on the database, of which only its answer's type is not known here.
pub(crate) struct Job(Box<dyn Work>);

/// Work that is done and waits for its transaction to end.
pub(crate) struct Done {
    has_succeeded: bool,
    answer: Box<Answer>,
}

/// Answers whoever asked, once the transaction has ended so.
type Answer = dyn FnOnce(Result<(), &rusqlite::Error>) + Send;

trait Work: Send {
    fn run(self: Box<Self>, connection: &Connection, leases: &mut Leases, now_ms: i64) -> Done;

    fn refuse(self: Box<Self>, error: &rusqlite::Error);
}

/// Work for one run, and where its answer goes.
struct RunWork<T, F> {
    run_id: String,
    work: F,
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
        F: FnOnce(&Connection, &mut Leases, i64) -> Result<T, ContextError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let run_id = run_id.to_owned();
        let work = RunWork {
            run_id,
            work,
            answer,
        };
        (Self(Box::new(work)), answered)
    }

    pub(crate) fn run(self, connection: &Connection, leases: &mut Leases, now_ms: i64) -> Done {
        self.0.run(connection, leases, now_ms)
    }

    /// Answers without doing the work.
    pub(crate) fn refuse(self, error: &rusqlite::Error) {
        self.0.refuse(error);
    }
}

impl Done {
    pub(crate) fn has_succeeded(&self) -> bool {
        self.has_succeeded
    }

    pub(crate) fn answer(self, ended: Result<(), &rusqlite::Error>) {
        (self.answer)(ended);
    }
}

impl<T, F> Work for RunWork<T, F>
where
    T: Send + 'static,
    F: FnOnce(&Connection, &mut Leases, i64) -> Result<T, ContextError> + Send,
{
    fn run(self: Box<Self>, connection: &Connection, leases: &mut Leases, now_ms: i64) -> Done {
        let result = (self.work)(connection, leases, now_ms);
        let (run_id, answer) = (self.run_id, self.answer);
        Done {
            has_succeeded: result.is_ok(),
            answer: Box::new(move |ended| {
                let result = result.and_then(|value| match ended {
                    Ok(()) => Ok(value),
                    Err(error) => Err(store_error(&run_id, error.to_string())),
                });
                // Whoever asked may have given up; then there is nobody to tell.
                let _ = answer.send(result);
            }),
        }
    }

    fn refuse(self: Box<Self>, error: &rusqlite::Error) {
        let error = store_error(&self.run_id, error.to_string());
        let _ = self.answer.send(Err(error));
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

/// Whether something is not as it was stored: a page of the file, or a column of a row.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    let of_pages = [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase];
    match error {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => true,
        other => other
            .sqlite_error_code()
            .is_some_and(|code| of_pages.contains(&code)),
    }
}
