//! What `tinyflow gen` understands.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tinyflow_codegen::merge::{InDoubt, MergeOptions, StubMode};

#[derive(Clone, Debug, Args)]
pub(crate) struct GenerateArguments {
    /// The flows to read: files, folders, patterns such as 'flows/*.json', or - for standard
    /// input. Without any, those that tinyflow.toml lists
    pub(crate) flows: Vec<PathBuf>,
    /// The Rust file to write; {name} in it stands for the flow's file name as a module name
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The file that lists flows and their outputs; else tinyflow.toml, here or in a folder above
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write nothing; fail and show the difference if a file is stale
    #[arg(long, group = "mode")]
    pub(crate) check: bool,
    /// Write nothing; show what would change
    #[arg(long, group = "mode")]
    pub(crate) diff: bool,
    /// Write nothing; print the file
    #[arg(long, group = "mode")]
    pub(crate) stdout: bool,
    /// Go on and generate again whenever a flow is saved
    #[arg(long, group = "mode")]
    pub(crate) watch: bool,
    /// Add a generated section to the end of a file that has none
    #[arg(long, conflicts_with = "force")]
    pub(crate) adopt: bool,
    /// Write over what was edited by hand or is no tinyflow file, and keep the old file as `.bak`
    #[arg(long)]
    pub(crate) force: bool,
    /// What becomes of the stubs of new tasks
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    pub(crate) stubs: Stubs,
    /// A folder with templates in the place of built-in ones; tinyflow.toml may name it, too
    #[arg(long, value_name = "FOLDER")]
    pub(crate) templates: Option<PathBuf>,
    /// What to call the flow from standard input
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub(crate) stdin_filename: String,
}

impl GenerateArguments {
    pub(crate) fn merge_options(&self) -> MergeOptions {
        MergeOptions {
            in_doubt: match self {
                Self { adopt: true, .. } => InDoubt::Adopt,
                Self { force: true, .. } => InDoubt::Replace,
                _ => InDoubt::Refuse,
            },
            stubs: match self.stubs {
                Stubs::Auto => StubMode::Auto,
                Stubs::Print => StubMode::Print,
                Stubs::Never => StubMode::Never,
            },
        }
    }
}

/// What becomes of the stubs of new tasks.
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
