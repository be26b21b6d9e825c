//! `tinyflow lsp`: the language server, on standard input and output.

use anyhow::{Context, Result};
use lsp_server::Connection;

use crate::exit_status::ExitStatus;

pub(crate) fn run() -> Result<ExitStatus> {
    let (connection, threads) = Connection::stdio();
    let served = tinyflow_lsp::serve(&connection);
    // The thread that writes ends when nobody can hand it anything more.
    drop(connection);
    served?;
    threads.join().context("the client cannot be reached")?;
    Ok(ExitStatus::Success)
}
