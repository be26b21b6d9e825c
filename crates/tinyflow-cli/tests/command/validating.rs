//! `tinyflow validate`: everything that is wrong with a flow, each fault at its place.

use tinyflow_tests::project::{sample_flow, sample_flows};

use crate::{project_with, tinyflow};

/// A step id, a type and a property are wrong.
const THREE_FAULTS: &str = r#"{
  "id": "user-onboarding",
  "name": "User Onboarding Flow",
  "version": "1.0.0",
  "globalStateSchema": {
    "type": "object",
    "properties": {
      "userId": { "type": "string" },
      "profileIsComplete": { "type": "boolean" }
    },
    "required": ["userId"]
  },
  "globalState": { "userId": "user-001", "profileIsComplete": "true" },
  "steps": [
    { "id": "start-flow", "name": "Start", "type": "begin" },
    { "id": "check-profile", "name": "Is the profile complete?", "type": "decision" },
    { "id": "send-reminder", "name": "Send Profile Reminder", "type": "task" },
    { "id": "end-flow", "name": "End", "type": "end" }
  ],
  "connections": [
    { "id": "c1", "sourceStepId": "start-flow", "targetStepId": "check-profile" },
    {
      "id": "c2",
      "sourceStepId": "check-profile",
      "targetStepId": "end-flow",
      "condition": "state.profileComplete === true"
    },
    { "id": "c3", "sourceStepId": "check-profile", "targetStepId": "send-reminder" },
    { "id": "c4", "sourceStepId": "send-remider", "targetStepId": "end-flow" },
    { "id": "c5", "sourceStepId": "send-reminder", "targetStepId": "end-flow" }
  ]
}
"#;

#[test]
fn all_faults_are_shown_with_place_and_suggestion() {
    let project = project_with(THREE_FAULTS);
    let said = tinyflow(&project, &["validate", "flow.json"]).with_status(1);
    assert_eq!(said.stderr, "");
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn a_sound_flow_is_sound() {
    for name in sample_flows() {
        let project = project_with(&sample_flow(&name));
        let said = tinyflow(&project, &["validate", "flow.json"]).with_status(0);
        assert_eq!(said.stdout, "flow.json is sound\n", "{name}");
        assert_eq!(said.stderr, "", "{name}");
    }
}

#[test]
fn warnings_alone_are_no_failure() {
    let project =
        project_with(&sample_flow("user-onboarding").replacen("{", "{ \"versoin\": 2,", 1));
    let said = tinyflow(&project, &["validate", "flow.json"]).with_status(0);
    let help = "it has no effect: `version` is there already";
    assert!(said.stdout.contains(help), "{said}");
    assert!(
        said.stdout.ends_with("Found 1 warning in flow.json\n"),
        "{said}"
    );
}
