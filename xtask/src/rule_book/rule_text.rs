//! What the file of a rule says about it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use tinyflow_model::Rule;

use crate::project::{entries, files_below, read, shown, stem};

const HEADINGS: [&str; 4] = ["What it finds", "Why it matters", "Example", "How to fix"];

/// The headings of a rule's file, each with its text.
pub(super) type Sections = [(&'static str, String); 4];

/// What the files below `crates/*/src` say about these rules.
pub(super) fn sections(
    root: &Path,
    rules: &[&'static Rule],
) -> Result<Vec<(&'static Rule, Sections)>> {
    let mut files = Vec::new();
    for package in entries(&root.join("crates"))? {
        files.extend(files_below(&package.join("src"), &["rs"])?);
    }
    let text = |rule: &&'static Rule| {
        let path = file_of(rule, &files)?;
        let sections = parse(&read(path)?).with_context(|| shown(path))?;
        Ok((*rule, sections))
    };
    rules.iter().map(text).collect()
}

fn file_of<'f>(rule: &Rule, files: &'f [PathBuf]) -> Result<&'f PathBuf> {
    let mut named = files.iter().filter(|file| stem(file) == rule.name);
    match (named.next(), named.next()) {
        (Some(file), None) => Ok(file),
        (None, _) => bail!("the rule {} has no file of its name", rule.name),
        (Some(one), Some(other)) => {
            bail!(
                "two files are named for one rule: {}, {}",
                shown(one),
                shown(other)
            )
        }
    }
}

/// Takes the module documentation apart at its headings.
fn parse(source: &str) -> Result<Sections> {
    let documentation = source.lines().map_while(|line| line.strip_prefix("//!"));
    let mut found: Vec<(String, String)> = Vec::new();
    for line in documentation {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (line.strip_prefix("# "), found.last_mut()) {
            (Some(heading), _) => found.push((heading.to_owned(), String::new())),
            (None, Some((_, text))) => *text += &format!("{line}\n"),
            (None, None) => bail!("text stands before the first heading"),
        }
    }
    let headings = found.iter().map(|(heading, _)| heading.as_str());
    ensure!(
        headings.eq(HEADINGS),
        "the headings must be: {}",
        HEADINGS.join(", ")
    );
    let empty = found.iter().find(|(_, text)| text.trim().is_empty());
    if let Some((heading, _)) = empty {
        bail!("nothing stands below the heading {heading}");
    }
    let mut texts = found.into_iter().map(|(_, text)| text.trim().to_owned());
    Ok(HEADINGS.map(|heading| (heading, texts.next().unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "//! # What it finds\n//! A.\n//!\n//! # Why it matters\n//! B\n//! b.\n\
        //!\n//! # Example\n//! C.\n//!\n//! # How to fix\n//! D.\n\nuse x;\n//! # Not this\n";

    #[test]
    fn each_heading_has_its_text() {
        let sections = parse(WHOLE).unwrap();
        assert_eq!(sections[1], ("Why it matters", "B\nb.".to_owned()));
        assert_eq!(sections[3], ("How to fix", "D.".to_owned()));
    }

    #[test]
    fn a_heading_must_be_there_and_say_something() {
        let without = WHOLE.replace("//! # Example\n", "");
        assert!(parse(&without).is_err());
        let empty = WHOLE.replace("//! C.\n", "");
        assert!(parse(&empty).unwrap_err().to_string().contains("Example"));
        assert!(parse("//! Words.\n").is_err());
    }
}
