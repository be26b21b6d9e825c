//! `cargo run --release -p tinyflow-fuzz -- flows` and `cargo run --release -p tinyflow-fuzz -- mutants`.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::{Args, Parser};
use tinyflow_fuzz::{corpus, input, mutants, try_out};

/// An input may take so long.
const LONGEST: Duration = Duration::from_secs(1);

/// The process may need so much memory, in kB.
const MOST_MEMORY: u64 = 200 * 1024;

/// Mutated flows
#[derive(Parser)]
enum Arguments {
    /// Read, check, generate and format flows with random changes
    Flows(FlowArguments),
    /// Look which of all changes of a list are found
    Mutants,
}

#[derive(Args)]
struct FlowArguments {
    /// How many inputs
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// The seed of the first input; each further one has the next
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print the input of the seed, and nothing else
    #[arg(long)]
    show: bool,
}

fn main() -> Result<()> {
    match Arguments::parse() {
        Arguments::Flows(arguments) => flows(&arguments),
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

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a chore")]
fn flows(arguments: &FlowArguments) -> Result<()> {
    let corpus = corpus()?;
    if arguments.show {
        println!(
            "{}",
            String::from_utf8_lossy(&input(&corpus, arguments.seed))
        );
        return Ok(());
    }
    let start = Instant::now();
    let (mut faults, mut generated, mut longest) = (0, 0_u64, Duration::ZERO);
    for seed in arguments.seed..arguments.seed + arguments.inputs {
        let outcome = try_out(&input(&corpus, seed));
        generated += u64::from(outcome.generated);
        longest = longest.max(outcome.time);
        let is_slow = outcome.time > LONGEST;
        let slow = || format!("it took {:?}", outcome.time);
        if let Some(fault) = outcome.fault.or_else(|| is_slow.then(slow)) {
            eprintln!("seed {seed}: {fault}");
            faults += 1;
        }
    }
    let inputs = arguments.inputs;
    let took = start.elapsed().as_secs_f64();
    println!("{inputs} inputs of {} flows in {took:.0} s", corpus.len());
    println!("{generated} gave code, the longest took {longest:?}");
    if let Some(memory) = most_memory() {
        println!("at most {} MB of memory", memory / 1024);
        if memory > MOST_MEMORY {
            bail!("that is more than {} MB", MOST_MEMORY / 1024);
        }
    }
    match faults {
        0 => Ok(()),
        _ => bail!("{faults} inputs are at fault; show one again with --seed SEED --inputs 1"),
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
