//! The front end for people: lines in, lines out.

use std::error::Error;
use std::io;
use std::path::Path;

use tinyflow::{Client, RuntimeError, TaskRunner, WorkerHandle, json};

use crate::store::TellingContext;
use crate::{IntervalPayment, Mailer, Usage, add_usage, cancel};

/// What a user may type.
pub const USAGE: &str = "
  /state       print the state as JSON
  /add [NUM]   add a usage, or so many
  /save        write all runs to the file
  /cancel      cancel the subscription
  /exit        leave at once
";

/// Whether the terminal goes on after a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It waits for the next line.
    Next,
    /// The subscription is cancelled: the program ends when all is billed.
    Cancelled,
    /// The program ends now.
    Exit,
}

/// A terminal for one run.
pub struct Terminal<'a, M: Mailer> {
    /// The run.
    pub run_id: &'a str,
    /// How the run is reached.
    pub client: Client<IntervalPayment<M>, TellingContext>,
    /// Where the runs are.
    pub context: TellingContext,
    /// The file for `/save`, and for the runs when all is billed.
    pub file: &'a Path,
    /// Whose figures `/state` shows.
    pub runner: TaskRunner,
}

impl<M: Mailer> Terminal<'_, M> {
    /// Obeys lines until somebody leaves, or until the subscription is cancelled and all is
    /// billed: then the worker is shut down and the runs are written to the file.
    ///
    /// # Errors
    /// If a line cannot be read or obeyed, or if the file cannot be written.
    pub async fn serve(
        &self,
        mut lines: impl Iterator<Item = io::Result<String>>,
        worker: WorkerHandle,
        say: impl Fn(&str),
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        loop {
            // Whoever has closed the input cannot cancel any more, and leaves.
            let line = lines.next().unwrap_or_else(|| Ok("/exit".to_owned()))?;
            let (answer, after) = self.obey(&line).await?;
            say(&answer);
            match after {
                After::Next => {}
                After::Cancelled => break,
                After::Exit => return Ok(()),
            }
        }
        for failure in self.runner.idle().await {
            say(&format!("{failure}: {}", failure.source));
        }
        worker.shutdown().await;
        self.context.write_to(self.file)?;
        say("all done");
        Ok(())
    }

    /// Does what a line says, and gives what to print.
    ///
    /// # Errors
    /// If the run cannot be reached, or the file not be written.
    pub async fn obey(&self, line: &str) -> Result<(String, After), Box<dyn Error + Send + Sync>> {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("/state") => Ok((self.state().await?, After::Next)),
            Some("/add") => {
                let count = words
                    .next()
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                Ok((told(self.add(count).await)?, After::Next))
            }
            Some("/save") => {
                self.context.write_to(self.file)?;
                Ok((format!("saved to {}", self.file.display()), After::Next))
            }
            Some("/cancel") => {
                let cancelled = self.client.with_transaction(self.run_id, cancel).await;
                let done = cancelled.map(|()| "cancelled".to_owned());
                let after = if done.is_ok() {
                    After::Cancelled
                } else {
                    After::Next
                };
                Ok((told(done)?, after))
            }
            Some("/exit") => Ok(("exit".to_owned(), After::Exit)),
            _ => Ok((USAGE.to_owned(), After::Next)),
        }
    }

    async fn state(&self) -> Result<String, RuntimeError> {
        let run = self.client.query(self.run_id).await?;
        let stats = self.runner.stats();
        let shown = json!({
            "step": run.current_step,
            "state": run.state,
            "runtimeUsage": { "total": stats.total, "done": stats.done },
        });
        Ok(format!("{shown:#}"))
    }

    async fn add(&self, count: u32) -> Result<String, RuntimeError> {
        let add = |run: &mut tinyflow::Transaction<_, crate::Subscription>| {
            let mut lines = Vec::new();
            for number in 0..count {
                let known = run.state.current_usages.len() + run.state.receipts.len();
                let item = format!("id_{known}");
                let amount = 1 + number % 10;
                lines.push(format!("add usage {item} - {amount}"));
                add_usage(run, Usage { item, amount })?;
            }
            Ok::<_, crate::NotActive>(lines.join("\n"))
        };
        self.client.with_transaction(self.run_id, add).await
    }
}

/// A refusal is told like any answer; all else is an error.
fn told(done: Result<String, RuntimeError>) -> Result<String, RuntimeError> {
    match done {
        Err(RuntimeError::Refused { source, .. }) => Ok(format!("refused: {source}")),
        other => other,
    }
}
