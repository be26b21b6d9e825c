//! What the command cannot do: it says why, and its exit status is 2.

use crate::{project_with, project_with_sample, tinyflow, tinyflow_reading};

#[test]
fn a_missing_flow() {
    let project = project_with("{}");
    for arguments in [
        &["gen", "none.json", "-o", "flow.rs"][..],
        &["validate", "none.json"],
    ] {
        let said = tinyflow(&project, arguments).with_status(2);
        assert_eq!(said.stdout, "");
        assert!(
            said.stderr
                .starts_with("error: none.json could not be read: "),
            "{said}"
        );
    }
}

#[test]
fn a_folder_in_place_of_a_flow() {
    let project = project_with("{}");
    project.write("flows/tea.json", "{}");
    let said = tinyflow(&project, &["gen", "flows", "-o", "flow.rs"]).with_status(2);
    assert_eq!(said.stderr, "error: there is no flow in flows\n");
}

#[test]
fn a_file_of_a_hundred_megabytes() {
    let project = project_with("{}");
    let file = std::fs::File::create(project.path("flow.json")).expect("it is writable");
    file.set_len(100 * 1024 * 1024).expect("there is room");
    for arguments in [
        &["validate", "flow.json"][..],
        &["validate", "flow.json", "--fix"],
        &["gen", "flow.json", "-o", "flow.rs"],
        &["fmt", "flow.json"],
        &["graph", "flow.json"],
    ] {
        let said = tinyflow(&project, arguments).with_status(2);
        let why = "flow.json is a file of 100 MiB, and no flow is larger than 64 MiB";
        assert!(said.stderr.contains(why), "{said}");
    }
    let endless = " ".repeat(65 * 1024 * 1024);
    let said = tinyflow_reading(&project, &["validate", "-"], &endless).with_status(2);
    assert!(said.stderr.contains("larger than 64 MiB"), "{said}");
}

#[test]
fn a_file_of_somebody_elses() {
    let project = project_with_sample("user-onboarding");
    let foreign = "//! A file that somebody wrote.\n\npub fn precious() {}\n";
    project.write("flow.rs", foreign);
    let said = tinyflow(&project, &["gen", "flow.json", "-o", "flow.rs"]).with_status(2);
    assert!(
        said.stderr
            .starts_with("error: flow.rs was left as it is: "),
        "{said}"
    );
    assert_eq!(project.read("flow.rs"), foreign);
}

#[test]
fn an_output_that_cannot_be_written() {
    let project = project_with_sample("user-onboarding");
    project.write("folder/file", "");
    let said = tinyflow(&project, &["gen", "flow.json", "-o", "folder"]).with_status(2);
    assert!(said.stderr.contains("folder"), "{said}");
    let said = tinyflow(&project, &["gen", "flow.json", "-o", "none/flow.rs"]).with_status(2);
    assert!(
        said.stderr.contains("the folder none does not exist"),
        "{said}"
    );
}

#[test]
fn wrong_use() {
    let project = project_with_sample("user-onboarding");
    for arguments in [
        &[][..],
        &["gen", "flow.json", "-o", "flow.rs", "--check", "--watch"],
        &["generate", "flow.json"],
        &["validate", "flow.json", "--colour"],
    ] {
        let said = tinyflow(&project, arguments).with_status(2);
        assert_eq!(said.stdout, "");
        assert!(said.stderr.contains("Usage: "), "{said}");
    }
}

#[test]
fn a_flow_that_is_no_text_is_found_at_fault() {
    let project = project_with("{}");
    project.write("flow.json", b"{ \"id\": \"caf\xe9\" }");
    let said = tinyflow(&project, &["validate", "flow.json"]).with_status(1);
    assert!(said.stdout.contains("UTF-8"), "{said}");
}
