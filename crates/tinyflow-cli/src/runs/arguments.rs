//! What `tinyflow runs` understands.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use tinyflow::RunPhase;

#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// List the runs
    List(ListArguments),
    /// Show one run: where it is, why it waits, for what, until when
    Show(RunArguments),
    /// Print the audit log of a run
    Events(RunArguments),
    /// Answer what a run waits for, or end a timer before its time
    Resolve(ResolveArguments),
    /// Stop a run for good
    Cancel(RunArguments),
    /// Have a run tried again that failed or is stuck
    Retry(RunArguments),
}

#[derive(Debug, Args)]
pub(crate) struct DatabaseArguments {
    /// The database file
    #[arg(long = "db", value_name = "FILE")]
    pub(crate) path: PathBuf,
    /// Print JSON, for programs
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
    /// List the runs of this phase alone; may be given more than once
    #[arg(long, value_name = "PHASE", value_parser = PossibleValuesParser::new(RunPhase::ALL.map(RunPhase::name)))]
    pub(crate) phase: Vec<String>,
    /// List the runs of the flow with this id alone
    #[arg(long, value_name = "ID")]
    pub(crate) flow: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// The id of the run
    pub(crate) run: String,
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ResolveArguments {
    /// The id of the run
    pub(crate) run: String,
    /// The resume id of the wait, as `show` gives it; with `--step` the name of its step
    pub(crate) wait: String,
    /// The answer as JSON, `null` unless given; `-` reads it from standard input
    #[arg(value_name = "ANSWER", allow_hyphen_values = true)]
    pub(crate) answer: Option<String>,
    #[command(flatten)]
    pub(crate) database: DatabaseArguments,
    /// Send the answer to a step, which need not wait yet
    #[arg(long)]
    pub(crate) step: bool,
    /// Drop the answer if one of this id was sent before
    #[arg(long, value_name = "ID", requires = "step")]
    pub(crate) event_id: Option<String>,
    /// End a timer before its time
    #[arg(long, conflicts_with_all = ["answer", "step"])]
    pub(crate) skip: bool,
    /// The flow of the run: the answer is checked before it is sent
    #[arg(long, value_name = "FILE", conflicts_with = "skip")]
    pub(crate) flow: Option<PathBuf>,
}

impl RunsCommand {
    pub(crate) fn database(&self) -> &DatabaseArguments {
        match self {
            Self::List(arguments) => &arguments.database,
            Self::Resolve(arguments) => &arguments.database,
            Self::Show(arguments)
            | Self::Events(arguments)
            | Self::Cancel(arguments)
            | Self::Retry(arguments) => &arguments.database,
        }
    }
}
