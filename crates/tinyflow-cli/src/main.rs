//! The command `tinyflow`.
//!
//! This crate is the shell: it reads files, calls the pure parts, prints what
//! they say and chooses the exit status. What is said is decided elsewhere.

mod arguments;

mod config;

mod exit_status;

mod flow_file;

mod inputs;

mod printer;

mod report;

mod levels;

mod difference;

mod rule_book;

mod generate;

mod validate;

mod fix;

mod explain;

mod format;

mod graph;

mod lsp;

mod schema;

mod runs;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use arguments::{Arguments, Command};
use exit_status::ExitStatus;
use printer::Printer;

/// A flow is read into very many small values. This allocator makes them, and lets go of them, in
/// much less time than those that systems bring along.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::new(arguments.color);
    let outcome = match arguments.command {
        Command::Generate(arguments) => generate::run(&arguments, &mut printer),
        Command::Validate(arguments) => validate::run(&arguments, &mut printer),
        Command::Format(arguments) => format::run(&arguments, &mut printer),
        Command::Explain(arguments) => explain::run(&arguments, &mut printer),
        Command::Graph(arguments) => graph::run(&arguments, &mut printer),
        Command::Lsp => lsp::run(),
        Command::Schema => schema::run(&mut printer),
        Command::Runs(command) => runs::run(&command, &mut printer),
    };
    let status = outcome.unwrap_or_else(|error| {
        printer.error(&error);
        ExitStatus::Failed
    });
    printer.finish(status).into()
}
