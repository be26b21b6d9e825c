//! Each folder of `cases/merge` is one file that somebody may have, and what a merge makes of it.
//!
//! `before.rs` is the existing file. `after.rs` is the merged one, or `error.txt` says why there is
//! none. `notes.txt` holds the notes, with a line where the old file is to be kept. `tasks.txt` has
//! the flow's tasks where they are not the usual two, `options.txt` what the user asked for.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may fail as a test does"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tinyflow_codegen::merge::{InDoubt, MergeError, MergeOptions, Merged, Note, StubMode, merge};

mod sample;

const USUAL_TASKS: &str = "take_payment\nship\n";

#[test]
fn every_case_merges_as_its_folder_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/merge");
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        cases += 1;
        if let Err(failure) = check(&path) {
            failures.push(format!("case {}: {failure}", path.display()));
        }
    }
    assert!(cases > 0, "there are cases");
    assert!(failures.is_empty(), "\n{}", failures.join("\n\n"));
}

fn check(case: &Path) -> Result<(), String> {
    let mut files = Files::of(case)?;
    let before = files.take("before.rs").ok_or("has no before.rs")?;
    let tasks = files
        .take_text("tasks.txt")?
        .unwrap_or_else(|| USUAL_TASKS.to_owned());
    let after = files.take("after.rs");
    let error = files.take_text("error.txt")?;
    let notes = files.take_text("notes.txt")?.unwrap_or_default();
    let options = options(&files.take_text("options.txt")?.unwrap_or_default())?;
    files.none_left()?;

    let new = sample::new_file(&tasks.lines().collect::<Vec<_>>());
    match (merge(&before, &new, sample::SOURCE, options), after, error) {
        (Ok(merged), Some(after), None) => {
            same(
                "after.rs",
                &String::from_utf8_lossy(&after),
                &String::from_utf8_lossy(&merged.bytes),
            )?;
            same("after.rs as bytes", &after, &merged.bytes)?;
            same(
                "notes.txt",
                &notes,
                &(kept(&merged) + &merged.notes.iter().map(line).collect::<String>()),
            )?;
            same("stale", &(before != after), &merged.stale)?;
            let again =
                merge(&after, &new, sample::SOURCE, options).map_err(|error| error.to_string())?;
            same("the second merge", &false, &again.stale)
        }
        (Err(found), None, Some(error)) => same("error.txt", &error, &whole(&found)),
        (Ok(merged), _, _) => Err(format!(
            "merged into:\n{}",
            String::from_utf8_lossy(&merged.bytes)
        )),
        (Err(found), _, _) => Err(format!("failed with: {}", whole(&found))),
    }
}

fn options(words: &str) -> Result<MergeOptions, String> {
    let mut options = MergeOptions::default();
    for word in words.split_whitespace() {
        match word {
            "adopt" => options.in_doubt = InDoubt::Adopt,
            "replace" => options.in_doubt = InDoubt::Replace,
            "print" => options.stubs = StubMode::Print,
            "never" => options.stubs = StubMode::Never,
            _ => return Err(format!("options.txt: there is no option {word}")),
        }
    }
    Ok(options)
}

fn line(note: &Note) -> String {
    let kind = if note.is_finding() { "finding" } else { "note" };
    let code = note.code().into_iter().map(|code| format!("{code}\n"));
    format!("{kind}: {note}\n{}", code.collect::<String>())
}

fn kept(merged: &Merged) -> String {
    let line = "the old file is to be kept\n";
    if merged.loses_text { line } else { "" }.to_owned()
}

/// The error's sentence, and both sections where it carries them.
fn whole(error: &MergeError) -> String {
    match error {
        MergeError::HandEdit(edit) => {
            format!(
                "{error}\n=== existing ===\n{}=== wanted ===\n{}",
                edit.existing, edit.wanted
            )
        }
        _ => format!("{error}\n"),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "{what} differs:\nexpected {expected:#?}\nfound    {found:#?}"
    ))
}

/// The files of a case that nobody has asked for yet.
struct Files {
    folder: PathBuf,
    names: BTreeSet<String>,
}

impl Files {
    fn of(folder: &Path) -> Result<Self, String> {
        let entries = fs::read_dir(folder).map_err(|error| format!("is no folder: {error}"))?;
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        Ok(Self {
            folder: folder.to_owned(),
            names: names.collect(),
        })
    }

    fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        self.names
            .remove(name)
            .then(|| fs::read(self.folder.join(name)).unwrap())
    }

    fn take_text(&mut self, name: &str) -> Result<Option<String>, String> {
        self.take(name)
            .map(String::from_utf8)
            .transpose()
            .map_err(|error| format!("{name}: {error}"))
    }

    fn none_left(&self) -> Result<(), String> {
        if self.names.is_empty() {
            Ok(())
        } else {
            Err(format!("has unknown files: {:?}", self.names))
        }
    }
}
