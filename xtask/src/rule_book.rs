//! `cargo xtask rules`: the rule book, made from the rules' own files.
//!
//! Each rule's file opens with the same four headings; they are found by the
//! rule's name, and a file without them is an error. The same texts, with the
//! flows of the rule's cases, go into the command, for `tinyflow explain`.

mod rule_case;

mod rule_text;

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use serde_json::json;
use tinyflow_check::rules;
use tinyflow_model::Rule;

use crate::MadeFile;
use rule_case::{CASES, RuleCase};
use rule_text::{Sections, sections};

/// What makes the rule book fresh.
pub const COMMAND: &str = "cargo xtask rules";

const OPENING: &str = "\
<!-- Made by `cargo xtask rules` from the files of the rules. -->

# Rules

What `tinyflow validate` looks for in a flow. An error stops code from being
generated; a warning does not. A code never changes its meaning.
`tinyflow explain TF303` prints a chapter, with both flows.

| code | rule | severity |
|---|---|---|
";

/// The file `docs/rules.md`, and the one that `tinyflow explain` reads.
///
/// # Errors
/// If a rule's file or case cannot be found, or lacks a heading.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let mut book = OPENING.to_owned();
    for rule in rules() {
        let (code, name) = (rule.code, rule.name);
        let anchor = format!("{}-{name}", code.to_lowercase());
        let severity = rule.severity.word();
        writeln!(book, "| [{code}](#{anchor}) | `{name}` | {severity} |")?;
    }
    let mut explained = Vec::new();
    for (rule, sections) in sections(root, &rules())? {
        chapter(&mut book, rule, &sections)?;
        explained.push(explanation(rule, &sections, &RuleCase::of(root, rule)?));
    }
    let explained = serde_json::to_string_pretty(&explained)? + "\n";
    Ok(vec![
        MadeFile::new(root.join("docs/rules.md"), book)?,
        MadeFile::new(root.join("crates/tinyflow-cli/src/rules.json"), explained)?,
    ])
}

fn chapter(book: &mut String, rule: &Rule, sections: &Sections) -> Result<()> {
    let name = rule.name;
    writeln!(book, "\n## {} {name}\n", rule.code)?;
    writeln!(book, "Severity: {}", rule.severity.word())?;
    for (heading, text) in sections {
        writeln!(book, "\n### {heading}\n\n{text}")?;
    }
    let link = |flow| format!("../{CASES}/{name}/{flow}.json");
    let (broken, mended) = (link("broken"), link("mended"));
    let flows = format!("[A flow that breaks it]({broken}), and [the same flow mended]({mended}).");
    writeln!(book, "\n{flows}")?;
    Ok(())
}

/// What `tinyflow explain` is told of a rule.
fn explanation(rule: &Rule, sections: &Sections, case: &RuleCase) -> serde_json::Value {
    let [finds, matters, example, fix] = sections;
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.word(),
        "finds": finds.1,
        "matters": matters.1,
        "example": example.1,
        "fix": fix.1,
        "broken": case.broken,
        "found": case.found,
        "mended": case.mended,
    })
}
