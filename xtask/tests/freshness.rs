//! Refuses made files that are stale, and chores that would miss it.

use std::{fs, io};

use tempfile::TempDir;
use xtask::{MadeFile, Mode, examples, pictures, project, rule_book, schema, settle, stale};

#[test]
fn the_examples_are_fresh() {
    assert_fresh(
        &examples::files(project::root()).unwrap(),
        examples::COMMAND,
    );
}

#[test]
fn the_schema_is_fresh() {
    assert_fresh(&schema::files(project::root()).unwrap(), schema::COMMAND);
}

#[test]
fn the_rule_book_is_fresh() {
    let files = rule_book::files(project::root()).unwrap();
    assert_fresh(&files, rule_book::COMMAND);
}

#[test]
fn the_pictures_are_fresh() {
    assert_fresh(
        &pictures::files(project::root()).unwrap(),
        examples::COMMAND,
    );
}

fn assert_fresh(files: &[MadeFile], mend: &str) {
    assert!(!files.is_empty());
    let stale = stale(files);
    assert!(stale.is_empty(), "stale: {stale:?}; run: {mend}");
}

#[test]
fn a_stale_example_is_named_and_mended() {
    let folder = project_with(&["tea"], &["tea"]).unwrap();
    let root = folder.path();
    let check = || {
        settle(
            &examples::files(root).unwrap(),
            Mode::Check,
            "mend",
            &mut Vec::new(),
        )
    };
    let refusal = check().unwrap_err().to_string();
    assert!(refusal.contains("tea.rs; run: mend"), "{refusal}");

    let mut said = Vec::new();
    settle(
        &examples::files(root).unwrap(),
        Mode::Write,
        "mend",
        &mut said,
    )
    .unwrap();
    assert!(String::from_utf8(said).unwrap().starts_with("wrote"));
    check().unwrap();

    let path = root.join("generated-examples/tea/src/tea.rs");
    let mine = fs::read_to_string(&path).unwrap() + "\n// Mine.\n";
    fs::write(&path, &mine).unwrap();
    check().unwrap();

    let flow = root.join("flows/tea.json");
    let renamed = fs::read_to_string(&flow).unwrap().replace("Boil", "Heat");
    fs::write(&flow, renamed).unwrap();
    assert!(check().is_err());
    settle(
        &examples::files(root).unwrap(),
        Mode::Write,
        "mend",
        &mut Vec::new(),
    )
    .unwrap();
    check().unwrap();
    let made = fs::read_to_string(&path).unwrap();
    assert!(made.contains("/// Heat water") && made.ends_with("\n// Mine.\n"));
}

#[test]
fn a_flow_and_its_package_go_together() {
    let refusal = |flows, packages| {
        let folder = project_with(flows, packages).unwrap();
        examples::files(folder.path()).unwrap_err().to_string()
    };
    assert_eq!(
        refusal(&["coffee", "tea"], &["tea"]),
        "flows/coffee.json has no package generated-examples/coffee"
    );
    assert_eq!(
        refusal(&["tea"], &["coffee", "tea"]),
        "generated-examples/coffee has no flow flows/coffee.json"
    );
}

#[test]
fn a_flow_with_errors_is_no_example() {
    let folder = project_with(&["tea"], &["tea"]).unwrap();
    fs::write(folder.path().join("flows/tea.json"), "{}").unwrap();
    let refusal = examples::files(folder.path()).unwrap_err().to_string();
    assert!(refusal.contains("tea.json has errors"), "{refusal}");
}

/// A project with these flows and these packages.
fn project_with(flows: &[&str], packages: &[&str]) -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("flows"))?;
    fs::create_dir(at("generated-examples"))?;
    for flow in flows {
        fs::write(at(&format!("flows/{flow}.json")), FLOW)?;
    }
    for package in packages {
        let sources = format!("generated-examples/{package}/src");
        fs::create_dir_all(at(&sources))?;
    }
    Ok(folder)
}

const FLOW: &str = r#"{
  "id": "tea", "name": "Tea", "version": "1",
  "steps": [
    { "id": "start", "name": "Start", "type": "begin" },
    { "id": "boil", "name": "Boil water", "type": "task" },
    { "id": "end", "name": "End", "type": "end" }
  ],
  "connections": [
    { "id": "c1", "sourceStepId": "start", "targetStepId": "boil" },
    { "id": "c2", "sourceStepId": "boil", "targetStepId": "end" }
  ]
}"#;
