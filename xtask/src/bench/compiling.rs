//! What the compiler takes for a generated file: `cargo check` of a crate that
//! holds it and nothing else, incremental builds off.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tempfile::TempDir;

use super::Programs;
use super::measurement::Measurement;
use crate::project::cargo;

/// A crate whose library is a generated file, and whose dependencies are
/// checked already.
pub(super) struct Consumer {
    folder: TempDir,
    /// What `cargo check` takes while the library is empty.
    pub(super) empty: Measurement,
}

impl Consumer {
    /// Makes the crate and checks its dependencies, as they stand in the
    /// project's lock file.
    ///
    /// # Errors
    /// If a file cannot be written, or the dependencies do not compile.
    pub(super) fn new(root: &Path, programs: &Programs) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("src"))?;
        fs::write(folder.path().join("Cargo.toml"), manifest(root))?;
        fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
        let library = library_in(&folder);
        fs::write(&library, "")?;
        programs.measured(&check(&folder))?;
        fs::write(&library, "\n")?;
        let empty = programs.measured(&check(&folder))?;
        Ok(Self { folder, empty })
    }

    /// The file that is checked.
    pub(super) fn library(&self) -> PathBuf {
        library_in(&self.folder)
    }

    /// Checks what stands in [`Self::library`].
    ///
    /// # Errors
    /// If it does not compile.
    pub(super) fn check(&self, programs: &Programs) -> Result<Measurement> {
        programs.measured(&check(&self.folder))
    }
}

fn library_in(folder: &TempDir) -> PathBuf {
    folder.path().join("src/lib.rs")
}

/// What the generated files need, and a workspace of its own.
fn manifest(root: &Path) -> String {
    let tinyflow = root.join("crates/tinyflow");
    let tinyflow = serde_json::json!(tinyflow.display().to_string());
    format!(
        r#"[package]
name = "consumer"
version = "0.0.0"
edition = "2024"

[dependencies]
serde = {{ version = "1", features = ["derive"] }}
tinyflow = {{ path = {tinyflow} }}

[profile.dev]
incremental = false

[workspace]
"#
    )
}

fn check(folder: &TempDir) -> [OsString; 6] {
    let manifest = folder.path().join("Cargo.toml");
    let target = folder.path().join("target");
    [
        cargo(),
        "check".into(),
        "--offline".into(),
        "--manifest-path".into(),
        manifest.into(),
        format!("--target-dir={}", target.display()).into(),
    ]
}
