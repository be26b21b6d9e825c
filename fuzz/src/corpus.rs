//! The flows that inputs are made of.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Where flows are in the project.
const FOLDERS: [&str; 3] = [
    "flows",
    "crates/tinyflow-check/cases",
    "crates/tinyflow-codegen/cases/generate",
];

/// Every flow of the project, by path, the broken ones included.
///
/// # Errors
/// If a file cannot be read.
pub fn corpus() -> Result<Vec<Vec<u8>>> {
    let mut flows = Vec::new();
    for folder in FOLDERS {
        for path in flows_below(&root().join(folder))? {
            let text = fs::read(&path).with_context(|| path.display().to_string())?;
            flows.push(text);
        }
    }
    Ok(flows)
}

/// The sample flows, each with its path.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn samples() -> Result<Vec<(String, Vec<u8>)>> {
    let mut samples = Vec::new();
    for path in flows_below(&root().join("flows"))? {
        let name = path.display().to_string();
        samples.push((name.clone(), fs::read(&path).context(name)?));
    }
    Ok(samples)
}

fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

fn flows_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut entries = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    let mut flows = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            flows.extend(flows_below(&entry)?);
        } else if entry
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            flows.push(entry);
        }
    }
    Ok(flows)
}
