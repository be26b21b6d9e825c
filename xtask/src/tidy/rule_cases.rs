//! Every rule has a code of its own and a folder of cases.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use tinyflow_model::Rule;

use crate::project::{entries, stem};

/// The folder of flows without a fault, which belongs to no rule.
const SOUND: &str = "sound";

pub(super) fn findings(root: &Path, rules: &[&Rule]) -> Result<Vec<String>> {
    let cases = entries(&root.join("crates/tinyflow-check/cases"))?;
    let folders = cases.iter().filter(|path| path.is_dir());
    let folders: BTreeSet<String> = folders.map(|path| stem(path)).collect();
    Ok(of_rules(rules, &folders))
}

fn of_rules(rules: &[&Rule], folders: &BTreeSet<String>) -> Vec<String> {
    let mut findings = Vec::new();
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::from([SOUND]));
    for rule in rules {
        if !codes.insert(rule.code) {
            findings.push(format!("two rules have the code {}", rule.code));
        }
        if !names.insert(rule.name) {
            findings.push(format!("two rules have the name {}", rule.name));
        }
        if !folders.contains(rule.name) {
            findings.push(format!("the rule {} has no folder of cases", rule.name));
        }
    }
    let unknown = folders.iter().filter(|name| !names.contains(name.as_str()));
    findings.extend(unknown.map(|name| format!("the cases in {name} belong to no rule")));
    findings
}

#[cfg(test)]
mod tests {
    use tinyflow_model::Severity;

    use super::*;

    #[test]
    fn rules_and_folders_go_together() {
        let rule = |code, name| Rule {
            code,
            name,
            severity: Severity::Error,
        };
        let (one, two) = (rule("TF001", "one"), rule("TF001", "two"));
        let folders = BTreeSet::from(["one".to_owned(), "three".to_owned()]);
        assert_eq!(
            of_rules(&[&one, &two], &folders),
            [
                "two rules have the code TF001",
                "the rule two has no folder of cases",
                "the cases in three belong to no rule",
            ]
        );
    }
}
