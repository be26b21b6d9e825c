//! Processes to be killed: this program, started again for the one test that plays a part.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use rusqlite::Connection;

/// What a process is told when it is started.
const PART: &str = "TINYFLOW_PART";

/// Starts a process that plays a part in a folder.
pub(crate) fn start(part: &str, folder: &Path, settings: &[(&str, String)]) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command
        .args(["--exact", "crashes::plays_a_part", "--nocapture"])
        .env(PART, part)
        .env("TINYFLOW_FOLDER", folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    for (name, value) in settings {
        command.env(name, value);
    }
    command.spawn().unwrap()
}

/// Longer than any process could need.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that plays a part, and is not left behind.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(part: &str, folder: &Path, settings: &[(&str, String)]) -> Self {
        Self(start(part, folder, settings))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Kills it, as `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Waits until it has played its part.
    pub(crate) fn ends_well(mut self) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                break status;
            }
            assert!(began.elapsed() < PATIENCE, "the process goes on");
            std::thread::park_timeout(Duration::from_millis(2));
        };
        assert!(status.success(), "{status}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed, and need not be.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a process that may write files of so many kilobytes at most, and is told when it
/// wants to write more, until it [makes room](make_room).
pub(crate) fn start_on_small_disk(part: &str, folder: &Path, kilobytes: u32) -> Child {
    let program = std::env::current_exe().unwrap();
    let blocks = kilobytes * 2;
    Command::new("sh")
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$@\""))
        .arg("sh")
        .arg(program)
        .args(["--exact", "crashes::plays_a_part", "--nocapture"])
        .env(PART, part)
        .env("TINYFLOW_FOLDER", folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Stops a process, as `SIGSTOP` does, at a moment at which it does not write to the database:
/// whoever is stopped in the middle of that keeps all others from it.
pub(crate) fn stop(id: u32, database: &Path) {
    let others = Connection::open(database).unwrap();
    others.busy_timeout(Duration::ZERO).unwrap();
    let began = Instant::now();
    loop {
        signal(id, Signal::SIGSTOP);
        let stopped = waitpid(pid(id), Some(WaitPidFlag::WUNTRACED)).unwrap();
        assert!(matches!(stopped, WaitStatus::Stopped(..)), "{stopped:?}");
        if others.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
            return;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "the process writes all the time"
        );
        go_on(id);
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

/// Lets a process go on that was stopped.
pub(crate) fn go_on(id: u32) {
    signal(id, Signal::SIGCONT);
}

fn signal(id: u32, signal: Signal) {
    kill(pid(id), signal).unwrap();
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).unwrap())
}

/// Lets this process write as much as it wants to.
pub(crate) fn make_room() {
    let (_, most) = getrlimit(Resource::RLIMIT_FSIZE).unwrap();
    setrlimit(Resource::RLIMIT_FSIZE, most, most).unwrap();
}

/// The part of this process, if it was started to play one.
pub(crate) fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// A setting of this process.
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
