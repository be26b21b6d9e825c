//! The durable boundaries of a run, counted, and the one at which the process is killed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// What a process writes down of its run, in a file that outlives it.
pub(crate) struct Journal {
    path: PathBuf,
    kill_at: Option<u64>,
    passed: AtomicU64,
    writing: Mutex<()>,
}

static JOURNAL: OnceLock<Journal> = OnceLock::new();

/// Opens the journal of this process, which is killed at a boundary, or at none.
pub(crate) fn open(path: PathBuf, kill_at: Option<u64>) {
    JOURNAL.get_or_init(|| Journal {
        path,
        kill_at,
        passed: AtomicU64::new(0),
        writing: Mutex::new(()),
    });
}

/// Writes down a side effect. After it comes a boundary: its result is not stored yet.
pub(crate) fn effect(key: &str) {
    write(&format!("effect {key}"));
    pass("effect");
}

/// Writes down that the result of an effect is stored: it must not happen any more.
pub(crate) fn stored(key: &str) {
    write(&format!("stored {key}"));
}

/// Passes a boundary, or dies there.
pub(crate) fn pass(name: &str) {
    let Some(journal) = JOURNAL.get() else {
        return;
    };
    let number = journal.passed.fetch_add(1, Ordering::SeqCst);
    if journal.kill_at == Some(number) {
        write(&format!("killed {name}"));
        kill(Pid::this(), Signal::SIGKILL).unwrap();
        // The signal comes at any moment now; nothing more may happen until then.
        loop {
            std::thread::park();
        }
    }
}

/// Writes down that a run could not be stored, and that nobody executes it just now.
pub(crate) fn stopped(run_id: &str) {
    write(&format!("stopped {run_id}"));
}

/// Writes down how a run ended.
pub(crate) fn ended(state: &str) {
    write(&format!("ended {state}"));
}

fn write(line: &str) {
    let Some(journal) = JOURNAL.get() else {
        return;
    };
    let _alone = journal.writing.lock().unwrap();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&journal.path)
        .unwrap();
    // At one go, since other processes may write to it, too.
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}
