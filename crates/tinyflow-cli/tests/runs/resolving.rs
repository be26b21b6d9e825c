//! `tinyflow runs resolve`: by resume id or by step, checked against the flow where it is given.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use example_travel_request::travel_request::{Decision, Step};
use tinyflow::json;
use tinyflow_tests::project::Said;
use tokio::time::timeout;

use crate::travel::{open, project_waiting, resume_id};
use crate::{runs, runs_json};

#[tokio::test]
async fn an_answer_reaches_the_wait_and_a_second_one_is_refused() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    let approve = ["resolve", "adas", &id, r#"{"decision":"approved"}"#];
    let said = runs(&project, &approve).with_status(0);
    let told = "run `adas` has it, and goes on as soon as a worker takes it\n";
    assert_eq!(said.stdout, told);

    let again = runs(&project, &approve).with_status(2);
    assert_eq!(
        again.stderr,
        format!("error: wait `{id}` of run `adas` has been answered already\n")
    );
    let shown = runs_json(&project, &["show", "adas"]);
    assert_eq!(
        (&shown["phase"], &shown["letters"]),
        (&json!("due"), &json!(1))
    );

    let result = open(&project).resume("adas").await.unwrap();
    assert_eq!(result.state().decision, Decision::Approved);
    let late = runs(&project, &approve).with_status(2);
    assert_eq!(
        late.stderr,
        format!("error: run `adas` does not wait under the id `{id}`\n")
    );
}

/// The command writes to the file of a worker in another process, which sleeps.
#[tokio::test]
async fn a_worker_that_sleeps_sees_the_answer() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    let runtime = open(&project);
    let (worker, client) = (runtime.start(), runtime.client());
    // One request to the database follows the other, so the worker's are answered in between:
    // it learns that nothing is due.
    for _ in 0..20 {
        client.query("adas").await.unwrap();
    }
    runs(
        &project,
        &["resolve", "adas", &id, r#"{"decision":"refused"}"#],
    )
    .expect_success();
    let ended = timeout(Duration::from_secs(60), client.wait_for_end("adas"));
    let ended = ended.await.expect("the worker is told").unwrap();
    assert_eq!(ended.state.decision, Decision::Refused);
    worker.shutdown().await;
}

#[tokio::test]
async fn an_answer_that_does_not_fit_the_flow_is_not_sent() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    let wrong = r#"{"decision":"aproved"}"#;
    let checked = ["--flow", "flow.json"];
    for target in [
        &["adas", id.as_str(), wrong][..],
        &["adas", "AskManager", wrong, "--step"],
    ] {
        let arguments = [&["resolve"][..], target, &checked].concat();
        let said = runs(&project, &arguments).with_status(1);
        assert_eq!(said.stdout, "");
        for part in ["answer:1:13", "`aproved`", "did you mean `approved`?"] {
            assert!(said.stderr.contains(part), "{said}");
        }
    }
    for wrong in ["{}", "not JSON", "[]"] {
        let arguments = ["resolve", "adas", &id, wrong, "--flow", "flow.json"];
        let said = runs(&project, &arguments).with_status(1);
        assert!(said.stderr.starts_with("error[TF"), "{said}");
    }
    assert_eq!(runs_json(&project, &["show", "adas"])["letters"], 0);

    let right = r#"{"decision":"approved"}"#;
    let arguments = ["resolve", "adas", &id, right, "--flow", "flow.json"];
    let told = json!({ "runId": "adas", "delivery": "delivered" });
    assert_eq!(runs_json(&project, &arguments), told);
}

#[tokio::test]
async fn an_event_is_sent_to_a_step_once() {
    let project = project_waiting(&["adas"]).await;
    let send = [
        "resolve",
        "adas",
        "AskManager",
        r#"{"decision":"refused"}"#,
        "--step",
        "--event-id",
        "mail-1",
        "--flow",
        "flow.json",
    ];
    assert_eq!(runs_json(&project, &send)["delivery"], "kept");
    assert_eq!(runs_json(&project, &send)["delivery"], "duplicate");
    let result = open(&project).resume("adas").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state().decision, Decision::Refused);
    let over = runs(&project, &send).with_status(2);
    assert_eq!(
        over.stderr,
        "error: run `adas` is over and takes no answer\n"
    );
}

#[tokio::test]
async fn an_event_for_a_step_that_never_waited_is_kept_with_a_word() {
    let project = project_waiting(&["adas"]).await;
    let send = ["resolve", "adas", "AskManger", "{}", "--step"];
    let said = runs(&project, &send).with_status(0);
    assert_eq!(
        said.stdout,
        "run `adas` keeps it for step `AskManger`, which is not known to have waited for an answer; \
         `--flow FILE` checks the name\n"
    );
    assert_eq!(runs_json(&project, &send)["delivery"], "kept");
    let known = ["resolve", "adas", "AskManager", "{}", "--step"];
    let said = runs(&project, &known).with_status(0);
    let told = "run `adas` reads it at its next stop, or when the step waits\n";
    assert_eq!(said.stdout, told);
    assert_eq!(runs_json(&project, &["show", "adas"])["letters"], 3);
}

#[tokio::test]
async fn a_timer_ends_early_only_by_a_skip() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    let pending = json!({ "decision": "pending" });
    let runtime = open(&project);
    let _ = runtime.resume_with("adas", &id, pending).await.unwrap();
    drop(runtime);
    let timer = resume_id(&project, "adas").await;
    let early = runs(&project, &["resolve", "adas", &timer]).with_status(2);
    assert_eq!(
        early.stderr,
        format!(
            "error: timer `{timer}` of run `adas` ends at 2096-10-03 07:06:40 UTC, not before; \
             `--skip` ends it at once\n"
        )
    );
    runs(&project, &["resolve", "adas", &timer, "--skip"]).expect_success();
    let result = open(&project).resume("adas").await.unwrap();
    assert_eq!(result.pending().len(), 1);
    let view = open(&project).query("adas").await.unwrap();
    assert_eq!(view.current_step, Step::AskManager);
}

#[tokio::test]
async fn an_answer_may_come_by_standard_input() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    let arguments = ["runs", "resolve", "adas", &id, "-", "--db", "runs.db"];
    let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let mut input = process.stdin.take().unwrap();
    input.write_all(b"{ \"decision\": \"refused\" }\n").unwrap();
    drop(input);
    Said::from(process.wait_with_output().unwrap()).expect_success();
    let result = open(&project).resume("adas").await.unwrap();
    assert_eq!(result.state().decision, Decision::Refused);
}

#[tokio::test]
async fn what_cannot_be_answered_is_named() {
    let project = project_waiting(&["adas"]).await;
    let id = resume_id(&project, "adas").await;
    project.write(
        "other.json",
        project
            .read("flow.json")
            .replace("travel-request", "holiday"),
    );
    project.write("broken.json", "{");
    for (arguments, status, part) in [
        (&["nobodys", "x", "1"][..], 2, "there is no run `nobodys`"),
        (
            &["adas", "x", "1"],
            2,
            "run `adas` does not wait under the id `x`",
        ),
        (&["adas", &id, "{"], 2, "the answer is not JSON: EOF"),
        (
            &["adas", &id, "--skip"],
            2,
            "is for an answer and cannot be skipped",
        ),
        (
            &["adas", "AskManger", "{}", "--step", "--flow", "flow.json"],
            2,
            "the flow has no step `AskManger` that waits for an event; did you mean `AskManager`?",
        ),
        (
            &["adas", &id, "{}", "--flow", "other.json"],
            2,
            "run `adas` is of flow `travel-request`, not of `holiday`",
        ),
        (
            &["adas", &id, "{}", "--flow", "broken.json"],
            1,
            "broken.json",
        ),
        (
            &["adas", &id, "{}", "--flow", "none.json"],
            2,
            "none.json could not be read",
        ),
    ] {
        let arguments = [&["resolve"], arguments].concat();
        let said = runs(&project, &arguments).with_status(status);
        assert!(said.stderr.contains(part), "{arguments:?}: {said}");
        assert_eq!(said.stdout, "");
    }
    assert_eq!(runs_json(&project, &["show", "adas"])["letters"], 0);
}
