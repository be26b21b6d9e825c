//! `tinyflow validate`: which flows, which findings, and how many.

use tinyflow_tests::project::{Project, Said, sample_flow};

use crate::{project_with, tinyflow, tinyflow_reading};

/// A warning and, in a step id, an error.
fn faulty() -> String {
    let flow = sample_flow("user-onboarding").replacen('{', "{ \"versoin\": 2,", 1);
    flow.replace(r#"Id": "send-welcome""#, r#"Id": "send-welcom""#)
}

fn with_a_warning() -> String {
    sample_flow("user-onboarding").replacen('{', "{ \"versoin\": 2,", 1)
}

fn validate(project: &Project, arguments: &[&str]) -> Said {
    tinyflow(project, &[&["validate"], arguments].concat())
}

#[test]
fn denied_warnings_are_errors() {
    let project = project_with(&with_a_warning());
    for rule in [
        "warnings",
        "TF103",
        "tf103",
        "unknown_field",
        "TF401,unknown-field",
    ] {
        let said = validate(&project, &["flow.json", "--deny", rule]).with_status(1);
        assert!(said.stdout.starts_with("error[TF103]"), "{said}");
        assert!(
            said.stdout.ends_with("Found 1 error in flow.json\n"),
            "{said}"
        );
    }
    let other = validate(&project, &["flow.json", "--deny", "unsafe_text"]).with_status(0);
    assert!(other.stdout.starts_with("warning[TF103]"), "{other}");
}

#[test]
fn allowed_warnings_are_left_out() {
    let project = project_with(&with_a_warning());
    let said = validate(&project, &["flow.json", "--allow=TF103", "--deny=warnings"]);
    assert_eq!(said.with_status(0).stdout, "flow.json is sound\n");
    let said = validate(&project, &["flow.json", "--allow", "TF303"]).with_status(2);
    assert!(said.stderr.contains("cannot be allowed"), "{said}");
    let said = validate(&project, &["flow.json", "--allow", "unknown_feild"]).with_status(2);
    assert!(
        said.stderr.contains("did you mean `unknown_field`?"),
        "{said}"
    );
}

#[test]
fn the_rest_is_counted() {
    let project = project_with(&faulty());
    let all = validate(&project, &["flow.json"]).with_status(1);
    assert!(
        all.stdout
            .ends_with("Found 2 errors, 1 warning in flow.json\n"),
        "{all}"
    );
    let one = validate(&project, &["flow.json", "--max-diagnostics=1"]).with_status(1);
    assert_eq!(one.stdout.matches("flow.json:").count(), 1, "{one}");
    let last = "Found 2 errors, 1 warning in flow.json (2 not shown)\n";
    assert!(one.stdout.ends_with(last), "{one}");
    let none = validate(&project, &["flow.json", "--max-diagnostics=0"]).with_status(1);
    assert_eq!(none.stdout, last.replace("2 not", "3 not"));
}

#[test]
fn standard_input_has_a_name() {
    let project = Project::new();
    let said = tinyflow_reading(&project, &["validate", "-"], &faulty()).with_status(1);
    assert!(said.stdout.contains("--> <stdin>:1:3"), "{said}");
    let named = ["validate", "-", "--stdin-filename", "flows/tea.json"];
    let said = tinyflow_reading(&project, &named, &faulty()).with_status(1);
    assert!(said.stdout.ends_with(" in flows/tea.json\n"), "{said}");
}

#[test]
fn files_and_folders_are_taken_together() {
    let project = Project::new();
    let sound = sample_flow("user-onboarding");
    project.write("one.json", &sound);
    project.write("flows/b.json", faulty());
    project.write("flows/deep/a.json", &sound);
    project.write("flows/half.json", &sound[..sound.len() / 2]);
    project.write(
        "flows/package.json",
        r#"{ "name": "no-flow", "version": "1.0.0" }"#,
    );
    project.write("flows/notes.txt", "no JSON");
    project.write("flows/.hidden/c.json", faulty());
    project.write("flows/node_modules/d.json", faulty());
    let said = validate(&project, &["one.json", "flows", "one.json"]).with_status(1);
    assert_eq!(said.stderr, "");
    let last = "Found 3 errors, 1 warning in 2 of 4 flows\n";
    assert!(said.stdout.ends_with(last), "{said}");
    let (b, half) = (
        said.stdout.find("flows/b.json"),
        said.stdout.find("flows/half.json"),
    );
    assert!(b.is_some() && b < half, "{said}");

    let said = validate(&project, &["one.json", "flows/deep"]).with_status(0);
    assert_eq!(said.stdout, "2 flows are sound\n");
    let said = validate(&project, &["flows/package.json"]).with_status(1);
    assert!(said.stdout.contains("the flow has no `steps`"), "{said}");
}

#[test]
fn what_cannot_be_read_keeps_nothing_else_from_being_said() {
    let project = project_with(&faulty());
    std::fs::create_dir(project.path("empty")).expect("a folder");
    let said = validate(&project, &["missing.json", "empty", "flow.json"]).with_status(2);
    assert!(
        said.stderr.contains("missing.json could not be read"),
        "{said}"
    );
    assert!(said.stderr.contains("there is no flow in empty"), "{said}");
    assert!(
        said.stdout
            .ends_with("Found 2 errors, 1 warning in flow.json\n"),
        "{said}"
    );
}
