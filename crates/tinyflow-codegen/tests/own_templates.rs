//! Templates of a user's own, whole and broken.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of a test may fail as a test does"
)]

use std::fs;

use tempfile::{TempDir, tempdir};
use tinyflow_check::{CheckedFlow, check_source};
use tinyflow_codegen::render::{Templates, TemplatesError};
use tinyflow_codegen::{generate, generate_with};
use tinyflow_model::Source;

const FLOW: &str = include_str!("../cases/generate/defaults/flow.json");

fn flow() -> CheckedFlow {
    let source = Source::new("flow.json", FLOW.as_bytes().to_vec());
    check_source(&source).flow.unwrap()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What is said of these templates.
fn fault(files: &[(&str, &str)]) -> String {
    let templates = Templates::read(folder(files).path()).unwrap();
    generate_with(&flow(), &templates).unwrap_err().to_string()
}

#[test]
fn a_template_takes_the_place_of_the_built_in_one_of_its_name() {
    let own = "// Mine: {{ flow }}\npub enum Step {}\n";
    let folder = folder(&[("step.rs.j2", own), ("README.md", "{% broken")]);
    let templates = Templates::read(folder.path()).unwrap();
    let section = generate_with(&flow(), &templates).unwrap().section;
    assert!(section.contains("\n// Mine: "), "{section}");
    let built_in = generate(&flow()).unwrap();
    assert!(built_in.section.contains("\npub trait Tasks"));
    assert!(section.contains("\npub trait Tasks"));
    assert_ne!(section, built_in.section);
}

#[test]
fn a_broken_template_is_named_with_its_line() {
    assert_eq!(
        fault(&[("step.rs.j2", "pub enum Step {\n{% for %}\n}\n")]),
        "the template `step.rs.j2` is at fault on line 2: \
         syntax error: unexpected end of block, expected in"
    );
    assert_eq!(
        fault(&[("tasks.rs.j2", "pub trait Tasks {}\n\n// {{ colour }}\n")]),
        "the template `tasks.rs.j2` is at fault on line 3: undefined value"
    );
}

#[test]
fn what_is_no_rust_is_said_with_template_and_flow() {
    let sound = ("tasks.rs.j2", "pub trait Tasks {}\n");
    let said = fault(&[sound, ("step.rs.j2", "pub enum Step {\n    A B,\n}\n")]);
    assert_eq!(
        said,
        "what the template `step.rs.j2` makes of the flow \"set-table\" is no Rust \
         from line 8, column 7 on: expected `,`"
    );
    let said = fault(&[("implementation.rs.j2", "\nfn {\n"), sound]);
    assert!(said.contains("`implementation.rs.j2`"), "{said}");
}

#[test]
fn a_template_that_nothing_would_use_is_refused() {
    let folder = folder(&[("stepp.rs.j2", "")]);
    let error = Templates::read(folder.path()).unwrap_err();
    assert!(matches!(error, TemplatesError::Unknown { .. }), "{error}");
    assert!(error.to_string().contains("step.rs.j2, "), "{error}");
    let none = folder.path().join("none");
    let error = Templates::read(&none).unwrap_err();
    assert!(matches!(error, TemplatesError::Io { .. }), "{error}");
}
