//! What `tinyflow validate` understands.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::levels::{self, Denied};
use tinyflow_model::Rule;

#[derive(Debug, Args)]
pub(crate) struct ValidateArguments {
    /// The flows to read: files, folders (every flow in and below them), or - for standard input
    #[arg(required = true)]
    pub(crate) flows: Vec<PathBuf>,
    /// The form of what is said
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Treat as errors: `warnings`, or the code or name of a rule
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = levels::denied)]
    pub(crate) deny: Vec<Denied>,
    /// Leave out the warnings of a rule, given by code or name
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = levels::allowed)]
    pub(crate) allow: Vec<&'static Rule>,
    /// Show so many findings and count the rest
    #[arg(long, value_name = "N")]
    pub(crate) max_diagnostics: Option<usize>,
    /// What to call the flow from standard input
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub(crate) stdin_filename: String,
    /// Mend in the files what has one safe mend: misspelt step ids and types, connections that
    /// are there twice, a byte order mark, a missing `$schema`
    #[arg(long)]
    pub(crate) fix: bool,
    /// Say nothing but the findings
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// The form of what `validate` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: each finding with the part of the flow that it is about
    #[default]
    Text,
    /// One JSON object a finding, one a line (docs/finding.schema.json)
    Json,
    /// One SARIF 2.1.0 document
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}
