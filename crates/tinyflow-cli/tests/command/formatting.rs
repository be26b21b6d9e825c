//! `tinyflow fmt`: files, folders and standard input in the canonical layout.

use tinyflow_tests::project::{Project, root, sample_flow};

use crate::{project_with, project_with_sample, tinyflow, tinyflow_reading};

#[test]
fn the_sample_flows_are_in_canonical_layout() {
    let flows = root().join("flows");
    let flows = flows.to_str().expect("a path of text");
    let said = tinyflow(&Project::new(), &["fmt", "--check", flows]);
    said.expect_success();
    assert_eq!((said.stdout, said.stderr), (String::new(), String::new()));
}

#[test]
fn flows_are_formatted_once_and_then_left_alone() {
    let sound = sample_flow("user-onboarding");
    let project = project_with(&sound.replace("\n ", "\n\t "));
    project.write("flows/other.json", &sound);
    let said = tinyflow(&project, &["fmt", "flow.json", "flows"]).with_status(0);
    assert_eq!(said.stdout, "");
    assert_eq!(said.stderr, "formatted flow.json\n");
    assert_eq!(project.read("flow.json"), sound);
    let again = tinyflow(&project, &["fmt", "flow.json", "flows"]).with_status(0);
    assert_eq!((again.stdout, again.stderr), (String::new(), String::new()));
}

#[test]
fn a_check_shows_the_difference_and_writes_nothing() {
    let flow = sample_flow("user-onboarding").replace("  \"id\"", "\"id\"");
    let project = project_with(&flow);
    let said = tinyflow(&project, &["fmt", "--check", "flow.json"]).with_status(1);
    let expected = "--- as it is\n+++ as formatted\n";
    assert!(said.stdout.starts_with(expected), "{said}");
    assert!(
        said.stdout.contains("\n+  \"id\": \"user-onboarding\",\n"),
        "{said}"
    );
    let expected = "flow.json is not in canonical layout; run: tinyflow fmt flow.json\n";
    assert_eq!(said.stderr, expected);
    assert_eq!(project.read("flow.json"), flow);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::new();
    let flow = sample_flow("travel-request");
    let said = tinyflow_reading(&project, &["fmt", "-"], &flow.replace('\n', " "));
    assert_eq!((said.status, said.stdout), (Some(0), flow.clone()));
    let said = tinyflow_reading(&project, &["fmt", "-", "--check"], &flow);
    assert_eq!((said.status, said.stdout), (Some(0), String::new()));
}

#[test]
fn what_is_no_json_is_left_alone_and_the_rest_is_formatted() {
    let project = project_with_sample("user-onboarding");
    let half = "{ \"steps\": [";
    project.write("half.json", half);
    project.write("wide.json", "{\n\n\"steps\": []}");
    let said = tinyflow(&project, &["fmt", "half.json", "wide.json"]).with_status(1);
    assert!(said.stderr.starts_with("error[TF001]"), "{said}");
    assert!(said.stderr.ends_with("formatted wide.json\n"), "{said}");
    assert_eq!(project.read("half.json"), half);
    let said = tinyflow(&project, &["fmt", "missing.json"]).with_status(2);
    assert!(
        said.stderr.contains("missing.json could not be read"),
        "{said}"
    );
}
