//! Each rule on flows that break it, and on the same flow mended.

use std::collections::BTreeSet;

use tinyflow_check::rules;
use tinyflow_model::{Rule, Severity};

use crate::case_files::{CaseFiles, folders};

#[test]
fn every_rule_finds_its_fault_and_nothing_in_the_mended_flow() {
    let mut flows = 0;
    for rule in rules() {
        let mut files = CaseFiles::of(rule.name);
        let broken = files.flows("broken");
        flows += broken.len();
        assert!(!broken.is_empty(), "{} has no broken flow", rule.name);
        for flow in broken {
            assert_broken(rule, &mut files, &flow);
        }
        let mended = files.check("mended");
        let (name, text) = (rule.name, mended.text);
        assert!(text.is_empty(), "{name}: the mended flow has\n{text}");
        assert!(mended.outcome.flow.is_some());
        files.assert_none_left();
    }
    assert!(flows >= 120, "{flows}");
}

fn assert_broken(rule: &Rule, files: &mut CaseFiles, flow: &str) {
    let checked = files.check(flow);
    let (name, text) = (rule.name, &checked.text);
    let findings = &checked.outcome.findings;
    let found = findings.iter().any(|finding| finding.rule == rule);
    assert!(found, "{name}: {flow} has only\n{text}");
    if rule.severity == Severity::Error {
        assert!(checked.outcome.flow.is_none());
    }
    files.assert_findings(flow, text);
}

#[test]
fn every_folder_belongs_to_a_rule() {
    let mut known: BTreeSet<String> = rules().iter().map(|rule| rule.name.to_owned()).collect();
    known.insert("sound".to_owned());
    assert_eq!(folders(), known);
}
