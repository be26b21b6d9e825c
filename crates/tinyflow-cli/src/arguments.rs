//! What the command understands.

mod generate;
mod validate;

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use generate::GenerateArguments;
pub(crate) use validate::{Format, ValidateArguments};

use crate::runs::RunsCommand;

/// Durable workflows in plain Rust, drawn as FlowJSON.
#[derive(Debug, Parser)]
#[command(name = "tinyflow", version, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours: on a terminal, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        display_order = LAST
    )]
    pub(crate) color: Colours,
}

/// Behind the options of a subcommand's own.
const LAST: usize = 1000;

const EXIT_STATUS: &str = "\
Exit status: 0 if all is well (warnings included, unless they are denied), 1 if a flow or an answer \
has errors or a file is stale, 2 if the command could not do its work.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the Rust files of flows, keeping what you wrote in them
    #[command(name = "gen")]
    Generate(GenerateArguments),
    /// Say everything that is wrong with a flow
    Validate(ValidateArguments),
    /// Lay out flows in the one canonical way
    #[command(name = "fmt")]
    Format(FormatArguments),
    /// Say what a rule finds and why it matters, with a flow that breaks it and the flow mended
    Explain(ExplainArguments),
    /// Draw the picture of a flow, with what is wrong with it
    Graph(GraphArguments),
    /// Serve an editor: the language server, on standard input and output
    Lsp,
    /// Print the JSON Schema of the FlowJSON format
    Schema,
    /// Look at the runs in a database, answer them, stop them, have them tried again
    #[command(subcommand)]
    Runs(RunsCommand),
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colours {
    /// On a terminal, as `NO_COLOR` and `CLICOLOR_FORCE` say
    #[default]
    Auto,
    /// In files and pipes, too
    Always,
    /// Nowhere
    Never,
}

impl From<Colours> for ColorChoice {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::Auto => Self::Auto,
            Colours::Always => Self::Always,
            Colours::Never => Self::Never,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The code or name of the rule (TF303, unknown_step); without one all are listed
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FormatArguments {
    /// The flows: files, folders (every flow in and below them), or - to read standard input and
    /// write standard output
    #[arg(required = true)]
    pub(crate) flows: Vec<PathBuf>,
    /// Write nothing; fail and show the difference where a flow would change
    #[arg(long)]
    pub(crate) check: bool,
    /// What to call the flow from standard input
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub(crate) stdin_filename: String,
}

#[derive(Debug, Args)]
pub(crate) struct GraphArguments {
    /// The flow to read, or - for standard input
    pub(crate) flow: PathBuf,
    /// How to write the picture
    #[arg(long, value_enum, default_value_t = GraphFormat::Svg)]
    pub(crate) format: GraphFormat,
    /// The file to write, instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Let the steps of an SVG stand where `metadata.x` and `metadata.y` say
    #[arg(long)]
    pub(crate) positions: bool,
    /// What to call the flow from standard input
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub(crate) stdin_filename: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A picture that browsers show
    Svg,
    /// A Mermaid flow chart, for Markdown
    Mermaid,
    /// A digraph for Graphviz
    Dot,
}
