//! What the command understands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Durable workflows in plain Rust, drawn as FlowJSON.
#[derive(Debug, Parser)]
#[command(name = "tinyflow", version, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "\
Exit status: 0 if all is well (warnings included), 1 if a flow has errors or a file is stale, \
2 if the command could not do its work.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the Rust file of a flow, keeping what you wrote in it
    #[command(name = "gen")]
    Generate(GenerateArguments),
    /// Say everything that is wrong with a flow
    Validate(ValidateArguments),
    /// Print the JSON Schema of the FlowJSON format
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct GenerateArguments {
    /// The flow to read
    pub(crate) flow: PathBuf,
    /// The Rust file to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Write nothing; fail and show the difference if the file is stale
    #[arg(long)]
    pub(crate) check: bool,
    /// Add a generated section to the end of a file that has none
    #[arg(long, conflicts_with = "force")]
    pub(crate) adopt: bool,
    /// Write over what was edited by hand or is no tinyflow file, and keep the old file as `.bak`
    #[arg(long)]
    pub(crate) force: bool,
    /// What becomes of the stubs of new tasks
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub(crate) stubs: Stubs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Stubs {
    /// They go into the file, or are printed where it has no single `impl Tasks` block
    #[default]
    Auto,
    /// They are printed
    Print,
    /// Neither
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArguments {
    /// The flow to read
    pub(crate) flow: PathBuf,
}
