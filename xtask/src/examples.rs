//! `cargo xtask examples`: the generated file of each sample flow.
//!
//! Each `flows/NAME.json` has its package `generated-examples/NAME`. The files
//! are made by the functions that the command uses, so what the user's section
//! holds is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tinyflow_check::{CheckedFlow, check_source};
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::{MergeOptions, fresh, merge};
use tinyflow_codegen::write::read_existing;
use tinyflow_model::Source;

use crate::MadeFile;
use crate::project::{entries, has_extension, shown, stem};

/// What makes the examples fresh.
pub const COMMAND: &str = "cargo xtask examples";

/// The generated file of each sample flow.
///
/// # Errors
/// If a flow has errors or no package, a package has no flow, or a file cannot
/// be read or merged.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let (flows, packages) = (root.join("flows"), root.join("generated-examples"));
    let flow_paths: Vec<PathBuf> = entries(&flows)?
        .into_iter()
        .filter(|path| has_extension(path, &["json"]))
        .collect();
    check_pairs(&flow_paths, &entries(&packages)?)?;
    let file = |flow: &PathBuf| made(flow, &packages.join(stem(flow)));
    flow_paths.iter().map(file).collect()
}

fn check_pairs(flows: &[PathBuf], packages: &[PathBuf]) -> Result<()> {
    let names: BTreeSet<String> = flows.iter().map(|flow| stem(flow)).collect();
    let folders = packages.iter().filter(|package| package.is_dir());
    let folders: BTreeSet<String> = folders.map(|folder| stem(folder)).collect();
    if let Some(flow) = names.difference(&folders).next() {
        bail!("flows/{flow}.json has no package generated-examples/{flow}");
    }
    if let Some(package) = folders.difference(&names).next() {
        bail!("generated-examples/{package} has no flow flows/{package}.json");
    }
    Ok(())
}

fn made(flow: &Path, package: &Path) -> Result<MadeFile> {
    let name = stem(flow).replace('-', "_");
    let path = package.join("src").join(format!("{name}.rs"));
    let new = generate(&checked(flow)?)?;
    let source = format!("{}.json", stem(flow));
    let existing = read_existing(&path)?;
    let Some(bytes) = existing.as_deref() else {
        return Ok(MadeFile::over(path, None, fresh(&new, &source)));
    };
    let merged =
        merge(bytes, &new, &source, MergeOptions::default()).with_context(|| shown(&path))?;
    let notes: Vec<String> = merged.notes.iter().map(ToString::to_string).collect();
    if merged.has_findings() {
        bail!("{}: {}", shown(&path), notes.join("; "));
    }
    Ok(MadeFile::over(path, existing, merged.bytes).notes(notes))
}

fn checked(path: &Path) -> Result<CheckedFlow> {
    let shown = shown(path);
    let bytes = fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let outcome = check_source(&Source::new(shown.clone(), bytes));
    let mend = || format!("{shown} has errors; see: cargo run -- validate {shown}");
    outcome.flow.with_context(mend)
}
