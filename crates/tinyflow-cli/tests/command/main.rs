//! The command as a shell sees it: files, exit statuses, and what it says on which channel.

mod checking;

mod choosing;

mod explaining;

mod fixing;

mod formats;

mod formatting;

mod generating;

mod many;

mod graph;

mod refusing;

mod regenerating;

mod original_faults;

mod printing;

mod schema;

mod validating;

mod watching;

use std::io::{ErrorKind, Write};
use std::process::Stdio;

use tinyflow_tests::project::{Project, Said, sample_flow};

/// A project with the sample flow of this name in `flow.json`.
fn project_with_sample(name: &str) -> Project {
    project_with(&sample_flow(name))
}

/// A project with this text in `flow.json`.
fn project_with(flow: &str) -> Project {
    let project = Project::new();
    project.write("flow.json", flow);
    project
}

/// Runs the command in the project.
fn tinyflow(project: &Project, arguments: &[&str]) -> Said {
    project.run(env!("CARGO_BIN_EXE_tinyflow"), arguments)
}

/// Runs the command in the project, with something to read on standard input.
fn tinyflow_reading(project: &Project, arguments: &[&str], input: &str) -> Said {
    let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), arguments);
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    // A command that refuses its arguments may be gone before it reads.
    match stdin.write_all(input.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("it does not read: {error}"),
        _ => drop(stdin),
    }
    Said::from(child.wait_with_output().expect("it ends"))
}

/// Runs `tinyflow gen flow.json -o flow.rs` in the project.
fn generate(project: &Project) -> Said {
    tinyflow(project, &["gen", "flow.json", "-o", "flow.rs"])
}

/// Runs `tinyflow gen flow.json -o flow.rs --check` in the project.
fn check(project: &Project) -> Said {
    tinyflow(project, &["gen", "flow.json", "-o", "flow.rs", "--check"])
}
