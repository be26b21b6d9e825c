//! `cargo xtask ci`: everything that must pass before a change goes in.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::project::cargo;

/// What cargo is told, the quickest answers first.
const GATES: &[&[&str]] = &[
    &["fmt", "--check"],
    &["xtask", "tidy"],
    &["xtask", "examples", "--check"],
    &["xtask", "schema", "--check"],
    &["xtask", "rules", "--check"],
    // What a package holds and needs; that it builds on its own takes as long as all the rest.
    &["package", "--workspace", "--no-verify", "--quiet"],
    &[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ],
    // The code of a flow, with its tasks filled in, to what clippy finds at its strictest. What is
    // allowed asks of the code what only its owner can decide.
    &[
        "clippy",
        "--no-deps",
        "--lib",
        "--package=example-*",
        "--",
        "-Dwarnings",
        "-Wclippy::pedantic",
        "-Aclippy::missing_errors_doc",
        "-Aclippy::unused_async",
        "-Aclippy::wildcard_imports",
    ],
    &["test", "--workspace"],
];

/// Runs every gate, also behind one that failed, and says at the end which
/// passed.
///
/// # Errors
/// If a gate failed, or could not be run.
pub fn run(root: &Path, output: &mut impl Write) -> Result<()> {
    let mut failed = Vec::new();
    let mut summary = String::new();
    for gate in GATES {
        let command = format!("cargo {}", gate.join(" "));
        writeln!(output, "\n=== {command}")?;
        output.flush()?;
        let status = Command::new(cargo())
            .args(*gate)
            .current_dir(root)
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("cannot run {command}"))?;
        let said = if status.success() { "passed" } else { "FAILED" };
        summary += &format!("{said} {command}\n");
        if !status.success() {
            failed.push(command);
        }
    }
    write!(output, "\n{summary}")?;
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{} of {} gates failed", failed.len(), GATES.len())
}
