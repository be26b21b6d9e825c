//! The flows of a rule's case, and what is found in the broken one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tinyflow_check::check_source;
use tinyflow_model::diagnostic::{Excerpts, Style};
use tinyflow_model::{Rule, Source};

/// Where the folders of cases are, each named for its rule.
pub(super) const CASES: &str = "crates/tinyflow-check/cases";

/// A flow that breaks a rule, and the same flow mended.
pub(super) struct RuleCase {
    pub(super) broken: String,
    /// What is found in it, as people see it.
    pub(super) found: String,
    pub(super) mended: String,
}

impl RuleCase {
    pub(super) fn of(root: &Path, rule: &Rule) -> Result<Self> {
        let folder = root.join(CASES).join(rule.name);
        let flow = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let broken = Source::new("broken.json", flow("broken.json")?);
        let mended = Source::new("mended.json", flow("mended.json")?);
        let excerpts = Excerpts::new(&broken, Style::Plain);
        let findings = check_source(&broken).findings;
        let found = findings.iter().map(|finding| excerpts.render(finding));
        Ok(Self {
            found: found.collect::<Vec<_>>().join("\n\n"),
            broken: broken.text().to_owned(),
            mended: mended.text().to_owned(),
        })
    }
}
