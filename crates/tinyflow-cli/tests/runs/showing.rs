//! `tinyflow runs show`: why a run waits, for what, and until when.

use std::task::Poll;
use std::time::Duration;

use example_order_fork::{Order, Ordering, Services};
use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, ManualClock, Polling, StepResult, TaskContext, TaskError, TaskResult,
    Workflow, WorkflowRuntime, end, json,
};
use tinyflow_sqlite::SqliteContext;
use tinyflow_tests::project::Project;

use crate::travel::{Agency, NOW_MS, open_with, project_waiting, resume_id};
use crate::{lines, runs, runs_json};

#[tokio::test]
async fn a_run_that_waits_for_an_answer_shows_the_question() {
    let project = project_waiting(&["adas"]).await;
    let resume_id = resume_id(&project, "adas").await;
    let said = runs(&project, &["show", "adas"]).with_status(0);
    assert_eq!(
        lines(&said.stdout),
        [
            "run adas".to_owned(),
            "flow travel-request 1.0.0".to_owned(),
            "step AskManager".to_owned(),
            "phase waiting: for what stands below".to_owned(),
            String::new(),
            "WAIT STEP FOR UNTIL".to_owned(),
            format!(
                "{resume_id} AskManager an answer to {{\"destination\":\"Delft\",\
                 \"employee\":\"ada\",\"price\":250.0,\"question\":\"May this trip be booked?\"}} \
                 somebody answers"
            ),
            String::new(),
            "STATE".to_owned(),
            "{".to_owned(),
            "\"decision\": \"pending\",".to_owned(),
            "\"destination\": \"Delft\",".to_owned(),
            "\"employee\": \"ada\",".to_owned(),
            "\"price\": 250.0".to_owned(),
            "}".to_owned(),
        ]
    );
    let shown = runs_json(&project, &["show", "adas"]);
    assert_eq!(shown["phase"], "waiting");
    assert_eq!(shown["letters"], 0);
    assert_eq!(shown["state"]["destination"], "Delft");
    let waits = json!([{
        "resumeId": resume_id,
        "step": "AskManager",
        "branch": null,
        "for": "answer",
        "key": "AskManager",
        "until": null,
        "request": {
            "question": "May this trip be booked?",
            "employee": "ada", "destination": "Delft", "price": 250.0,
        },
    }]);
    assert_eq!(shown["waits"], waits);
}

#[tokio::test]
async fn a_failed_run_shows_its_error_and_no_wait() {
    let project = project_waiting(&["adas"]).await;
    let resume_id = resume_id(&project, "adas").await;
    let runtime = open_with(&project, Agency { is_closed: true });
    let answer = json!({ "decision": "approved" });
    let _ = runtime.resume_with("adas", &resume_id, answer).await;
    drop(runtime);
    let said = runs(&project, &["show", "adas"]).with_status(0);
    let shown = lines(&said.stdout);
    assert_eq!(shown[3], "phase failed: until somebody has it tried again");
    assert!(shown[4].starts_with("error "), "{said}");
    assert!(shown[4].ends_with("the agency is closed"), "{said}");
    let shown = runs_json(&project, &["show", "adas"]);
    assert_eq!(shown["waits"], json!([]));
}

/// A card service that is down, and a parcel that is packed at once.
struct Down;

impl Services for Down {
    async fn charge(&self, _: &TaskContext, _: u32) -> TaskResult<String> {
        Err(TaskError::message("the card service is down"))
    }

    async fn pack(&self, _: &TaskContext) -> TaskResult<u32> {
        Ok(1)
    }

    async fn send(&self, _: &TaskContext, address: &str) -> TaskResult<String> {
        Ok(address.to_owned())
    }
}

#[tokio::test]
async fn waits_of_branches_and_retries_are_told_apart() {
    let project = Project::new();
    let context = SqliteContext::open(project.path("runs.db")).unwrap();
    let runtime = WorkflowRuntime::new(context, Ordering::new(Down));
    let runtime = runtime.with_clock(ManualClock::new(NOW_MS));
    let result = runtime.run("order", Order::default()).await.unwrap();
    assert_eq!(result.pending().len(), 3);
    drop((runtime, result));

    let said = runs(&project, &["show", "order"]).with_status(0);
    let shown = lines(&said.stdout);
    assert_eq!(shown[3], "phase waiting: for any of what stands below");
    let rows = &shown[6..9];
    let parts = [
        [
            "Charge in branch 0:Accept/charge",
            "another attempt at charge (4 attempts left): the card service is down",
            "2096-10-02 07:06:4",
        ],
        [
            "Confirm in branch 0:Accept/pack",
            "a time",
            "2096-10-04 07:06:40 UTC (in ",
        ],
        [
            "Confirm in branch 0:Accept/pack",
            "an answer to \"Where shall we send it?\"",
            "somebody answers",
        ],
    ];
    for (row, parts) in rows.iter().zip(parts) {
        for part in parts {
            assert!(row.contains(part), "{part} is not in {row}");
        }
    }
    let shown = runs_json(&project, &["show", "order"]);
    assert_eq!(shown["waits"][0]["for"], "retry");
    assert_eq!(shown["waits"][0]["action"], "charge");
    assert_eq!(shown["waits"][0]["attemptsLeft"], 4);
    assert_eq!(shown["waits"][1]["for"], "time");
    assert_eq!(shown["waits"][1]["key"], "too_late");
    assert_eq!(shown["waits"][2]["branch"], "0:Accept/pack");
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Render,
}

/// A run that waits a day for consent.
struct Asking;

impl Workflow for Asking {
    type Step = Step;
    type State = u32;

    fn flow(&self) -> FlowId {
        FlowId::new("asking", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Render
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, u32>) -> StepResult<Step> {
        let asked = run.wait_for_event_within("consent", (), 86_400_000);
        let _: Option<bool> = asked.await?;
        end()
    }
}

#[tokio::test]
async fn the_limit_of_an_answer_is_no_mere_time() {
    let project = Project::new();
    let context = SqliteContext::open(project.path("runs.db")).unwrap();
    let runtime = WorkflowRuntime::new(context, Asking);
    let runtime = runtime.with_clock(ManualClock::new(NOW_MS));
    drop(runtime.run("visit", 0).await.unwrap());
    drop(runtime);

    let said = runs(&project, &["show", "visit"]).with_status(0);
    let limit = &lines(&said.stdout)[6];
    let told = "Render the time limit of the answer consent 2096-10-03 07:06:40 UTC";
    assert!(limit.contains(told), "{limit}");
    let shown = runs_json(&project, &["show", "visit"]);
    assert_eq!(shown["waits"][0]["for"], "limit");
    assert_eq!(shown["waits"][0]["key"], "consent");
    assert_eq!(shown["waits"][1]["for"], "answer");
}

/// A run that looks at a job every minute.
struct Rendering;

impl Workflow for Rendering {
    type Step = Step;
    type State = u32;

    fn flow(&self) -> FlowId {
        FlowId::new("rendering", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Render
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, u32>) -> StepResult<Step> {
        let polling = Polling::every(Duration::from_secs(60));
        run.poll("film", &polling, async |_, _| Ok(Poll::Pending))
            .await?;
        end()
    }
}

#[tokio::test]
async fn a_job_that_is_looked_at_is_no_mere_time() {
    let project = Project::new();
    let context = SqliteContext::open(project.path("runs.db")).unwrap();
    let runtime = WorkflowRuntime::new(context, Rendering);
    let runtime = runtime.with_clock(ManualClock::new(NOW_MS));
    drop(runtime.run("film", 0).await.unwrap());
    drop(runtime);

    let said = runs(&project, &["show", "film"]).with_status(0);
    let shown = lines(&said.stdout);
    assert!(shown[6].contains("another look at film"), "{}", shown[6]);
    let shown = runs_json(&project, &["show", "film"]);
    assert_eq!(shown["waits"][0]["for"], "look");
    assert_eq!(shown["waits"][0]["action"], "film");
}
