//! `tinyflow validate --fix`: mends what has one safe mend, and nothing else.

use tinyflow_tests::project::{Project, Said, root, sample_flow};

use crate::{project_with, tinyflow, tinyflow_reading};

fn fix(project: &Project) -> Said {
    tinyflow(project, &["validate", "flow.json", "--fix"])
}

#[test]
fn misspelt_ids_and_types_are_mended_and_the_flow_is_checked_again() {
    let sound = sample_flow("user-onboarding");
    let broken = sound
        .replace(r#"Id": "send-reminder""#, r#"Id": "send-remider""#)
        .replace(r#""type": "decision""#, r#""type": "descision""#);
    let project = project_with(&broken);
    let said = fix(&project).with_status(0);
    assert_eq!(said.stdout, "flow.json is sound\n");
    let lines: Vec<&str> = said.stderr.lines().collect();
    assert_eq!(
        lines,
        [
            "fixed TF104 at flow.json:39:74: replace it by `decision`",
            "fixed TF303 at flow.json:52:68: replace it by `send-reminder`",
            "fixed TF303 at flow.json:53:35: replace it by `send-reminder`",
        ]
    );
    assert_eq!(project.read("flow.json"), sound);
}

#[test]
fn misspelt_fields_and_words_in_conditions_are_mended() {
    let sound = sample_flow("order-fulfilment");
    let broken = sound
        .replacen("\"paramsSchema\"", "\"paramSchema\"", 1)
        .replace("state.missingSkus.length", "state.missingSku.length")
        .replace("status === 'captured'", "status === 'capturd'");
    let project = project_with(&broken);
    let said = fix(&project).with_status(0);
    for mend in ["`paramsSchema`", "`missingSkus`", "`captured`"] {
        let line = format!("replace it by {mend}\n");
        assert!(said.stderr.contains(&line), "{said}");
    }
    assert_eq!(project.read("flow.json"), sound);
}

#[test]
fn a_word_is_mended_as_its_string_spells_it() {
    let sound = sample_flow("order-fulfilment");
    let condition = "state.payment?.status === 'captured'";
    for (broken, mended) in [
        (
            r#"state.payment?.status === \"capturd\""#,
            r#"state.payment?.status === \"captured\""#,
        ),
        (
            r"'\u00e9\ud83d\ude00' !== state.payment?.statu",
            r"'\u00e9\ud83d\ude00' !== state.payment?.status",
        ),
    ] {
        let project = project_with(&sound.replace(condition, broken));
        fix(&project);
        assert_eq!(
            project.read("flow.json"),
            sound.replace(condition, mended),
            "{broken}"
        );
    }
}

#[test]
fn a_field_that_is_there_already_is_not_made_twice() {
    let sound = sample_flow("user-onboarding");
    let flow = sound.replacen("\"name\":", "\"nmae\": 1, \"name\":", 1);
    let project = project_with(&flow);
    let said = fix(&project).with_status(0);
    assert!(said.stdout.contains("TF103"), "{said}");
    assert_eq!(project.read("flow.json"), flow);
}

#[test]
fn a_field_is_not_renamed_where_that_would_bring_a_fault() {
    let sound = sample_flow("user-onboarding");
    let task = r#""name": "Send Welcome Email","#;
    for (setting, help) in [
        (r#""timeot": "soon""#, "did you mean `timeout`?"),
        (
            r#""timeout": "1 day", "timeot": "soon""#,
            "it has no effect: `timeout` is there already",
        ),
        (
            r#""poll": { "every": "1 minute" }, "onTimeout": "end-flow""#,
            "it has no effect: only a `waitForEvent` has `onTimeout`",
        ),
    ] {
        let metadata = format!(r#""metadata": {{ "tinyflow": {{ {setting} }} }},"#);
        let flow = sound.replace(task, &format!("{task} {metadata}"));
        let project = project_with(&flow);
        let said = fix(&project).with_status(0);
        assert!(said.stdout.contains(&format!("= help: {help}\n")), "{said}");
        assert_eq!(said.stderr, "");
        assert_eq!(project.read("flow.json"), flow);
    }
}

#[test]
fn one_field_that_must_not_be_renamed_keeps_no_other_from_it() {
    let sound = sample_flow("user-onboarding");
    let begin = r#"{ "id": "start-flow", "name": "Start", "type": "begin" },"#;
    let lines = (0..100).map(|task| {
        let time = if task == 60 { "soon" } else { "1 day" };
        format!(
            r#"{{ "id": "t-{task}", "name": "T", "type": "task", "metadata": {{ "tinyflow": {{ "timeot": "{time}" }} }} }},"#
        )
    });
    let tasks = lines.collect::<String>();
    let project = project_with(&sound.replace(begin, &[begin, &tasks].concat()));
    let said = fix(&project);
    assert_eq!(said.stderr.matches("replace it by `timeout`").count(), 99);
    assert!(project.read("flow.json").contains(r#""timeot": "soon""#));
}

#[test]
fn of_two_fields_that_would_become_the_same_one_is_renamed() {
    let sound = sample_flow("user-onboarding");
    let version = sound
        .lines()
        .find(|line| line.contains("\"version\""))
        .expect("the flow has a version");
    let misspelt = version.replace("version", "vresion");
    let twice = format!("{misspelt}\n{}", version.replace("version", "versoin"));
    let project = project_with(&sound.replace(version, &twice));
    let said = fix(&project).with_status(0);
    assert_eq!(said.stderr.matches("replace it by `version`").count(), 1);
    assert!(said.stdout.contains("TF103"), "{said}");
    assert_eq!(
        project.read("flow.json"),
        sound.replace(version, &twice.replace("vresion", "version"))
    );
}

#[test]
fn where_two_ids_are_as_near_the_author_chooses() {
    let sound = sample_flow("user-onboarding");
    let twins = sound
        .replace("send-welcome", "mail-1")
        .replace("send-reminder", "mail-2");
    let broken = twins.replace(r#"targetStepId": "mail-2""#, r#"targetStepId": "mail-3""#);
    let project = project_with(&broken);
    let said = fix(&project).with_status(1);
    assert_eq!(said.stderr, "");
    assert!(said.stdout.contains("did you mean"), "{said}");
    assert_eq!(project.read("flow.json"), broken);
}

#[test]
fn connections_that_are_there_twice_go() {
    let sound = sample_flow("user-onboarding");
    let default =
        r#"{ "id": "c4", "sourceStepId": "check-profile", "targetStepId": "send-reminder" }"#;
    let again = |id: &str| format!(",\n    {}", default.replace("c4", id));
    let thrice = [default, &again("c41"), &again("c42"), &again("c43")].concat();
    let project = project_with(&sound.replace(default, &thrice));
    let said = fix(&project).with_status(0);
    assert_eq!(said.stderr.matches("fixed TF420").count(), 3, "{said}");
    assert_eq!(project.read("flow.json"), sound);
}

#[test]
fn what_other_tools_keep_is_not_thrown_away() {
    let sound = sample_flow("user-onboarding");
    let last = r#"{ "id": "c5", "sourceStepId": "send-reminder", "targetStepId": "end-flow" }"#;
    let again = last
        .replace("c5", "c6")
        .replace(" }", r#", "metadata": { "bend": 3 } }"#);
    let flow = sound.replace(last, &format!("{last},\n{again}"));
    let project = project_with(&flow);
    let said = fix(&project);
    assert!(said.stdout.contains("TF420"), "{said}");
    assert_eq!(project.read("flow.json"), flow);
}

#[test]
fn the_schema_of_the_project_is_named() {
    let sound = sample_flow("user-onboarding");
    let without = sound.replace("  \"$schema\": \"../flow.schema.json\",\n", "");
    let project = Project::new();
    project.write("flows/deep/flow.json", &without);
    let arguments = ["validate", "flows", "--fix"];
    tinyflow(&project, &arguments).expect_success();
    assert_eq!(project.read("flows/deep/flow.json"), without);

    project.write("flow.schema.json", "{ \"title\": \"Somebody's\" }");
    tinyflow(&project, &arguments).expect_success();
    assert_eq!(project.read("flows/deep/flow.json"), without);

    let schema = std::fs::read(root().join("flow.schema.json")).expect("there is a schema");
    project.write("flow.schema.json", schema);
    let said = tinyflow(&project, &arguments).with_status(0);
    let expected = "fixed flows/deep/flow.json: add `\"$schema\": \"../../flow.schema.json\"`\n";
    assert_eq!(said.stderr, expected);
    let expected = sound.replace("../flow.schema", "../../flow.schema");
    assert_eq!(project.read("flows/deep/flow.json"), expected);
    assert_eq!(tinyflow(&project, &arguments).with_status(0).stderr, "");
}

#[test]
fn a_byte_order_mark_goes_unless_it_is_allowed() {
    let sound = sample_flow("user-onboarding");
    let marked = format!("\u{feff}{sound}");
    let project = project_with(&marked);
    let allowing = ["validate", "flow.json", "--fix", "--allow=TF003"];
    tinyflow(&project, &allowing).expect_success();
    assert_eq!(project.read("flow.json"), marked);
    let said = fix(&project).with_status(0);
    assert_eq!(said.stderr, "fixed TF003 at flow.json:1:1: remove it\n");
    assert_eq!(project.read("flow.json"), sound);
}

#[test]
fn what_cannot_be_mended_is_left_alone() {
    for flow in [
        &b"{ \"id\": \"caf\xe9\", \"steps\": [{ \"type\": \"taks\" }] }"[..],
        b"\xef\xbb\xbf{ \"id\": ",
        b"{}",
        b"",
    ] {
        let project = Project::new();
        project.write("flow.json", flow);
        let said = tinyflow(
            &project,
            &["validate", "flow.json", "--fix", "--allow=TF003"],
        );
        assert_eq!(said.status, Some(1), "{said}");
        let now = std::fs::read(project.path("flow.json")).expect("it is there");
        assert_eq!(now, flow);
    }
    let said = tinyflow_reading(&Project::new(), &["validate", "-", "--fix"], "{}");
    assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
}
