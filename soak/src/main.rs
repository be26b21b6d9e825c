//! `cargo xtask soak conditions`: rounds until enough answers were compared.

use std::process::ExitCode;

use clap::Parser;
use tinyflow_soak::{Round, Tally, compare_compiled};

/// Compares random conditions with JavaScript.
#[derive(Parser)]
struct Arguments {
    /// How many answers of the evaluator to compare
    #[arg(long, default_value_t = 100_000)]
    count: usize,
    /// Where the random numbers begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many rounds are compiled into one crate; 0 compiles none
    #[arg(long, default_value_t = 60)]
    batch: usize,
}

/// How many disagreements are shown.
const MOST_SHOWN: usize = 20;

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tmp");
    let mut tally = Tally::default();
    let mut disagreements = Vec::new();
    let mut compiled = 0;
    let mut batch = Vec::new();
    let mut seed = arguments.seed;
    while tally.comparisons < arguments.count && disagreements.len() < MOST_SHOWN {
        let (round, differing) = Round::run(seed, &mut tally);
        disagreements.extend(differing);
        batch.push(round);
        seed += 1;
        let is_last = tally.comparisons >= arguments.count;
        if arguments.batch > 0 && (batch.len() == arguments.batch || is_last) {
            compiled += batch
                .iter()
                .map(|round| round.conditions().len())
                .sum::<usize>();
            disagreements.extend(compare_compiled(shared, &batch));
            println!("{} of {} compared", tally.comparisons, arguments.count);
        }
        if batch.len() == arguments.batch.max(1) {
            batch.clear();
        }
    }
    for text in disagreements.iter().take(MOST_SHOWN) {
        println!("\n{text}");
    }
    println!(
        "\n{} answers, {} of them errors; {} of {} conditions refused; {compiled} compiled; {} disagreements",
        tally.comparisons,
        tally.thrown,
        tally.refused,
        tally.made,
        disagreements.len(),
    );
    match disagreements.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
