//! `tinyflow gen --check`: says whether a file is fresh, and writes nothing.

use crate::{check, generate, project_with_sample};

#[test]
fn a_fresh_file_is_fresh() {
    let project = project_with_sample("multi-step-form");
    generate(&project).expect_success();
    let said = check(&project).with_status(0);
    assert_eq!(said.stdout, "");
    assert_eq!(said.stderr, "flow.rs is fresh\n");
}

#[test]
fn a_stale_file_is_shown_with_what_would_change() {
    let project = project_with_sample("user-onboarding");
    generate(&project).expect_success();
    let before = project.read("flow.rs");
    let renamed = project
        .read("flow.json")
        .replace("send-reminder", "send-nudge");
    project.write("flow.json", renamed);

    let said = check(&project).with_status(1);
    assert!(
        said.stdout.starts_with("--- as it is\n+++ as generated\n"),
        "{said}"
    );
    assert!(
        said.stdout
            .contains("\n-    SendReminder,\n+    SendNudge,\n"),
        "{said}"
    );
    assert_eq!(
        said.stderr,
        "flow.rs is stale; run: tinyflow gen flow.json -o flow.rs\n"
    );
    assert_eq!(project.read("flow.rs"), before);
}

#[test]
fn a_missing_file_is_stale() {
    let project = project_with_sample("user-onboarding");
    let said = check(&project).with_status(1);
    assert_eq!(said.stdout, "");
    assert_eq!(
        said.stderr,
        "flow.rs does not exist; run: tinyflow gen flow.json -o flow.rs\n"
    );
    assert!(!project.path("flow.rs").exists());
}
