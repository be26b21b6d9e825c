//! The command line of the chores.

use std::ffi::OsString;
use std::io::stdout;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Args, Parser, Subcommand, ValueEnum};
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
    /// Measure the command on flows of growing size, the compiler on what it generates, and the
    /// runtime
    Bench {
        /// How often each command runs; the median counts
        #[arg(long, default_value_t = 7)]
        runs: usize,
        /// The sizes of the flows, in steps
        #[arg(long, value_delimiter = ',', default_value = "10,100,1000,10000")]
        steps: Vec<usize>,
        /// The sizes of the flows whose generated code is compiled
        #[arg(long, value_delimiter = ',', default_value = "10,100,1000,3000")]
        compiled: Vec<usize>,
    },
    /// Try a thousand times what the tests try: mutated flows, changes of the samples, random
    /// conditions
    Soak {
        /// One of them alone
        #[arg(value_enum)]
        only: Option<Soak>,
        /// How many inputs or answers; a million flows, 100,000 conditions unless said
        #[arg(long, requires = "only")]
        count: Option<u64>,
        /// Where the random numbers begin; 1 unless said
        #[arg(long, requires = "only")]
        seed: Option<u64>,
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

/// What is tried for long.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Soak {
    /// Mutated flows, through everything that the command does with one
    Flows,
    /// Every change of a list at every place of the sample flows
    Mutants,
    /// Random conditions, answered by tinyflow and by JavaScript
    Conditions,
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
        Chore::Bench {
            runs,
            steps,
            compiled,
        } => {
            bench::run(root, &steps, runs, output)?;
            bench::run_compiled(root, &compiled, output)?;
            bench::run_runtime(root, output)
        }
        Chore::Soak { only, count, seed } => {
            let is_meant = |one: Soak| only.is_none_or(|only| only == one);
            let is_limited = count.is_some() || seed.is_some();
            ensure!(
                only != Some(Soak::Mutants) || !is_limited,
                "mutants are not random: every change is made at every place"
            );
            let seed = seed.unwrap_or(1);
            if is_meant(Soak::Mutants) {
                soak::mutants(root)?;
            }
            if is_meant(Soak::Flows) {
                soak::flows(root, count.unwrap_or(1_000_000), seed)?;
            }
            if is_meant(Soak::Conditions) {
                soak::conditions(root, count.unwrap_or(100_000), seed)?;
            }
            Ok(())
        }
        Chore::Ci => ci::run(root, output),
        Chore::Measure { command } => bench::measure(&command, output),
        Chore::ParseJson { file } => bench::parse_json(&file),
    }
}
