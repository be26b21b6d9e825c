//! `tinyflow runs`: the runs in a database, looked at and reached from outside.
//!
//! Everything is done by the runtime; here it is asked for and shown. Each subcommand has its
//! file, which says what people read and, where `--json` is given, what programs read.

mod arguments;

mod list;

mod show;

mod events;

mod resolve;

mod cancel;

mod retry;

mod find;

mod table;

mod moment;

use anyhow::{Context, Result};
use serde_json::Value;
use tinyflow::Runs;
use tinyflow_sqlite::{SqliteContext, SqliteOptions};
use tokio::runtime::Builder;

pub(crate) use arguments::RunsCommand;

use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

pub(crate) fn run(command: &RunsCommand, printer: &mut Printer) -> Result<ExitStatus> {
    let options = SqliteOptions::new().with_existing_only(true);
    let context = options.open(&command.database().path)?;
    let tokio = Builder::new_current_thread().build();
    let tokio = tokio.context("the system gives no event loop")?;
    let database = Database {
        name: command.database().path.display().to_string(),
        runs: Runs::new(context.clone()),
        context,
    };
    tokio.block_on(async {
        match command {
            RunsCommand::List(arguments) => list::run(arguments, &database, printer).await,
            RunsCommand::Show(arguments) => show::run(arguments, &database, printer).await,
            RunsCommand::Events(arguments) => events::run(arguments, &database, printer).await,
            RunsCommand::Resolve(arguments) => resolve::run(arguments, &database, printer).await,
            RunsCommand::Cancel(arguments) => cancel::run(arguments, &database, printer).await,
            RunsCommand::Retry(arguments) => retry::run(arguments, &database, printer).await,
        }
    })
}

/// The database that the command was given.
struct Database {
    name: String,
    context: SqliteContext,
    runs: Runs<SqliteContext>,
}

/// Prints what a program reads.
fn print_json(value: &Value, printer: &mut Printer) -> Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    printer.line(Channel::Output, &text);
    Ok(())
}
