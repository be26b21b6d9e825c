//! Colours, silence, and readers that go away.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use tinyflow_tests::project::{Said, sample_flow};

use crate::{project_with, project_with_sample, tinyflow};

const ESCAPE: char = '\u{1b}';

fn with_a_warning() -> String {
    sample_flow("user-onboarding").replacen('{', "{ \"versoin\": 2,", 1)
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let project = project_with(&with_a_warning());
    for (more, variables, coloured) in [
        (&[][..], &[][..], false),
        (&["--color=always"], &[], true),
        (&["--color=always"], &[("NO_COLOR", "1")], true),
        (&["--color=auto"], &[], false),
        (&["--color=auto"], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["--color=never"], &[("CLICOLOR_FORCE", "1")], false),
    ] {
        let arguments = [&["validate", "flow.json"], more].concat();
        let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &arguments);
        command
            .env_remove("CLICOLOR_FORCE")
            .envs(variables.iter().copied());
        let said = Said::of(&mut command);
        assert_eq!(
            said.stdout.contains(ESCAPE),
            coloured,
            "{more:?} {variables:?}"
        );
    }
}

#[test]
fn quiet_says_the_findings_alone() {
    let project = project_with(&with_a_warning());
    let said = tinyflow(&project, &["validate", "flow.json", "--quiet"]).with_status(0);
    assert!(said.stdout.starts_with("warning[TF103]"), "{said}");
    assert!(!said.stdout.contains("Found"), "{said}");
    let project = project_with_sample("user-onboarding");
    let said = tinyflow(&project, &["validate", "flow.json", "-q"]).with_status(0);
    assert_eq!((said.stdout, said.stderr), (String::new(), String::new()));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let many = (0..5_000).fold(String::new(), |fields, index| {
        fields + &format!("\"f{index}\": 1,")
    });
    let project =
        project_with(&sample_flow("user-onboarding").replacen('{', &format!("{{{many}"), 1));
    let arguments = ["validate", "flow.json", "--allow=unsafe_text"];
    let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let stdout = child.stdout.take().expect("it says something");
    let mut first = String::new();
    BufReader::new(stdout)
        .read_line(&mut first)
        .expect("a line");
    assert!(first.starts_with("warning[TF103]"), "{first}");
    let said = Said::from(child.wait_with_output().expect("it ends"));
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let project = project_with_sample("user-onboarding");
    let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &["schema"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    command.stdout(full.expect("the device is there"));
    let said = Said::of(&mut command).with_status(2);
    assert!(
        said.stderr.contains("the output could not be written"),
        "{said}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal_and_taken_away_again() {
    use std::io::Read;

    let project = project_with_sample("user-onboarding");
    project.write("other.json", sample_flow("order-fulfilment"));
    let arguments = ["gen", "flow.json", "other.json", "-o", "{name}.rs"];
    let terminal = nix::pty::openpty(None, None).expect("there are terminals");
    let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &arguments);
    command.stderr(Stdio::from(terminal.slave));
    let mut child = command.spawn().expect("the command starts");
    // The other end of the terminal closes with the last that holds it.
    drop(command);
    assert!(child.wait().expect("it ends").success());
    let mut said = Vec::new();
    let _closed = std::fs::File::from(terminal.master).read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.starts_with("\r1 of 2 flows\r2 of 2 flows\r\u{1b}[K"),
        "{said:?}"
    );
    assert!(said.ends_with("2 flows: 2 written\r\n"), "{said:?}");
}
