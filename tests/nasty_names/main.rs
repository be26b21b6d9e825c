//! Nothing in a flow becomes code: names and texts of every nasty kind are data wherever they land.
//!
//! Flows are made at random from an alphabet of trouble. Each either has an error, or gives a file
//! that is judged as text; a fixed batch of files is compiled and run as well.

mod alphabet;

mod condition;

mod flow;

mod judge;

mod printed;

mod schema;

mod settings;

mod shape;

mod strategy;

mod tokens;

use std::cell::RefCell;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tinyflow_tests::project::{Project, UserCrate};

use flow::{FlowSpec, flow};
use judge::judge;

/// The flows are the same each time, so that a failure tells of a change and not of luck.
/// `PROPTEST_CASES=2000 cargo test` tries more of them.
#[test]
fn a_flow_has_an_error_or_gives_a_file_without_its_text_as_code() {
    let files = RefCell::new(Vec::new());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let outcome = runner.run(&flow(), |spec| {
        files.borrow_mut().extend(judge(&spec)?);
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let mut files = files.into_inner();
    assert!(files.len() >= 20, "only {} flows had no error", files.len());
    files.retain(|file| has_room(file));
    let project = Project::new();
    let names: Vec<String> = (0..files.len())
        .map(|index| format!("{index}.rs"))
        .collect();
    for (name, file) in names.iter().zip(&files) {
        project.write(name, file);
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    project.rustfmt_check("2024", &names).expect_success();
}

#[test]
fn a_batch_of_files_compiles_and_keeps_every_name_on_the_wire() {
    let batch = batch(60);
    let nasty = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "nasty-names",
        "2024",
        "serde_json = \"1\"\n",
    );
    let mut main = String::new();
    let mut print = String::new();
    let mut expected = Vec::new();
    for (index, (spec, file)) in batch.iter().enumerate() {
        nasty.write(&format!("src/flow_{index}.rs"), file);
        main.push_str(&format!("pub mod flow_{index};\n"));
        if let Some(state) = spec.initial_state() {
            print.push_str(&format!("    initial!(flow_{index});\n"));
            expected.push((spec, state));
        }
    }
    nasty.write("src/lib.rs", &main);
    nasty.write("src/main.rs", &printed::program(&print));
    nasty
        .cargo(
            "clippy",
            &[
                "--lib",
                "--",
                "-D",
                "warnings",
                "-Wclippy::pedantic",
                "-Aclippy::missing_errors_doc",
                "-Aclippy::unused_async",
                "-Aclippy::wildcard_imports",
                // How a text of the flow is composed is not ours to change.
                "-Aclippy::unicode_not_nfc",
                // Nor that a map may hold one value alone.
                "-Aclippy::zero_sized_map_values",
            ],
        )
        .expect_success();

    let said = nasty.cargo("run", &[]).with_status(0);
    let printed: Vec<&str> = said.stdout.lines().collect();
    assert!(expected.len() >= 20, "{} initial states", expected.len());
    assert_eq!(printed.len(), expected.len());
    for (line, (spec, expected)) in printed.iter().zip(expected) {
        let state: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(state, expected, "{spec:#?}");
    }
}

/// Whether rustfmt can lay the file out as we do: names beyond this length do not fit into its
/// lines, and rare characters it measures with tables of its own.
fn has_room(file: &str) -> bool {
    const LONGEST: usize = 40;
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut names = file.split(|character: char| !is_part(character));
    names.all(|name| name.len() <= LONGEST) && file.chars().all(alphabet::is_known)
}

/// The same flows each time, with their files.
fn batch(size: usize) -> Vec<(FlowSpec, String)> {
    let mut runner = TestRunner::deterministic();
    let mut batch = Vec::with_capacity(size);
    for _ in 0..size * 20 {
        let spec = flow()
            .new_tree(&mut runner)
            .expect("a flow can be made")
            .current();
        let file = judge(&spec).expect("the file is sound");
        batch.extend(file.map(|file| (spec, file)));
        if batch.len() == size {
            return batch;
        }
    }
    panic!("only {} flows had no error", batch.len());
}
