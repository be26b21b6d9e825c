//! What becomes of JSON Schemas that were not written for tinyflow, and of the traps among them.
//!
//! Each folder of `cases` is a schema, what is found in it, and the types that it becomes; the
//! README says where each schema comes from. A flow takes it for its state, as `flow.rs` says.

mod flow;

mod sizes;

use std::fs;
use std::path::{Path, PathBuf};

use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::fresh;
use tinyflow_model::diagnostic::Record;
use tinyflow_model::{Places, Source};
use tinyflow_tests::project::UserCrate;

#[test]
fn schemas_become_types_and_findings() {
    for case in cases() {
        let probed = probe(&case);
        assert_snapshot(&case, "findings", &probed.findings);
        let snapshot = case.join("types.snap");
        match probed.file {
            Some(file) => assert_snapshot(&case, "types", &types(&file)),
            None => assert!(!snapshot.exists(), "{} is stale", snapshot.display()),
        }
    }
}

#[test]
fn a_schema_without_types_is_an_error() {
    for case in cases() {
        let probed = probe(&case);
        let is_refused = probed.findings.contains("error[");
        assert_eq!(probed.file.is_none(), is_refused, "{}", case.display());
    }
}

#[test]
fn what_schemas_become_is_clean() {
    let crate_of_all = UserCrate::new(env!("CARGO_TARGET_TMPDIR"), "consumer-of-probes", "2024");
    let mut library = "//! What every schema becomes.\n\n".to_owned();
    let mut files = Vec::new();
    for case in cases() {
        if let Some(file) = probe(&case).file {
            let module = name(&case).replace('-', "_");
            library.push_str(&format!("pub mod {module};\n"));
            crate_of_all.write(&format!("src/{module}.rs"), &file);
            files.push(format!("src/{module}.rs"));
        }
    }
    crate_of_all.write("src/lib.rs", &library);
    let clippy = crate_of_all.cargo("clippy", &["--", "-D", "warnings"]);
    clippy.expect_success();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    crate_of_all.rustfmt_check("2024", &files).expect_success();
}

/// What a schema has become.
struct Probed {
    /// A line for each finding.
    findings: String,
    /// The file of a flow with this schema, where that has no error.
    file: Option<String>,
}

fn probe(case: &Path) -> Probed {
    let schema = fs::read_to_string(case.join("schema.json")).expect("each case has a schema");
    let source = Source::new("flow.json", flow::with_state(&schema).into_bytes());
    let outcome = check_source(&source);
    let places = Places::new(&source);
    let findings = outcome.findings.iter().map(|finding| {
        let record = Record::new(finding, &source, &places);
        let Record {
            severity,
            code,
            pointer,
            message,
            ..
        } = record;
        format!("{severity}[{code}] {pointer}: {message}\n")
    });
    Probed {
        findings: findings.collect(),
        file: outcome.flow.map(|checked| {
            let new =
                generate(&checked).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
            fresh(&new, "flow.json")
        }),
    }
}

/// The types of the state, and whether the file holds a schema beside them.
fn types(file: &str) -> String {
    let (_, behind) = file
        .split_once("/// What a run of *Probe* remembers.\n")
        .expect("the file has a state");
    let ends = ["impl InitialState for State", "/// The business logic of"];
    let end = ends.iter().filter_map(|end| behind.find(end)).min();
    let types = behind[..end.expect("something follows the types")].trim_end();
    let has_schema = file.contains("JsonSchema::of_state(");
    let beside = if has_schema { "a schema" } else { "nothing" };
    format!("// Beside the types: {beside}.\n{types}\n")
}

fn assert_snapshot(case: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn name(case: &Path) -> String {
    case.file_name()
        .map(|name| name.display().to_string())
        .unwrap_or_default()
}

/// The folders of all schemas, in alphabetical order.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("probes/cases");
    let entries = fs::read_dir(folder).expect("there are cases");
    let paths = entries.map(|entry| entry.expect("a case can be read").path());
    let mut cases: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    cases
}
