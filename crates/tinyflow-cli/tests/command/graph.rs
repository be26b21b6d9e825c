//! `tinyflow graph`: the picture of a flow, on the standard output or in a file.

use tinyflow_tests::project::sample_flow;

use crate::{project_with, project_with_sample, tinyflow, tinyflow_reading};

#[test]
fn each_format_is_printed() {
    let project = project_with_sample("travel-request");
    for (format, start) in [
        ("svg", "<svg xmlns="),
        ("mermaid", "flowchart TD\n"),
        ("dot", "digraph flow {\n"),
    ] {
        let said = tinyflow(&project, &["graph", "flow.json", "--format", format]).with_status(0);
        assert!(said.stdout.starts_with(start), "{said}");
        assert!(said.stdout.contains("Ask the manager"), "{said}");
        assert_eq!(said.stderr, "");
    }
}

#[test]
fn standard_input_has_the_picture_of_its_file() {
    let project = project_with_sample("travel-request");
    let of_file = tinyflow(&project, &["graph", "flow.json"]).with_status(0);
    let flow = sample_flow("travel-request");
    let of_input = tinyflow_reading(&project, &["graph", "-"], &flow).with_status(0);
    assert_eq!(of_input.stdout, of_file.stdout);

    let arguments = ["graph", "-", "--stdin-filename", "draft.json"];
    let said = tinyflow_reading(&project, &arguments, "[").with_status(1);
    assert_eq!(
        said.stderr,
        "draft.json has errors, which the picture shows\n"
    );
}

#[test]
fn a_file_is_written_and_the_same_each_time() {
    let project = project_with_sample("order-fulfilment");
    let draw = || {
        let arguments = ["graph", "flow.json", "-o", "flow.svg"];
        let said = tinyflow(&project, &arguments).with_status(0);
        assert_eq!(said.stderr, "drew flow.svg\n");
        project.read("flow.svg")
    };
    let picture = draw();
    assert!(picture.ends_with("</svg>\n"));
    assert_eq!(draw(), picture);
}

#[test]
fn a_broken_flow_has_its_picture_with_what_is_wrong() {
    let flow = sample_flow("user-onboarding").replace(
        "\"sourceStepId\": \"send-welcome\"",
        "\"sourceStepId\": \"sned-welcome\"",
    );
    let project = project_with(&flow);
    let said = tinyflow(&project, &["graph", "flow.json"]).with_status(1);
    assert!(said.stdout.contains("TF303"), "{said}");
    assert!(said.stdout.contains("does not exist"), "{said}");
    assert_eq!(
        said.stderr,
        "flow.json has errors, which the picture shows\n"
    );
}

#[test]
fn what_is_no_flow_has_a_picture_of_what_is_wrong() {
    let project = project_with("[");
    let said = tinyflow(&project, &["graph", "flow.json"]).with_status(1);
    assert!(said.stdout.contains("TF001"), "{said}");
}

#[test]
fn steps_stand_where_they_are_told_to() {
    let flow = sample_flow("user-onboarding").replacen(
        "\"type\": \"begin\"",
        "\"type\": \"begin\", \"metadata\": { \"x\": 4000, \"y\": 10 }",
        1,
    );
    let project = project_with(&flow);
    let width = |arguments: &[&str]| -> f64 {
        let said = tinyflow(&project, arguments).with_status(0);
        let (_, rest) = said.stdout.split_once(" width=\"").unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let layered = width(&["graph", "flow.json"]);
    let placed = width(&["graph", "flow.json", "--positions"]);
    assert!(layered < 1000.0, "{layered}");
    assert_ne!(layered, placed);
}
