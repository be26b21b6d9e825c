//! `cargo xtask soak`: what the tests try a thousandth of.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::project::cargo;

/// Compares so many answers of random conditions, from this seed on, with those of JavaScript.
///
/// # Errors
/// If answers disagree, or the program cannot be run.
pub fn conditions(root: &Path, count: u64, seed: u64) -> Result<()> {
    let status = Command::new(cargo())
        .args(["test", "--release", "--package=tinyflow-soak"])
        .args(["--test=soak", "--", "--nocapture"])
        .env("SOAK_COUNT", count.to_string())
        .env("SOAK_SEED", seed.to_string())
        .current_dir(root)
        .status()
        .context("cannot run the test of tinyflow-soak")?;
    ensure!(status.success(), "tinyflow and JavaScript disagree");
    Ok(())
}

/// Reads, checks, generates and formats so many mutated flows, from this seed on.
///
/// # Errors
/// If one of them is too much, or the program cannot be run.
pub fn flows(root: &Path, count: u64, seed: u64) -> Result<()> {
    let (count, seed) = (count.to_string(), seed.to_string());
    let arguments = ["flows", "--inputs", &count, "--seed", &seed];
    let is_passed = fuzz(root, &arguments)?;
    ensure!(is_passed, "mutated flows were too much");
    Ok(())
}

/// Makes every change of a list at every place of the sample flows, and prints how many are found.
///
/// # Errors
/// If one is neither found nor still sound, or the program cannot be run.
pub fn mutants(root: &Path) -> Result<()> {
    let is_passed = fuzz(root, &["mutants"])?;
    ensure!(is_passed, "mutants were missed");
    Ok(())
}

/// Runs the package of mutations: what it needs is heavy to build.
fn fuzz(root: &Path, arguments: &[&str]) -> Result<bool> {
    let status = Command::new(cargo())
        .args(["run", "--release", "--package=tinyflow-fuzz", "--"])
        .args(arguments)
        .current_dir(root)
        .status()
        .context("cannot run tinyflow-fuzz")?;
    Ok(status.success())
}
