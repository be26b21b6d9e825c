//! `cargo xtask rules`: the rule book, made from the rules' own files.
//!
//! Each rule's file opens with the same four headings; they are found by the
//! rule's name, and a file without them is an error.

mod rule_text;

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use tinyflow_check::rules;
use tinyflow_model::{Rule, Severity};

use crate::MadeFile;
use rule_text::{Sections, sections};

/// What makes the rule book fresh.
pub const COMMAND: &str = "cargo xtask rules";

const OPENING: &str = "\
<!-- Made by `cargo xtask rules` from the files of the rules. -->

# Rules

What `tinyflow validate` looks for in a flow. An error stops code from being
generated; a warning does not. A code never changes its meaning.

| code | rule | severity |
|---|---|---|
";

/// The file `docs/rules.md`.
///
/// # Errors
/// If a rule's file cannot be found or lacks a heading.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let mut book = OPENING.to_owned();
    for rule in rules() {
        let (code, name) = (rule.code, rule.name);
        let anchor = format!("{}-{name}", code.to_lowercase());
        let severity = severity(rule);
        writeln!(book, "| [{code}](#{anchor}) | `{name}` | {severity} |")?;
    }
    for (rule, sections) in sections(root, &rules())? {
        chapter(&mut book, rule, &sections)?;
    }
    Ok(vec![MadeFile::new(root.join("docs/rules.md"), book)?])
}

fn chapter(book: &mut String, rule: &Rule, sections: &Sections) -> Result<()> {
    writeln!(book, "\n## {} {}\n", rule.code, rule.name)?;
    writeln!(book, "Severity: {}", severity(rule))?;
    for (heading, text) in sections {
        writeln!(book, "\n### {heading}\n\n{text}")?;
    }
    Ok(())
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
