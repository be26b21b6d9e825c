//! Very many mutated flows, on all processors, and what became of them.

use std::fs;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;
use tinyflow_fuzz::{Outcome, corpus, input, try_out};

/// An input may take so long.
const LONGEST: Duration = Duration::from_secs(1);

/// How often an input that took longer is tried again.
const MORE_TRIES: usize = 4;

/// Where nothing comes back for so long, an input will never end.
const PATIENCE: Duration = Duration::from_secs(30);

/// The process may need so much memory, in kB.
const MOST_MEMORY: u64 = 200 * 1024;

/// After so many inputs it is said how far the work is.
const STRETCH: u64 = 100_000;

#[derive(Args)]
pub(crate) struct FlowArguments {
    /// How many inputs
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// The seed of the first input; each further one has the next
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many inputs are tried at once; as many as there are processors unless said
    #[arg(long)]
    jobs: Option<NonZeroUsize>,
    /// Print the input of the seed, and nothing else
    #[arg(long)]
    show: bool,
}

#[expect(clippy::print_stdout, reason = "it is a chore")]
pub(crate) fn run(arguments: &FlowArguments) -> Result<()> {
    let corpus = corpus()?;
    if arguments.show {
        let input = input(&corpus, arguments.seed);
        println!("{}", String::from_utf8_lossy(&input));
        return Ok(());
    }
    let start = Instant::now();
    let jobs = arguments.jobs.or_else(|| available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZeroUsize::get);
    let (sender, receiver) = channel();
    for job in 0..jobs {
        let (corpus, sender) = (corpus.clone(), sender.clone());
        let seeds = arguments.seed..arguments.seed + arguments.inputs;
        let own = seeds.skip(job).step_by(jobs);
        thread::spawn(move || try_all(&corpus, own, &sender));
    }
    drop(sender);
    let sum = Sum::of(arguments, &receiver)?;
    let took = start.elapsed().as_secs_f64();
    println!(
        "{} inputs of {} flows in {took:.0} s",
        sum.inputs,
        corpus.len()
    );
    println!(
        "{} gave code, the longest took {:?}",
        sum.generated, sum.longest
    );
    if let Some(memory) = most_memory() {
        println!("at most {} MB of memory", memory / 1024);
        if memory > MOST_MEMORY {
            bail!("that is more than {} MB", MOST_MEMORY / 1024);
        }
    }
    match sum.faults {
        0 => Ok(()),
        faults => bail!(
            "{faults} inputs are at fault; show one again with `cargo xtask soak flows --seed SEED --count 1`"
        ),
    }
}

fn try_all(corpus: &[Vec<u8>], seeds: impl Iterator<Item = u64>, sender: &Sender<(u64, Outcome)>) {
    for seed in seeds {
        let input = input(corpus, seed);
        let mut outcome = try_out(&input);
        // On a busy machine any input may take long once.
        for _ in 0..MORE_TRIES {
            if outcome.time <= LONGEST {
                break;
            }
            outcome = try_out(&input);
        }
        if sender.send((seed, outcome)).is_err() {
            return;
        }
    }
}

/// What became of all inputs.
#[derive(Default)]
struct Sum {
    inputs: u64,
    faults: u64,
    generated: u64,
    longest: Duration,
}

impl Sum {
    /// Takes in the outcomes as they come, and says at once what is at fault.
    #[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a chore")]
    fn of(arguments: &FlowArguments, outcomes: &Receiver<(u64, Outcome)>) -> Result<Self> {
        let mut sum = Self::default();
        loop {
            let (seed, outcome) = match outcomes.recv_timeout(PATIENCE) {
                Ok(outcome) => outcome,
                Err(RecvTimeoutError::Disconnected) => return Ok(sum),
                Err(RecvTimeoutError::Timeout) => {
                    let from = arguments.seed + sum.inputs;
                    bail!("an input near seed {from} has not ended for {PATIENCE:?}")
                }
            };
            sum.inputs += 1;
            sum.generated += u64::from(outcome.generated);
            sum.longest = sum.longest.max(outcome.time);
            let is_slow = outcome.time > LONGEST;
            let slow = || format!("it took {:?}", outcome.time);
            if let Some(fault) = outcome.fault.or_else(|| is_slow.then(slow)) {
                eprintln!("seed {seed}: {fault}");
                sum.faults += 1;
            }
            if sum.inputs.is_multiple_of(STRETCH) {
                let next = arguments.seed + sum.inputs;
                println!("{} inputs; the next has about seed {next}", sum.inputs);
            }
        }
    }
}

/// The most memory that this process had, in kB, where the system tells.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
