//! `tinyflow runs` on a database that real runs were stored in.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod damaged;

mod listing;

mod resolving;

mod showing;

mod stopping;

mod stuck;

mod travel;

use serde_json::Value;
use tinyflow_tests::project::{Project, Said};

/// Runs `tinyflow runs …` in the project, on the database `runs.db`.
fn runs(project: &Project, arguments: &[&str]) -> Said {
    let mut all = vec!["runs"];
    all.extend(arguments);
    all.extend(["--db", "runs.db"]);
    project.run(env!("CARGO_BIN_EXE_tinyflow"), &all)
}

/// What `tinyflow runs … --json` gives a program.
fn runs_json(project: &Project, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let said = runs(project, &all).with_status(0);
    assert_eq!(said.stderr, "");
    serde_json::from_str(&said.stdout).unwrap()
}

/// The words of each line, so that a test need not count the blanks between columns.
fn lines(text: &str) -> Vec<String> {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(words).collect()
}
