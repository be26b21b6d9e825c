//! `tinyflow gen` on a file that a user has worked in, for a flow that has changed.

use std::fs;
use std::path::PathBuf;

use tinyflow_tests::project::{Project, Said};

use crate::{check, generate, project_with, tinyflow};

const IMPLEMENTATION: &str = "// --- IMPLEMENTATION ---\n";

/// A chain of these tasks.
fn flow(tasks: &[&str]) -> String {
    let mut steps = vec![r#"{ "id": "start", "name": "Start", "type": "begin" }"#.to_owned()];
    let mut connections = Vec::new();
    let mut before = "start";
    for task in tasks.iter().copied().chain(["end"]) {
        let kind = if task == "end" { "end" } else { "task" };
        steps.push(format!(
            r#"{{ "id": "{task}", "name": "{task}", "type": "{kind}" }}"#
        ));
        connections.push(format!(
            r#"{{ "id": "{before}-{task}", "sourceStepId": "{before}", "targetStepId": "{task}" }}"#
        ));
        before = task;
    }
    format!(
        r#"{{ "id": "tea", "name": "Tea", "version": "1", "steps": [{}], "connections": [{}] }}"#,
        steps.join(", "),
        connections.join(", ")
    )
}

/// A project whose file was generated and then written in by its user.
fn project_at_work() -> Project {
    let project = project_with(&flow(&["boil", "pour"]));
    generate(&project).expect_success();
    let worked_in = project.read("flow.rs").replace(
        "let _ = task;\n",
        "println!(\"  hot \\t\"); // by hand  \n        drop(task);\n",
    ) + "\n/// Mine.\nfn   mine( ) {}\n\n\n";
    project.write("flow.rs", worked_in);
    project
}

#[test]
fn a_new_task_adds_one_stub_and_changes_nothing_else_of_the_users() {
    let project = project_at_work();
    let before = project.read("flow.rs");
    project.write("flow.json", flow(&["boil", "steep", "pour"]));

    let stale = check(&project).with_status(1);
    assert!(stale.stderr.contains("flow.rs is stale"), "{stale}");
    let said = generate(&project).with_status(0);
    assert!(said.stderr.contains("updated flow.rs\n"), "{said}");
    check(&project).expect_success();

    let after = project.read("flow.rs");
    let (_, mine_before) = before.split_once(IMPLEMENTATION).unwrap();
    let (generated, mine_after) = after.split_once(IMPLEMENTATION).unwrap();
    assert!(generated.contains("fn steep("));
    let same_start = mine_before
        .bytes()
        .zip(mine_after.bytes())
        .take_while(|(before, after)| before == after)
        .count();
    let (start, rest) = mine_before.split_at(same_start);
    let added = mine_after.strip_prefix(start).unwrap().strip_suffix(rest);
    let added = added.expect("the old text stands around the new");
    assert_eq!(added.matches("fn ").count(), 1, "{added}");
    assert!(added.contains("async fn steep("), "{added}");
    assert!(
        added.contains("TODO: implement the task 'steep'"),
        "{added}"
    );
}

#[test]
fn a_task_that_is_gone_is_named_and_kept() {
    let project = project_at_work();
    project.write("flow.json", flow(&["boil"]));
    let said = generate(&project);
    assert!(said.stderr.contains("pour"), "{said}");
    assert!(project.read("flow.rs").contains("async fn pour("));
}

#[test]
fn a_hand_edit_in_the_generated_section_is_refused_with_the_difference() {
    let project = project_at_work();
    let edited = project
        .read("flow.rs")
        .replace("    Boil,\n", "    Boil,\n    Chill,\n");
    project.write("flow.rs", &edited);
    let said = generate(&project).with_status(2);
    assert_eq!(said.stdout, "");
    assert!(said.stderr.contains("\n-    Chill,\n"), "{said}");
    assert!(said.stderr.contains("flow.rs was left as it is"), "{said}");
    assert_eq!(project.read("flow.rs"), edited);
    let checked = check(&project).with_status(2);
    assert!(checked.stderr.contains("\n-    Chill,\n"), "{checked}");
}

#[test]
fn a_file_in_another_layout_is_fresh() {
    let project = project_at_work();
    let text = project.read("flow.rs");
    let (generated, mine) = text.split_once(IMPLEMENTATION).unwrap();
    let indented = generated.replace("\n    ", "\n  ");
    let other = [&indented, IMPLEMENTATION, mine].concat();
    project.write("flow.rs", &other);
    check(&project).expect_success();
    generate(&project).expect_success();
    assert_eq!(project.read("flow.rs"), other);
}

#[test]
fn an_import_in_the_generated_section_moves_to_the_users() {
    let project = project_at_work();
    let before = project.read("flow.rs");
    let ours = "use tinyflow::generated::*;\n";
    let imported = before.replace(ours, &format!("use std::collections::HashMap;\n{ours}"));
    project.write("flow.rs", imported);
    let said = generate(&project).with_status(0);
    assert!(
        said.stderr
            .contains("moved `use std::collections::HashMap;` here"),
        "{said}"
    );
    let top = format!("{IMPLEMENTATION}\nuse std::collections::HashMap;\n");
    let expected = before.replace(IMPLEMENTATION, &top);
    assert_eq!(project.read("flow.rs"), expected);
    check(&project).expect_success();
}

#[test]
fn force_gives_up_an_edit_and_keeps_the_old_file() {
    let project = project_at_work();
    let before = project.read("flow.rs");
    let edited = before.replace("    Boil,\n", "    Boil,\n    Chill,\n");
    project.write("flow.rs", &edited);
    let said = tinyflow(&project, &["gen", "flow.json", "-o", "flow.rs", "--force"]).with_status(0);
    assert!(
        said.stderr
            .contains("the old file is kept as flow.rs.bak\n"),
        "{said}"
    );
    assert_eq!(project.read("flow.rs"), before);
    assert_eq!(project.read("flow.rs.bak"), edited);
}

#[test]
fn a_file_of_other_origin_is_adopted_or_replaced_when_asked() {
    let own = "//! Mine.\n\npub fn mine() {}\n";
    let project = project_at_work();
    project.write("flow.rs", own);
    tinyflow(&project, &["gen", "flow.json", "-o", "flow.rs", "--adopt"]).expect_success();
    let adopted = project.read("flow.rs");
    assert!(adopted.starts_with(&format!("{own}\n// @generated by tinyflow v1 ")));
    check(&project).expect_success();

    project.write("flow.rs", own);
    tinyflow(&project, &["gen", "flow.json", "-o", "flow.rs", "--force"]).expect_success();
    assert!(project.read("flow.rs").starts_with("// @generated"));
    assert_eq!(project.read("flow.rs.bak"), own);
}

#[test]
fn stubs_are_printed_or_left_out_when_asked() {
    let project = project_at_work();
    let before = project.read("flow.rs");
    let (_, mine) = before.split_once(IMPLEMENTATION).unwrap();
    project.write("flow.json", flow(&["boil", "steep", "pour"]));
    for (what, printed) in [("print", true), ("never", false)] {
        project.write("flow.rs", &before);
        let arguments = ["gen", "flow.json", "-o", "flow.rs", "--stubs", what];
        let said = tinyflow(&project, &arguments).with_status(0);
        assert_eq!(said.stderr.contains("async fn steep("), printed, "{said}");
        assert!(project.read("flow.rs").ends_with(mine));
    }
}

#[test]
fn a_task_that_takes_other_parameters_is_named_with_its_signature() {
    let project = project_at_work();
    let parameterised = flow(&["boil", "pour"]).replace(
        r#""name": "boil", "type": "task""#,
        r#""name": "boil", "type": "task", "params": { "degrees": 95 }"#,
    );
    project.write("flow.json", parameterised);
    let said = generate(&project).with_status(0);
    let signature = "`boil` takes other parameters; it is called as\n\n    \
        async fn boil(&self, task: TaskContext, state: State, params: BoilParams) -> TaskResult<State>\n";
    assert!(said.stderr.contains(signature), "{said}");
}

/// The notes in the cache folder, which are there to be spoilt.
fn notes(project: &Project) -> Vec<PathBuf> {
    let entries = fs::read_dir(project.cache()).expect("there is a cache folder");
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    paths.collect::<Result<_, _>>().expect("it can be listed")
}

#[test]
fn a_file_that_is_known_to_be_fresh_is_looked_at_all_the_same() {
    let project = project_at_work();
    let is_fresh = |said: Said| said.stderr.contains("flow.rs is fresh\n");
    assert!(is_fresh(generate(&project).with_status(0)));
    let fresh = project.read("flow.rs");
    let [note] = &notes(&project)[..] else {
        panic!("there is one note: {:?}", notes(&project));
    };

    let edited = fresh.replacen("pub struct State", "pub  struct  State /* mine */", 1);
    assert_ne!(edited, fresh);
    project.write("flow.rs", &edited);
    for _ in 0..2 {
        let refused = generate(&project).with_status(2);
        assert!(refused.stderr.contains("mine"), "{refused}");
    }
    project.write("flow.rs", &fresh);
    assert!(is_fresh(generate(&project).with_status(0)));

    project.write("flow.json", flow(&["boil", "steep", "pour"]));
    let said = generate(&project).with_status(0);
    assert!(said.stderr.contains("updated flow.rs\n"), "{said}");
    project.write("flow.json", flow(&["boil", "pour"]));
    // What there is to say of the user's part is said each time.
    for _ in 0..2 {
        let said = generate(&project).with_status(0);
        assert!(said.stderr.contains("steep"), "{said}");
    }

    project.write("flow.rs", &fresh);
    for spoilt in ["", "0000000000000000"] {
        fs::write(note, spoilt).unwrap();
        assert!(is_fresh(generate(&project).with_status(0)));
        assert_eq!(project.read("flow.rs"), fresh);
    }
}

#[test]
fn without_a_cache_folder_nothing_is_noted() {
    let project = project_at_work();
    fs::remove_dir_all(project.cache()).unwrap();
    let mut command = project.command(
        env!("CARGO_BIN_EXE_tinyflow"),
        &["gen", "flow.json", "-o", "flow.rs"],
    );
    let said = Said::of(command.env("TINYFLOW_CACHE_DIR", "")).with_status(0);
    assert!(said.stderr.contains("flow.rs is fresh\n"), "{said}");
    assert!(!project.cache().exists());

    // One that cannot be written is as good as none.
    fs::write(project.cache(), "").unwrap();
    let said = generate(&project).with_status(0);
    assert!(said.stderr.contains("flow.rs is fresh\n"), "{said}");
}
