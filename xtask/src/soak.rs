//! `cargo xtask soak`: random conditions, answered by tinyflow and by JavaScript.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::project::cargo;

/// Compares so many answers, from this seed on. The engines are built for it,
/// which is why they are in a package of their own.
///
/// # Errors
/// If answers disagree, or the program cannot be run.
pub fn run(root: &Path, count: usize, seed: u64) -> Result<()> {
    let status = Command::new(cargo())
        .args(["run", "--release", "--package", "tinyflow-soak", "--"])
        .args(["--count", &count.to_string(), "--seed", &seed.to_string()])
        .current_dir(root)
        .status()
        .context("cannot run the soak")?;
    ensure!(status.success(), "tinyflow and JavaScript disagree");
    Ok(())
}
