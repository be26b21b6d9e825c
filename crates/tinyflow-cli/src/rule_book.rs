//! The rule book: what the rules' own files and cases say, as the command has it.
//!
//! `rules.json` is made by `cargo xtask rules`, together with `docs/rules.md`.

use anyhow::{Context, Result};
use serde::Deserialize;
use tinyflow_check::rules;
use tinyflow_model::Rule;
use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;

const BOOK: &str = include_str!("rules.json");

/// What the rule book says of one rule.
#[derive(Debug, Deserialize)]
pub(crate) struct Chapter {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) severity: String,
    /// What it finds.
    pub(crate) finds: String,
    /// Why it matters.
    pub(crate) matters: String,
    pub(crate) example: String,
    /// How to fix it.
    pub(crate) fix: String,
    /// A flow that breaks the rule.
    pub(crate) broken: String,
    /// What is found in that flow, as people see it.
    pub(crate) found: String,
    /// The same flow mended.
    pub(crate) mended: String,
}

/// Every chapter, in the order of the codes.
pub(crate) fn chapters() -> Result<Vec<Chapter>> {
    serde_json::from_str(BOOK).context("the rule book cannot be read")
}

/// The rule with this code or name, upper and lower case and `-` for `_`
/// counting for nothing; else what to say, with the nearest one.
pub(crate) fn find(wanted: &str) -> Result<&'static Rule, String> {
    let folded = wanted.to_lowercase().replace('-', "_");
    let is_meant = |rule: &&Rule| rule.code.to_lowercase() == folded || rule.name == folded;
    if let Some(rule) = rules().into_iter().find(is_meant) {
        return Ok(rule);
    }
    let rules = rules();
    let known = rules.iter().flat_map(|rule| [rule.code, rule.name]);
    let said = format!("there is no rule {}", quote(wanted));
    Err(match nearest(wanted, known) {
        Some(near) => format!("{said}; did you mean {}?", quote(near)),
        None => format!("{said}; `tinyflow explain` lists them all"),
    })
}
