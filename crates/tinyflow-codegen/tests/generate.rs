//! Each folder of `cases/generate` is one flow, the plan that is made of it,
//! and the file that a user gets who had none.
//!
//! The files are Rust as rustfmt leaves it, in which the user has nothing to
//! lay out anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use serde_json::{Value, json};
use tinyflow_check::{CheckedFlow, check_source};
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::fresh;
use tinyflow_codegen::plan::{Plan, plan};
use tinyflow_model::Source;

#[test]
fn flows_become_their_plans_and_files() {
    for case in cases().unwrap() {
        let flow = checked(&case).unwrap();
        assert_snapshot(&case, "plan", &as_json(&plan(&flow)).unwrap());
        assert_snapshot(&case, "fresh", &file(&flow).unwrap());
        let names = names(&case).unwrap();
        let expected = ["flow.json", "fresh.snap", "plan.snap"];
        assert!(names.iter().eq(expected), "{}: {names:?}", case.display());
    }
}

#[test]
fn files_are_rust_as_rustfmt_leaves_it() {
    let named = cases().unwrap().into_iter().map(|case| {
        let flow = checked(&case).unwrap();
        let name = case.file_name().unwrap_or_default();
        (name.display().to_string(), file(&flow).unwrap())
    });
    let named: Vec<_> = named.collect();
    assert_rustfmt_leaves("2024", &named);
    // Its longest default is a function without parameters that is too wide for a line, which
    // editions lay out in two ways: a limit that the README names.
    let named: Vec<_> = named
        .into_iter()
        .filter(|(name, _)| name != "defaults")
        .collect();
    assert_rustfmt_leaves("2021", &named);
}

#[test]
fn names_of_every_length_are_laid_out() {
    const WORDS: &str =
        "send-the-password-reset-confirmation-to-everybody-who-asked-for-it-today-and-tomorrow";
    let lengths = (1..75).map(|length| WORDS[..length].trim_end_matches('-'));
    let mut ids: BTreeSet<&str> = lengths.collect();
    let forms = [
        json!({ "type": "task" }),
        json!({ "type": "task", "params": { "rows": [{ "q": 0.1 }, { "q": 2.5 }] } }),
        json!({ "type": "resumeAfter", "duration": "1 day" }),
        json!({ "type": "waitForEvent" }),
        json!({ "type": "resumeAfter", "duration": "" }),
        json!({ "type": "task", "metadata": { "retries": 2, "tinyflow": { "timeout": "1 day" } } }),
        json!({
            "type": "task",
            "params": { "seats": 2 },
            "metadata": { "tinyflow": {
                "poll": { "every": "1 day", "timeout": "1 week" },
                "retry": { "maxAttempts": 9, "initialInterval": "1.001 seconds", "backoff": 1.25 },
            } },
        }),
        json!({
            "type": "waitForEvent",
            "eventInput": { "value": { "seats": 2 } },
            "metadata": { "tinyflow": { "timeout": "1 year", "onTimeout": "end" } },
        }),
        json!({ "type": "waitForEvent", "metadata": { "tinyflow": { "timeout": "1 day" } } }),
        json!({
            "type": "waitForEvent",
            "eventInput": { "value": { "rows": [{ "q": 0.1 }, { "q": 2.5 }] } },
            "eventOutput": { "value": { "seats": 2 } },
        }),
    ];
    let files = |ids: &BTreeSet<&str>| {
        let files = forms.iter().flat_map(|own| [(own, false), (own, true)]);
        let files = files.enumerate().map(|(index, (own, forks))| {
            let flow = chain(ids, own, forks).to_string();
            let outcome = check_source(&Source::new("flow.json", flow.into_bytes()));
            (
                format!("lengths-{index}"),
                file(&outcome.flow.unwrap()).unwrap(),
            )
        });
        files.collect::<Vec<_>>()
    };
    assert_rustfmt_leaves("2024", &files(&ids));
    // Of two letters, a task's parameters just fit on a line and what it returns does not, which
    // editions lay out in two ways: a limit that the README names.
    ids.retain(|id| id.len() != 2);
    assert_rustfmt_leaves("2021", &files(&ids));
}

#[test]
fn flows_with_names_of_every_length_are_laid_out() {
    const WORDS: &str = "A reset of the password of everybody who asked for it today or tomorrow";
    let files = (1..WORDS.len()).map(|length| {
        let mut flow = chain(
            &BTreeSet::from(["reset"]),
            &json!({ "type": "task" }),
            false,
        );
        flow["name"] = json!(WORDS[..length].trim_end());
        let outcome = check_source(&Source::new("flow.json", flow.to_string().into_bytes()));
        let file = file(&outcome.flow.unwrap()).unwrap();
        (format!("name-{length}"), file)
    });
    let files: Vec<_> = files.collect();
    for edition in ["2021", "2024"] {
        assert_rustfmt_leaves(edition, &files);
    }
}

/// A flow of steps with these ids, one behind the other, each with these fields. With `forks`
/// there is a way round each next step, whose name is as long as the id.
fn chain(ids: &BTreeSet<&str>, own: &Value, forks: bool) -> Value {
    let mut steps = vec![json!({ "id": "begin", "name": "Begin", "type": "begin" })];
    for id in ids {
        let mut step = own.clone();
        step["id"] = json!(id);
        step["name"] = json!(id);
        steps.push(step);
    }
    steps.push(json!({ "id": "end", "name": "End", "type": "end" }));
    let mut connections = Vec::new();
    let mut connect = |id: String, source: &Value, target: &Value| {
        connections.push(json!({ "id": id, "sourceStepId": source, "targetStepId": target }));
    };
    let mut rounds = Vec::new();
    for (index, pair) in steps.windows(2).enumerate() {
        let (source, target) = (&pair[0]["id"], &pair[1]["id"]);
        connect(index.to_string(), source, target);
        if forks {
            let round = json!(format!("round-{index}"));
            connect(source.to_string(), source, &round);
            connect(format!("on-{index}"), &round, target);
            rounds.push(json!({ "id": round, "name": "Round", "type": "task" }));
        }
    }
    steps.extend(rounds);
    json!({
        "id": "lengths", "name": "Lengths", "version": "1",
        "steps": steps, "connections": connections,
    })
}

/// Files with their names, each of which parses and is laid out as this edition has it.
fn assert_rustfmt_leaves(edition: &str, files: &[(String, String)]) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // An empty one, so that no setting of the machine counts.
    fs::write(folder.path().join("rustfmt.toml"), "").expect("a file can be written");
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", edition]);
    for (name, text) in files {
        if let Err(error) = syn::parse_file(text) {
            panic!("{name}: {error}");
        }
        let path = folder.path().join(name).with_extension("rs");
        fs::write(&path, text).expect("a file can be written");
        rustfmt.arg(path);
    }
    let output = rustfmt.output().expect("rustfmt can be started");
    let changes = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "edition {edition}: {changes}{errors}"
    );
}

fn file(flow: &CheckedFlow) -> Result<String, Box<dyn std::error::Error>> {
    Ok(fresh(&generate(flow)?, "flow.json"))
}

fn as_json(plan: &Plan) -> serde_json::Result<String> {
    serde_json::to_string_pretty(plan)
}

fn checked(case: &Path) -> io::Result<CheckedFlow> {
    let path = case.join("flow.json");
    let outcome = check_source(&Source::new("flow.json", fs::read(&path)?));
    match outcome.flow {
        Some(flow) => Ok(flow),
        None => panic!("{}: {:#?}", path.display(), outcome.findings),
    }
}

fn assert_snapshot(case: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn cases() -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/generate");
    let entries = fs::read_dir(folder)?;
    let cases: io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut cases = cases?;
    cases.sort();
    Ok(cases)
}

/// The files of a case, without what a failed run leaves to be reviewed.
fn names(case: &Path) -> io::Result<BTreeSet<String>> {
    let entries = fs::read_dir(case)?;
    let names = entries.map(|entry| Ok(entry?.file_name().display().to_string()));
    let names: io::Result<BTreeSet<String>> = names.collect();
    let is_kept = |name: &String| !name.ends_with(".snap.new");
    Ok(names?.into_iter().filter(is_kept).collect())
}
