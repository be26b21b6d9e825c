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
    let (count, seed) = (count.to_string(), seed.to_string());
    let is_passed = run(root, "tinyflow-soak", &["--count", &count, "--seed", &seed])?;
    ensure!(is_passed, "tinyflow and JavaScript disagree");
    Ok(())
}

/// Reads, checks, generates and formats so many mutated flows, from this seed on.
///
/// # Errors
/// If one of them is too much, or the program cannot be run.
pub fn flows(root: &Path, count: u64, seed: u64) -> Result<()> {
    let (count, seed) = (count.to_string(), seed.to_string());
    let arguments = ["flows", "--inputs", &count, "--seed", &seed];
    let is_passed = run(root, "tinyflow-fuzz", &arguments)?;
    ensure!(is_passed, "mutated flows were too much");
    Ok(())
}

/// Makes every change of a list at every place of the sample flows, and prints how many are found.
///
/// # Errors
/// If one is neither found nor still sound, or the program cannot be run.
pub fn mutants(root: &Path) -> Result<()> {
    let is_passed = run(root, "tinyflow-fuzz", &["mutants"])?;
    ensure!(is_passed, "mutants were missed");
    Ok(())
}

/// Runs a package of its own: what it needs is heavy to build.
fn run(root: &Path, package: &str, arguments: &[&str]) -> Result<bool> {
    let status = Command::new(cargo())
        .args(["run", "--release", "--package", package, "--"])
        .args(arguments)
        .current_dir(root)
        .status()
        .with_context(|| format!("cannot run {package}"))?;
    Ok(status.success())
}
