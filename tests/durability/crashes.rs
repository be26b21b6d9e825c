//! The crash matrix: every example workflow, killed at every durable boundary of its run.
//!
//! A process is killed with `kill -9` at one boundary, a second one at another while it
//! recovers, and a third goes on to the end. Then the state is that of an undisturbed run, and
//! of the side effects only those happened again that were in flight at a kill.

use std::collections::BTreeSet;
use std::io::{Write, stderr};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Command;

use tinyflow_tests::project;

use crate::ledger::Ledger;
use crate::scenarios::{self, Example};
use crate::{files, full_disk, leases, process, sharing, stage};

/// What a process is when it is started by another test, and nothing otherwise.
#[test]
fn plays_a_part() {
    let Some(part) = process::part() else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = PathBuf::from(process::setting("TINYFLOW_FOLDER").unwrap());
    runtime.block_on(async {
        match part.as_str() {
            leases::SLEEPER => leases::sleep_past_the_lease(&folder).await,
            files::GROWING => files::grow(&folder).await,
            full_disk::WORKER => full_disk::work(&folder).await,
            sharing::WORKER => sharing::work(&folder).await,
            example => stage::play(example, &folder).await,
        }
    });
}

#[test]
fn start_and_poll() {
    matrix::<scenarios::Polling>();
}

#[test]
fn interval_payment() {
    matrix::<scenarios::Paying>();
}

#[test]
fn guessing_game() {
    matrix::<scenarios::Guessing>();
}

#[test]
fn order_fork() {
    matrix::<scenarios::Forking>();
}

#[test]
fn user_onboarding() {
    matrix::<scenarios::Onboarding>();
}

#[test]
fn order_fulfilment() {
    matrix::<scenarios::Fulfilling>();
}

#[test]
fn multi_step_form() {
    matrix::<scenarios::FillingIn>();
}

#[test]
fn travel_request() {
    matrix::<scenarios::Travelling>();
}

#[test]
fn profile_update() {
    matrix::<scenarios::Updating>();
}

#[test]
fn trial_conversion() {
    matrix::<scenarios::Converting>();
}

#[test]
fn monthly_payment() {
    matrix::<scenarios::Renewing>();
}

#[test]
fn support_ticket() {
    matrix::<scenarios::Helping>();
}

#[test]
fn video_pipeline() {
    matrix::<scenarios::Publishing>();
}

/// The tests above are named after their examples, and every example has one.
#[test]
fn no_example_is_left_out() {
    let program = std::env::current_exe().unwrap();
    let list = Command::new(program).args(["crashes::", "--list"]).output();
    let list = String::from_utf8(list.unwrap().stdout).unwrap();
    let tests: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("crashes::")?.strip_suffix(": test"))
        .collect();
    for folder in ["generated-examples", "examples"] {
        for entry in std::fs::read_dir(project::root().join(folder)).unwrap() {
            let package = entry.unwrap().path();
            // What shows how a project is set up has no scenario of its own.
            let is_set_up = ["build-script", "checked-in"]
                .iter()
                .any(|name| package.ends_with(name));
            if package.join("Cargo.toml").exists() && !is_set_up {
                let name = package.file_name().unwrap().to_str().unwrap();
                let name = name.replace('-', "_");
                assert!(tests.contains(name.as_str()), "{name} is never killed");
            }
        }
    }
}

/// Kills an example at each of its boundaries in turn, until it has none left.
fn matrix<E: Example>() {
    let scenario = E::NAME;
    let undisturbed = Folder::new();
    assert!(!undisturbed.run(scenario, None), "nobody kills it");
    let expected = undisturbed.ledger();
    // The keys under which results are stored are those that tasks are given, so each is found.
    assert!(expected.in_flight.is_empty(), "{expected:?}");
    assert!(expected.repeated.is_empty(), "{expected:?}");
    let mut points = 0;
    loop {
        let folder = Folder::new();
        if !folder.run(scenario, Some(points)) {
            break;
        }
        // It is killed once more while it recovers, unless it is done before that.
        folder.run(scenario, Some(points % 7));
        folder.run(scenario, None);
        let ledger = folder.ledger();
        let at = format!("{scenario}, killed at point {points}: {:?}", ledger.kills);
        assert_eq!(ledger.state, expected.state, "{at}");
        assert_eq!(ledger.effects, expected.effects, "{at}");
        assert!(ledger.repeated.is_empty(), "{at}: {:?}", ledger.repeated);
        points += 1;
    }
    assert!(points > 10, "{scenario} has {points} points");
    // The number of points belongs to the result, so it is said past what tests capture.
    let said = writeln!(
        stderr(),
        "{scenario}: killed at each of {points} boundaries"
    );
    said.unwrap();
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Runs a process; tells whether it was killed.
    fn run(&self, scenario: &str, kill_at: Option<u64>) -> bool {
        let settings: Vec<_> = kill_at
            .map(|at| ("TINYFLOW_KILL_AT", at.to_string()))
            .into_iter()
            .collect();
        let process = process::start(scenario, self.0.path(), &settings);
        let output = process.wait_with_output().unwrap();
        if output.status.success() {
            return false;
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.signal(), Some(9), "{scenario}: {said}");
        true
    }

    fn ledger(&self) -> Ledger {
        Ledger::read(self.0.path())
    }
}
