//! `cargo xtask soak flows` and `cargo xtask soak mutants`.

mod flows;

use anyhow::{Result, bail};
use clap::Parser;
use tinyflow_fuzz::mutants;

use flows::FlowArguments;

/// Mutated flows
#[derive(Parser)]
enum Arguments {
    /// Read, check, generate and format flows with random changes
    Flows(FlowArguments),
    /// Look which of all changes of a list are found
    Mutants,
}

fn main() -> Result<()> {
    match Arguments::parse() {
        Arguments::Flows(arguments) => flows::run(&arguments),
        Arguments::Mutants => all_mutants(),
    }
}

#[expect(clippy::print_stdout, reason = "it is a chore")]
fn all_mutants() -> Result<()> {
    let scores = mutants::score(1)?;
    print!("{scores}");
    match scores.missed.as_slice() {
        [] => Ok(()),
        missed => bail!("missed:\n{}", missed.join("\n")),
    }
}
