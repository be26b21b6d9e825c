//! The flows that a command was given: files, folders, standard input.
//!
//! In a folder and the folders below it every `*.json` that looks like a flow is
//! meant. Folders whose name starts with a dot, `target` and `node_modules` hold
//! what others made, and are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde::de::IgnoredAny;
use walkdir::{DirEntry, WalkDir};

use crate::flow_file;

/// Where a flow comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, which `-` stands for.
    StandardInput,
}

/// Each flow once, in the order given, that of a folder by name. What cannot be
/// had stands in its place as an error.
pub(crate) fn inputs(arguments: &[PathBuf]) -> Vec<Result<Input>> {
    let mut all = Vec::new();
    for argument in arguments {
        if argument == Path::new("-") {
            all.push(Ok(Input::StandardInput));
        } else if argument.is_dir() {
            all.extend(flows_below(argument));
        } else {
            all.push(Ok(Input::File(argument.clone())));
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|input| match input {
        Ok(input) => seen.insert(input.clone()),
        Err(_) => true,
    });
    all
}

fn flows_below(folder: &Path) -> Vec<Result<Input>> {
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_made = name.starts_with('.') || name == "target" || name == "node_modules";
        entry.depth() == 0 || !entry.file_type().is_dir() || !is_made
    };
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    for entry in walk.filter_entry(is_ours) {
        match entry {
            Ok(entry) => {
                let path = entry.into_path();
                let is_json = path
                    .extension()
                    .is_some_and(|extension| extension == "json");
                if !is_json || path.is_dir() {
                    continue;
                }
                match flow_file::read_bytes(&path) {
                    Ok(bytes) if !looks_like_flow(&bytes) => {}
                    Ok(_) => found.push(Ok(Input::File(path))),
                    Err(error) => found.push(Err(error)),
                }
            }
            Err(error) => found.push(Err(error).context("a folder could not be read")),
        }
    }
    if found.is_empty() {
        found.push(Err(anyhow!("there is no flow in {}", folder.display())));
    }
    found
}

/// Whether the file is an object with `steps` or `connections`, or would be if
/// it were JSON.
fn looks_like_flow(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    match serde_json::from_str::<BTreeMap<String, IgnoredAny>>(text) {
        Ok(fields) => fields.contains_key("steps") || fields.contains_key("connections"),
        Err(error) if error.is_data() => false,
        Err(_) => text.contains("\"steps\"") || text.contains("\"connections\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_flow_still_looks_like_one() {
        for (text, expected) in [
            (r#"{ "steps": [], "connections": [] }"#, true),
            ("\u{feff}{ \"steps\": [] }", true),
            (r#"{ "steps": [], "connections": [], }"#, true),
            (r#"{ "steps": [ { "id": "a""#, true),
            (r#"{ "name": "a-package", "version": "1.0.0" }"#, false),
            (
                r#"{ "properties": { "steps": {}, "connections": {} } }"#,
                false,
            ),
            (r#"["steps", "connections"]"#, false),
            ("// {}", false),
            ("", false),
        ] {
            assert_eq!(looks_like_flow(text.as_bytes()), expected, "{text}");
        }
    }
}
