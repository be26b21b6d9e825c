//! A folder of a user's own to work in: files, commands, and what they said.
//!
//! Doors read and write files in it and run commands in it as a user would. Nothing here knows
//! what is tested; whatever goes wrong on the way fails the test with the whole story.

pub mod generated_file;
pub mod said;
pub mod user_crate;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub use generated_file::generated_file;
pub use said::Said;
pub use user_crate::UserCrate;

/// The folder of the whole project, which holds `flows/` and `crates/`.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The text of a sample flow, named without folder and extension.
pub fn sample_flow(name: &str) -> String {
    read(&root().join("flows").join(format!("{name}.json")))
}

/// The names of all sample flows, in alphabetical order.
pub fn sample_flows() -> Vec<String> {
    let folder = root().join("flows");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{folder:?}: {error}")))
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "there are sample flows");
    names
}

/// A temporary folder, empty at first and gone when this is dropped.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
    cache: TempDir,
}

impl Project {
    /// An empty folder.
    #[expect(clippy::new_without_default, reason = "it touches the disk")]
    pub fn new() -> Self {
        let folder =
            || TempDir::new().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        Self {
            folder: folder(),
            cache: folder(),
        }
    }

    /// The path of a file or folder in the project.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The cache folder of the commands that run in it.
    pub fn cache(&self) -> &Path {
        self.cache.path()
    }

    /// Writes a file, and the folders that it stands in.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        write_if_changed(&self.path(name), content.as_ref());
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        read(&self.path(name))
    }

    /// Runs a program in the folder, without standard input.
    pub fn run(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Said {
        let mut command = self.command(program, arguments);
        Said::of(&mut command)
    }

    /// Whether rustfmt, with its default settings for this edition, would leave the files alone.
    pub fn rustfmt_check(&self, edition: &str, files: &[&str]) -> Said {
        Said::of(
            self.command("rustfmt", &[])
                .args(RUSTFMT_CHECK)
                .arg(edition)
                .args(files),
        )
    }

    /// A program that is to run in the folder, for tests that start several at once.
    pub fn command(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env("TINYFLOW_CACHE_DIR", self.cache.path())
            .stdin(Stdio::null());
        command
    }
}

/// Default settings, whatever the folders above say; the edition follows.
const RUSTFMT_CHECK: [&str; 5] = [
    "--check",
    "--color=never",
    "--config-path",
    "/dev/null",
    "--edition",
];

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Leaves a file alone that holds the bytes already, so that cargo takes it for unchanged.
fn write_if_changed(path: &Path, content: &[u8]) {
    if fs::read(path).is_ok_and(|existing| existing == content) {
        return;
    }
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, content));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
