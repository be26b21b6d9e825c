//! Mutated flows, read, checked, generated and formatted.
//!
//! An input is made from the project's flows and a seed, so that the seed alone
//! shows it again. Nothing here knows what is right to find in an input; only
//! that saying so must neither panic nor take long.

mod corpus;

mod mutate;

mod judge;

pub mod mutants;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use fastrand::Rng;

pub use corpus::corpus;
pub use judge::judge;

/// What became of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The fault, in words; none where all is well.
    pub fault: Option<String>,
    /// Whether code was generated from the input.
    pub generated: bool,
    /// How long it took.
    pub time: Duration,
}

/// The input of a seed.
pub fn input(corpus: &[Vec<u8>], seed: u64) -> Vec<u8> {
    mutate::mutated(corpus, &mut Rng::with_seed(seed))
}

/// Does with an input what the command does with a flow.
pub fn try_out(input: &[u8]) -> Outcome {
    let start = Instant::now();
    let judged = catch_unwind(AssertUnwindSafe(|| judge(input)));
    let time = start.elapsed();
    let (generated, fault) = match judged {
        Ok(Ok(generated)) => (generated, None),
        Ok(Err(fault)) => (false, Some(fault)),
        Err(_) => (false, Some("it panicked".to_owned())),
    };
    Outcome {
        fault,
        generated,
        time,
    }
}
