//! `tinyflow gen` that is killed, overtaken, or refused by the operating system at any moment: the
//! file is the old one or the new one, never a part.
#![cfg(target_os = "linux")]

mod traced;

use std::fs;
use std::process::Command;

use tinyflow_tests::project::{Project, sample_flow};

use traced::{End, Traced};

const ARGUMENTS: [&str; 4] = ["gen", "flow.json", "-o", "flow.rs"];

/// A file that the flow has left behind.
struct Stale {
    project: Project,
    old: String,
    new: String,
}

impl Stale {
    fn new() -> Self {
        let project = Project::new();
        let flow = sample_flow("user-onboarding");
        let generated = |flow: &str| {
            project.write("flow.json", flow);
            let command = env!("CARGO_BIN_EXE_tinyflow");
            project.run(command, &ARGUMENTS).expect_success();
            project.read("flow.rs")
        };
        let old = generated(&flow.replace("send-reminder", "send-nudge"));
        let new = generated(&flow);
        assert_ne!(old, new);
        Self { project, old, new }
    }

    /// Starts `tinyflow gen` on the old file.
    fn start(&self) -> Traced {
        self.project.write("flow.rs", &self.old);
        Traced::start(&self.command())
    }

    fn command(&self) -> Command {
        let command = env!("CARGO_BIN_EXE_tinyflow");
        self.project.command(command, &ARGUMENTS)
    }

    fn found(&self) -> String {
        self.project.read("flow.rs")
    }
}

#[test]
fn killed_before_any_call_it_leaves_the_old_file_or_the_new_one() {
    let stale = Stale::new();
    let (mut of_old, mut of_new) = (0, 0);
    for calls in 0.. {
        let mut traced = stale.start();
        if let Some(end) = traced.run(calls) {
            assert_eq!(end.status, Some(0), "{}", end.messages);
            assert_eq!(stale.found(), stale.new);
            break;
        }
        traced.kill();
        match stale.found() {
            found if found == stale.old => of_old += 1,
            found if found == stale.new => of_new += 1,
            found => panic!("a part is there after {calls} calls:\n{found}"),
        }
    }
    assert!(
        of_old > 10 && of_new > 1,
        "killed before and after: {of_old}, {of_new}"
    );
}

#[test]
fn a_user_who_saves_meanwhile_keeps_what_was_saved() {
    let stale = Stale::new();
    let saved = format!("{}\n// Saved meanwhile.\n", stale.old);
    let mut lost = 0;
    let mut refused = 0;
    for calls in 0.. {
        let mut traced = stale.start();
        if traced.run(calls).is_some() {
            break;
        }
        stale.project.write("flow.rs", &saved);
        let end = traced.run(usize::MAX).expect("it comes to its end");
        let found = stale.found();
        match end.status {
            Some(0) if !found.ends_with("// Saved meanwhile.\n") => lost += 1,
            Some(0) => {}
            Some(2) => {
                assert!(
                    end.messages.contains("run the command again"),
                    "{}",
                    end.messages
                );
                assert_eq!(found, saved);
                refused += 1;
            }
            status => panic!("{status:?}: {}", end.messages),
        }
    }
    assert!(refused > 10, "{refused} times");
    // No operating system replaces a file only if it holds what it should.
    assert!(
        lost <= 5,
        "{lost} calls lie between the last look and the renaming"
    );
}

/// What the operating system refuses is refused here by turning a call into one that fails.
#[cfg(target_arch = "x86_64")]
#[test]
fn what_the_system_refuses_leaves_the_old_file_and_nothing_beside_it() {
    use nix::errno::Errno;
    use nix::libc;

    let stale = Stale::new();
    for (call, errno) in [
        (libc::SYS_write, Errno::ENOSPC),
        (libc::SYS_fsync, Errno::EIO),
        (libc::SYS_renameat, Errno::EACCES),
    ] {
        let mut traced = stale.start();
        let End { status, messages } = traced.run_and_fail(call, errno);
        assert_eq!(status, Some(2), "{messages}");
        let refused = std::io::Error::from_raw_os_error(errno as i32);
        assert_eq!(
            messages,
            format!("error: flow.rs could not be written: {refused}\n")
        );
        assert_eq!(stale.found(), stale.old);
        let left = fs::read_dir(stale.project.path("")).expect("the project is a folder");
        assert_eq!(left.count(), 2, "nothing is left but the flow and its file");
    }
}
