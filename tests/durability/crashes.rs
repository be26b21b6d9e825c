//! The crash matrix: every example workflow, killed at every durable boundary of its run.
//!
//! A process is killed with `kill -9` at one boundary, a second one at another while it
//! recovers, and a third goes on to the end. Then the state is that of an undisturbed run, and
//! the ledger of side effects has no effect twice whose result was stored.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Write, stderr};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinyflow_tests::project;

use crate::scenarios::{self, Example};
use crate::{files, leases, process, stage};

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
    let expected = undisturbed.journal();
    assert_eq!(expected.repeated(), 0);
    let mut points = 0;
    loop {
        let folder = Folder::new();
        if !folder.run(scenario, Some(points)) {
            break;
        }
        // It is killed once more while it recovers, unless it is done before that.
        folder.run(scenario, Some(points % 7));
        folder.run(scenario, None);
        let journal = folder.journal();
        let at = format!("{scenario}, killed at point {points}: {:?}", journal.kills);
        assert_eq!(journal.state, expected.state, "{at}");
        let keys = |journal: &Journal| journal.effects.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&journal), keys(&expected), "{at}");
        assert!(
            journal.repeated() <= journal.excusable(E::AT_ONCE),
            "{at}: {:?}",
            journal.effects
        );
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

    fn journal(&self) -> Journal {
        Journal::read(self.0.path())
    }
}

/// What the processes of one folder wrote down.
struct Journal {
    /// How often each effect happened, by its idempotency key.
    effects: BTreeMap<String, usize>,
    kills: Vec<String>,
    /// How often a process was killed between an effect and its checkpoint.
    in_flight: usize,
    state: String,
}

impl Journal {
    fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("journal")).unwrap();
        let mut journal = Self {
            effects: BTreeMap::new(),
            kills: Vec::new(),
            in_flight: 0,
            state: String::new(),
        };
        for line in text.lines() {
            match line.split_once(' ').unwrap() {
                ("effect", key) => *journal.effects.entry(key.to_owned()).or_default() += 1,
                ("killed", place) => {
                    journal.kills.push(place.to_owned());
                    journal.in_flight += usize::from(may_be_in_flight(place));
                }
                ("ended", state) => state.clone_into(&mut journal.state),
                other => panic!("{other:?} is not of a journal"),
            }
        }
        journal
    }

    fn repeated(&self) -> usize {
        self.effects.values().map(|times| times - 1).sum()
    }

    /// How many effects may have happened twice: those that were in flight when the process was
    /// killed. Where it was killed elsewhere than between an effect and its checkpoint, only
    /// other things that it worked on can have been.
    fn excusable(&self, at_once: usize) -> usize {
        self.in_flight + self.kills.len() * (at_once - 1)
    }
}

fn may_be_in_flight(place: &str) -> bool {
    place == "effect" || place == "before a checkpoint"
}
