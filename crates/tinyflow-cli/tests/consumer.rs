//! A crate of a user's own, from the README: generated file, `main`, clippy, and the run.

use serde_json::{Value, json};
use tinyflow_tests::project::{Project, UserCrate, root, sample_flow, sample_flows};

const SHARED: &str = env!("CARGO_TARGET_TMPDIR");

#[test]
fn a_new_crate_runs_its_flow_to_the_end() {
    for edition in ["2021", "2024"] {
        let consumer = UserCrate::new(SHARED, &format!("consumer-{edition}"), edition);
        consumer.write("src/onboarding.rs", &generated("user-onboarding"));
        consumer.write("src/main.rs", &main_of_the_readme());
        let clippy = consumer.cargo("clippy", &["--", "-D", "warnings"]);
        clippy.expect_success();
        assert_eq!(clippy.stderr, "", "edition {edition}");
        let said = consumer.cargo("run", &[]).with_status(0);
        assert_eq!(
            said.stdout,
            "run run-1 finished: {\"userId\":\"user-001\",\"mailsSent\":[]}\n"
        );
        consumer
            .rustfmt_check(edition, &["src/onboarding.rs"])
            .expect_success();
    }
}

#[test]
fn the_files_of_all_samples_are_clean() {
    let crate_of_all = UserCrate::new(SHARED, "consumer-of-all", "2021");
    let mut library = "//! Every sample flow.\n\n".to_owned();
    let mut files = Vec::new();
    for name in sample_flows() {
        let module = name.replace('-', "_");
        library.push_str(&format!("pub mod {module};\n"));
        crate_of_all.write(&format!("src/{module}.rs"), &generated(&name));
        files.push(format!("src/{module}.rs"));
    }
    crate_of_all.write("src/lib.rs", &library);
    expect_clean(&crate_of_all);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for edition in ["2021", "2024"] {
        crate_of_all.rustfmt_check(edition, &files).expect_success();
    }
}

#[test]
fn the_files_of_every_odd_flow_are_clean() {
    let crate_of_all = UserCrate::new(SHARED, "consumer-of-odd-flows", "2024");
    let mut library = "//! Every flow whose generated file is a case.\n\n".to_owned();
    let cases = root().join("crates/tinyflow-codegen/cases/generate");
    let folders = std::fs::read_dir(&cases).expect("there are cases");
    let mut names: Vec<String> = folders
        .map(|folder| folder.expect("a folder can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let flow = cases.join(&name).join("flow.json");
        let flow = std::fs::read_to_string(flow).expect("each case has a flow");
        let module = name.replace('-', "_");
        // As in a program, where more lints look at what nobody outside can see.
        library.push_str(&format!(
            "mod {module};\n/// Makes one.\npub fn make_{module}() {{\n    \
             let _ = {module}::create_workflow();\n}}\n\n"
        ));
        crate_of_all.write(&format!("src/{module}.rs"), &generated_from(&name, &flow));
    }
    crate_of_all.write("src/lib.rs", &library);
    expect_clean(&crate_of_all);
}

/// Asks clippy, and clippy at its most pedantic.
fn expect_clean(project: &UserCrate) {
    project
        .cargo("clippy", &["--", "-D", "warnings"])
        .expect_success();
    // What is left out asks of the code what only its owner can decide.
    let pedantic = project.cargo(
        "clippy",
        &[
            "--no-deps",
            "--",
            "-Dwarnings",
            "-Wclippy::pedantic",
            "-Aclippy::missing_errors_doc",
            "-Aclippy::unused_async",
            "-Aclippy::wildcard_imports",
        ],
    );
    pedantic.expect_success();
}

#[test]
fn the_file_of_a_large_flow_is_clean_and_runs() {
    let consumer = UserCrate::new(SHARED, "consumer-of-a-large-flow", "2024");
    consumer.write("src/large.rs", &generated_from("large", &large_flow()));
    let main = main_of_the_readme().replace("onboarding", "large");
    consumer.write("src/main.rs", &main);
    expect_clean(&consumer);
    let said = consumer.cargo("run", &[]).with_status(0);
    assert_eq!(said.stdout, "run run-1 finished: {}\n");
    let formatted = consumer.rustfmt_check("2024", &["src/large.rs"]);
    formatted.expect_success();
}

/// A chain of tasks, so many that their futures are boxed, between a fork and a decision.
fn large_flow() -> String {
    let task = |id: &str| json!({ "id": id, "name": id, "type": "task" });
    let mut steps = vec![json!({ "id": "start", "name": "Start", "type": "begin" })];
    let branches = [
        "the-first-of-two-branches-with-long-names",
        "the-second-of-two-branches-with-long-names",
    ];
    steps.extend(branches.iter().map(|id| task(id)));
    let chain: Vec<String> = (1..=110).map(|number| format!("task-{number}")).collect();
    steps.extend(chain.iter().map(|id| task(id)));
    steps.push(json!({ "id": "rest", "name": "Rest", "type": "resumeAfter", "duration": "" }));
    steps.push(json!({ "id": "choose", "name": "Choose", "type": "decision" }));
    steps.push(json!({ "id": "end", "name": "End", "type": "end" }));
    let mut ways = Vec::new();
    for branch in branches {
        ways.extend([("start", branch), (branch, "task-1")]);
    }
    ways.extend(
        chain
            .windows(2)
            .map(|pair| (pair[0].as_str(), pair[1].as_str())),
    );
    ways.extend([("task-110", "rest"), ("rest", "choose")]);
    let mut connections: Vec<Value> = ways
        .iter()
        .map(|(from, to)| json!({ "sourceStepId": from, "targetStepId": to }))
        .collect();
    connections.push(json!({
        "sourceStepId": "choose", "targetStepId": "task-1", "condition": "state.again",
    }));
    connections.extend((0..40).map(|number| {
        let condition = format!("state.note === 'again, for the {number}th time'");
        json!({ "sourceStepId": "choose", "targetStepId": "task-1", "condition": condition })
    }));
    connections.push(json!({ "sourceStepId": "choose", "targetStepId": "end" }));
    for (number, connection) in connections.iter_mut().enumerate() {
        connection["id"] = json!(format!("c{number}"));
    }
    let flow = json!({
        "id": "large",
        "name": "Large",
        "version": "1.0.0",
        "globalStateSchema": {
            "type": "object",
            "properties": {
                "again": { "type": "boolean" },
                "note": { "type": ["string", "null"] },
            },
        },
        "steps": steps,
        "connections": connections,
    });
    flow.to_string()
}

/// A fresh file of a sample flow, from the command.
fn generated(flow: &str) -> String {
    generated_from(flow, &sample_flow(flow))
}

/// A fresh file of any flow, from the command.
fn generated_from(name: &str, flow: &str) -> String {
    let project = Project::new();
    let name = format!("{name}.json");
    project.write(&name, flow);
    let arguments = ["gen", name.as_str(), "-o", "flow.rs"];
    let command = env!("CARGO_BIN_EXE_tinyflow");
    project.run(command, &arguments).expect_success();
    project.read("flow.rs")
}

/// The code block of the README that is `src/main.rs`.
fn main_of_the_readme() -> String {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let mut lines = readme
        .lines()
        .skip_while(|line| line.trim() != "<!-- main.rs -->");
    lines.next().expect("the README marks its main");
    let opening = lines.next().expect("a code block follows the mark");
    let (indent, _) = opening.split_once("```rust").expect("the block is Rust");
    let code = lines.take_while(|line| line.trim() != "```");
    let unindented = code.map(|line| line.strip_prefix(indent).unwrap_or(line));
    unindented.map(|line| format!("{line}\n")).collect()
}
