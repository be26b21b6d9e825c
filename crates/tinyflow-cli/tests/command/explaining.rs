//! `tinyflow explain`: every rule, from the command alone.

use tinyflow_check::rules;
use tinyflow_tests::project::Project;

use crate::tinyflow;

#[test]
fn every_rule_is_explained_by_code_and_by_name() {
    let project = Project::new();
    for rule in rules() {
        let by_code = tinyflow(&project, &["explain", rule.code]).with_status(0);
        let by_name = tinyflow(&project, &["explain", rule.name]).with_status(0);
        assert_eq!(by_code, by_name);
        let title = format!("{}[{}] {}\n", rule.severity.word(), rule.code, rule.name);
        assert!(by_code.stdout.starts_with(&title), "{by_code}");
        for heading in [
            "What it finds",
            "Why it matters",
            "Example",
            "How to fix",
            "A flow that breaks it",
            "The same flow mended",
        ] {
            let said = by_code.stdout.contains(&format!("\n{heading}\n    "));
            assert!(said, "{heading}\n{by_code}");
        }
    }
}

#[test]
fn what_is_shown_are_the_flows_of_the_rules_cases() {
    let project = Project::new();
    let said = tinyflow(&project, &["explain", "tf303"]).with_status(0);
    let case = include_str!("../../../tinyflow-check/cases/unknown_step/broken.json");
    let shown: Vec<String> = case.lines().map(|line| format!("    {line}")).collect();
    assert!(said.stdout.contains(&shown.join("\n")), "{said}");
    assert!(said.stdout.contains("did you mean `lend`?"), "{said}");
}

#[test]
fn without_a_rule_all_are_listed() {
    let said = tinyflow(&Project::new(), &["explain"]).with_status(0);
    let listed: Vec<&str> = said.stdout.lines().map(|line| &line[..5]).collect();
    let codes: Vec<&str> = rules().iter().map(|rule| rule.code).collect();
    assert_eq!(listed, codes);
}

#[test]
fn a_rule_that_does_not_exist_gets_the_nearest() {
    let project = Project::new();
    for (wanted, near) in [
        ("TF30", "did you mean `TF30"),
        ("unkown-step", "did you mean `unknown_step`?"),
        ("nothing like it", "`tinyflow explain` lists them all"),
    ] {
        let said = tinyflow(&project, &["explain", wanted]).with_status(2);
        assert!(said.stderr.contains(near), "{wanted}: {said}");
        assert_eq!(said.stdout, "");
    }
}
