//! A crate as a user of the runtime has it, outside the workspace.
//!
//! All of them share one target folder below the tests' own, so that the runtime and its
//! dependencies are built once. A crate keeps its folder between runs of the tests: what did not
//! change is not built again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{RUSTFMT_CHECK, Said, read, root, write_if_changed};

/// A crate that depends on the runtime by path, on serde and on tokio.
#[derive(Debug)]
pub struct UserCrate {
    folder: PathBuf,
    target: PathBuf,
}

impl UserCrate {
    /// A crate without sources. `shared` is `env!("CARGO_TARGET_TMPDIR")` of the test, `name` a
    /// name that no other test uses, `edition` the edition of Rust.
    pub fn new(shared: &str, name: &str, edition: &str) -> Self {
        Self::with_dependencies(shared, name, edition, "")
    }

    /// The same with more dependencies, as lines of its manifest.
    pub fn with_dependencies(shared: &str, name: &str, edition: &str, more: &str) -> Self {
        let shared = Path::new(shared);
        let user_crate = Self {
            folder: shared.join("crates").join(name),
            target: shared.join("target"),
        };
        user_crate.write("Cargo.toml", &manifest(name, edition, more));
        // What the workspace is tested with, and has downloaded.
        user_crate.write("Cargo.lock", &read(&root().join("Cargo.lock")));
        // Without it clippy would take the settings of the folders above.
        user_crate.write("clippy.toml", "");
        user_crate
    }

    /// Writes a file, and the folders that it stands in.
    pub fn write(&self, name: &str, content: &str) {
        write_if_changed(&self.folder.join(name), content.as_bytes());
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        read(&self.folder.join(name))
    }

    /// Runs cargo in the crate.
    pub fn cargo(&self, command: &str, arguments: &[&str]) -> Said {
        let mut cargo = self.command(cargo());
        cargo.args([command, "--offline", "--quiet", "--color=never"]);
        cargo.args(arguments).env("CARGO_TARGET_DIR", &self.target);
        Said::of(&mut cargo)
    }

    /// Whether rustfmt, with its default settings for this edition, would leave the files alone.
    pub fn rustfmt_check(&self, edition: &str, files: &[&str]) -> Said {
        let mut rustfmt = self.command("rustfmt".into());
        rustfmt.args(RUSTFMT_CHECK).arg(edition).args(files);
        Said::of(&mut rustfmt)
    }

    fn command(&self, program: PathBuf) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

fn manifest(name: &str, edition: &str, more: &str) -> String {
    let runtime = root().join("crates/tinyflow");
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "{edition}"
publish = false

[workspace]

[dependencies]
tinyflow = {{ path = {runtime:?} }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
{more}
[profile.dev]
debug = false
incremental = false
"#
    )
}

/// The cargo that runs the tests.
fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}
