//! The command line of the chores.

use std::ffi::OsString;
use std::io::stdout;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use xtask::{Mode, bench, ci, examples, pictures, project, rule_book, schema, settle, soak, tidy};

/// The project's own chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Make the GENERATED sections of the examples and the pictures of the sample flows anew
    Examples(MakeArguments),
    /// Make the JSON Schema of FlowJSON anew
    Schema(MakeArguments),
    /// Make the rule book anew
    Rules(MakeArguments),
    /// Look for what the compiler does not see
    Tidy,
    /// Measure the command on flows of growing size, and the runtime
    Bench {
        /// How often each command runs; the median counts
        #[arg(long, default_value_t = 7)]
        runs: usize,
        /// The sizes of the flows, in steps
        #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
        steps: Vec<usize>,
    },
    /// Compare random conditions with what JavaScript answers
    Soak {
        /// How many answers to compare
        #[arg(long, default_value_t = 100_000)]
        count: usize,
        /// Where the random numbers begin
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Run everything that must pass before a change goes in
    Ci,
    /// Run one command and print what it took
    #[command(hide = true)]
    Measure {
        #[arg(trailing_var_arg = true, required = true)]
        command: Vec<OsString>,
    },
    /// Parse a file as JSON and do nothing with it
    #[command(hide = true)]
    ParseJson { file: PathBuf },
}

#[derive(Args)]
struct MakeArguments {
    /// Change nothing; fail where a file is stale
    #[arg(long)]
    check: bool,
}

impl MakeArguments {
    fn mode(&self) -> Mode {
        if self.check { Mode::Check } else { Mode::Write }
    }
}

fn main() -> Result<()> {
    let root = project::root();
    let output = &mut stdout();
    match Arguments::parse().chore {
        Chore::Examples(arguments) => {
            let mut files = examples::files(root)?;
            files.extend(pictures::files(root)?);
            settle(&files, arguments.mode(), examples::COMMAND, output)
        }
        Chore::Schema(arguments) => {
            let files = schema::files(root)?;
            settle(&files, arguments.mode(), schema::COMMAND, output)
        }
        Chore::Rules(arguments) => {
            let files = rule_book::files(root)?;
            settle(&files, arguments.mode(), rule_book::COMMAND, output)
        }
        Chore::Tidy => tidy::run(root, output),
        Chore::Bench { runs, steps } => {
            bench::run(root, &steps, runs, output)?;
            bench::run_runtime(root, output)
        }
        Chore::Soak { count, seed } => soak::run(root, count, seed),
        Chore::Ci => ci::run(root, output),
        Chore::Measure { command } => bench::measure(&command, output),
        Chore::ParseJson { file } => bench::parse_json(&file),
    }
}
