//! Processes to be killed: this program, started again for the one test that plays a part.

use std::path::Path;
use std::process::{Child, Command, Stdio};

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

/// Starts a process that may write files of so many kilobytes at most, and is told when it
/// wants to write more.
pub(crate) fn start_on_small_disk(part: &str, folder: &Path, kilobytes: u32) -> Child {
    let program = std::env::current_exe().unwrap();
    let blocks = kilobytes * 2;
    Command::new("sh")
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""))
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

/// The part of this process, if it was started to play one.
pub(crate) fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// A setting of this process.
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
