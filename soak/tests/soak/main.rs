//! Random conditions, until enough answers were compared: a thousandth of the
//! soak, unless the environment asks for more.
//!
//! `SOAK_COUNT` is how many answers of the evaluator are compared, `SOAK_SEED`
//! where the random numbers begin.

mod compiled;

use std::env;
use std::str::FromStr;

use tinyflow_soak::{Round, Tally};

use compiled::compare_compiled;

/// How many rounds are compiled into one crate.
const BATCH: usize = 60;

/// How many disagreements are enough to stop.
const MOST_SHOWN: usize = 20;

#[test]
#[expect(clippy::print_stdout, reason = "a long run says how far it is")]
fn tinyflow_answers_as_javascript_does() {
    let count = number("SOAK_COUNT").unwrap_or(100);
    let mut seed = number("SOAK_SEED").unwrap_or(1);
    let mut tally = Tally::default();
    let mut disagreements = Vec::new();
    let mut layouts = Vec::new();
    let mut compiled = 0;
    while tally.comparisons < count && disagreements.len() < MOST_SHOWN {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH && tally.comparisons < count {
            let (round, differing) = Round::run(seed, &mut tally);
            disagreements.extend(differing);
            batch.push(round);
            seed += 1;
        }
        let conditions = batch.iter().map(|round| round.conditions().len());
        compiled += conditions.sum::<usize>();
        let answers = compare_compiled(env!("CARGO_TARGET_TMPDIR"), &batch);
        disagreements.extend(answers.disagreements);
        layouts.extend(answers.layouts);
        println!("{} of {count} compared", tally.comparisons);
    }
    let otherwise = layouts.len();
    println!("{tally}, {compiled} conditions compiled, {otherwise} laid out otherwise by rustfmt");
    // Rustfmt has more rules than are known here: it disagrees about a condition in thousands.
    assert!(
        otherwise <= 1 + compiled / 2_000,
        "rustfmt would change {otherwise}:\n{}",
        layouts.join("\n")
    );
    disagreements.truncate(MOST_SHOWN);
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
    // Most conditions are sound, and some of them throw.
    assert!(
        tally.refused * 5 < tally.made && tally.thrown > 0,
        "{tally}"
    );
}

/// A number from the environment.
fn number<N: FromStr>(name: &str) -> Option<N> {
    let text = env::var(name).ok()?;
    let number = text.parse().ok();
    assert!(number.is_some(), "{name} is no number: {text}");
    number
}
