//! What a state and an answer must be beyond their types, and what a stored state has beyond its.

use serde_json::json;
use tinyflow::{
    Context, Delivery, DurableState, EventOf, FlowId, JsonSchema, ResolveError, RunResult,
    RuntimeError, SimpleContext, Snapshot, StepResult, Workflow, WorkflowRuntime, end, next,
};

use crate::single_step;

#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Step {
    Ask,
    Add,
    Done,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct State {
    seats: i64,
    #[serde(
        default,
        with = "tinyflow::optional",
        skip_serializing_if = "Option::is_none"
    )]
    note: Option<Option<String>>,
}

static SEATS: JsonSchema = JsonSchema::new(r#"{ "type": "integer", "maximum": 6 }"#);

const ANSWER: EventOf<Step, i64> = EventOf::new(Step::Ask, "answer").checked_by(&SEATS);

struct Booking {
    added: i64,
}

impl Workflow for Booking {
    type Step = Step;
    type State = State;

    fn flow(&self) -> FlowId {
        FlowId::new("booking", "1")
    }

    fn begin(&self) -> Step {
        Step::Ask
    }

    fn state_schema(&self) -> Option<&'static JsonSchema> {
        static SCHEMA: JsonSchema = JsonSchema::of_state(
            r#"{ "properties": { "seats": { "type": "integer", "maximum": 9 } } }"#,
        );
        Some(&SCHEMA)
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
        match step {
            Step::Ask => {
                let seats = run.wait_for(&ANSWER, ()).await?;
                run.change("seats", |state| state.seats = seats)?;
                next(Step::Add)
            }
            Step::Add => {
                let added = self.added;
                run.action("add", |_, mut state| async move {
                    state.seats += added;
                    Ok(state)
                })
                .await?;
                next(Step::Done)
            }
            Step::Done => end(),
        }
    }
}

fn runtime(added: i64) -> WorkflowRuntime<Booking, SimpleContext> {
    WorkflowRuntime::new(SimpleContext::new(), Booking { added })
}

fn state(seats: i64) -> State {
    State { seats, note: None }
}

#[tokio::test]
async fn a_first_state_that_does_not_fit_begins_no_run() {
    let runtime = runtime(0);
    let error = runtime.run("run", state(10)).await.unwrap_err();
    let RuntimeError::StateRefused { source, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(
        source.to_string(),
        "/seats: 10 is more than the maximum of 9"
    );
    let error = runtime.query("run").await.unwrap_err();
    assert!(matches!(error, RuntimeError::RunNotFound { .. }));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_leaves_the_wait_open() {
    let runtime = runtime(0);
    let RunResult::NeedsResume { pending, .. } = runtime.run("run", state(1)).await.unwrap() else {
        panic!("it waits");
    };
    let id = pending[0].resume_id().to_owned();
    for (answer, reason) in [(json!(7), "maximum of 6"), (json!(null), "a whole number")] {
        let result = runtime.resume_with("run", &id, answer).await.unwrap();
        let RunResult::NeedsResume { refused, .. } = result else {
            panic!("{result}");
        };
        assert!(refused[0].error.contains(reason), "{}", refused[0].error);
    }
    let result = runtime.resume_with("run", &id, json!(4.0)).await.unwrap();
    assert_eq!(result.to_string(), r#"run run finished: {"seats":4}"#);
}

#[tokio::test]
async fn a_result_that_does_not_fit_fails_the_step_and_is_not_kept() {
    let runtime = runtime(5);
    drop(runtime.run("run", state(1)).await.unwrap());
    let id = runtime.query("run").await.unwrap().pending[0]
        .resume_id()
        .to_owned();
    let result = runtime.resume_with("run", &id, json!(6)).await.unwrap();
    let RunResult::Failed { state, error, .. } = result else {
        panic!("it fails");
    };
    assert_eq!(state.seats, 6);
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(reason.unwrap(), "/seats: 11 is more than the maximum of 9");
}

#[tokio::test]
async fn what_a_type_does_not_name_goes_through_a_run() {
    let runtime = runtime(1);
    let stored =
        json!({ "seats": 2.0, "note": null, "theme": { "dark": true }, "_extra": { "a": 1 } });
    let snapshot = json!({ "step": "Add", "state": stored });
    let snapshot = Snapshot::from_json(&snapshot.to_string()).unwrap();
    runtime.import("run", snapshot).await.unwrap();
    assert!(runtime.resume("run").await.unwrap().is_finished());
    let whole = serde_json::to_value(runtime.snapshot("run").await.unwrap().state).unwrap();
    let expected =
        json!({ "seats": 3, "note": null, "theme": { "dark": true }, "_extra": { "a": 1 } });
    assert_eq!(whole, expected);
}

#[tokio::test]
async fn a_state_from_elsewhere_must_fit() {
    let runtime = runtime(0);
    for (seats, reason) in [
        (json!(40), "/seats: 40 is more than the maximum of 9"),
        (
            json!("two"),
            r#"/seats: "two" stands where a whole number belongs"#,
        ),
    ] {
        let snapshot = json!({ "step": "Add", "state": { "seats": seats } });
        let snapshot = Snapshot::from_json(&snapshot.to_string()).unwrap();
        let error = runtime.import("run", snapshot).await.unwrap_err();
        let RuntimeError::StateRefused { source, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(source.to_string(), reason);
    }
}

#[tokio::test]
async fn an_answer_within_a_time_must_fit_as_well() {
    const HURRIED: EventOf<single_step::Step, i64> =
        EventOf::new(single_step::Step::Work, "answer").checked_by(&SEATS);
    let workflow = single_step::with_state(|run: &single_step::Run<i64>| {
        Box::pin(async move {
            let seats = run.wait_for_within(&HURRIED, (), 1_000).await?;
            run.change("seats", |state| *state = seats.unwrap_or(-1))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let asked = runtime.run("run", 0).await.unwrap();
    let mut waits = asked.pending().iter();
    let event = waits.find(|wait| wait.resume_after().is_none()).unwrap();
    let id = event.resume_id();
    let result = runtime.resume_with("run", id, json!(7)).await.unwrap();
    let RunResult::NeedsResume { refused, .. } = result else {
        panic!("{result}");
    };
    assert!(
        refused[0].error.contains("maximum of 6"),
        "{}",
        refused[0].error
    );
    let result = runtime.resume_with("run", id, json!(4)).await.unwrap();
    assert_eq!(result.to_string(), "run run finished: 4");
}

#[tokio::test]
async fn an_answer_by_a_client_is_refused_at_once() {
    const OTHER: EventOf<Step, String> = EventOf::new(Step::Add, "answer");
    let runtime = runtime(0);
    let asked = runtime.run("run", state(1)).await.unwrap();
    let (client, id) = (runtime.client(), asked.pending()[0].resume_id());

    let error = client.answer("run", &ANSWER, id, &7).await.unwrap_err();
    let RuntimeError::AnswerRefused { source, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(source.to_string(), "7 is more than the maximum of 6");
    let text = "four".to_owned();
    let error = client.answer("run", &OTHER, id, &text).await.unwrap_err();
    assert!(
        matches!(error, RuntimeError::Resolve(ResolveError::OtherWait { .. })),
        "{error}"
    );
    assert!(runtime.context().mail("run").await.unwrap().is_empty());

    let delivered = client.answer("run", &ANSWER, id, &4).await.unwrap();
    assert_eq!(delivered, Delivery::Delivered);
    assert!(runtime.resume("run").await.unwrap().is_finished());
    let error = client.answer("run", &ANSWER, id, &4).await.unwrap_err();
    assert!(matches!(
        error,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
}

#[tokio::test]
async fn what_a_result_of_another_engine_has_beyond_its_type_stays() {
    let snapshot = json!({
        "step": "Work",
        "state": { "seats": 1, "theme": { "dark": true } },
        "cache": { "0:Work:first": { "seats": 2, "theme": { "dark": false }, "more": 1 } },
    });
    let snapshot = Snapshot::from_json(&snapshot.to_string()).unwrap();
    let workflow = single_step::with_state(|run: &single_step::Run<State>| {
        Box::pin(async move {
            let add = |_, mut state: State| async move {
                state.seats += 1;
                Ok(state)
            };
            run.action("first", add).await?;
            run.action("second", add).await?;
            run.action("third", add).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    runtime.import("run", snapshot).await.unwrap();
    assert!(runtime.resume("run").await.unwrap().is_finished());
    let expected = json!({ "seats": 4, "theme": { "dark": false }, "more": 1 });
    assert_eq!(runtime.snapshot("run").await.unwrap().state, expected);
}

#[tokio::test]
async fn a_change_that_is_refused_takes_nothing_away() {
    static FEW: JsonSchema = JsonSchema::of_state(r#"{ "maxItems": 1 }"#);

    /// A list that its step would make too long.
    struct Growing;

    impl Workflow for Growing {
        type Step = single_step::Step;
        type State = Vec<State>;

        fn flow(&self) -> FlowId {
            FlowId::new("growing", "1")
        }

        fn begin(&self) -> Self::Step {
            single_step::Step::Work
        }

        fn state_schema(&self) -> Option<&'static JsonSchema> {
            Some(&FEW)
        }

        async fn execute(
            &self,
            _: Self::Step,
            run: &DurableState<Self::Step, Vec<State>>,
        ) -> StepResult<Self::Step> {
            let refused = run.change("grow", |list| list.insert(0, state(9)));
            assert!(refused.is_err());
            run.change("keep", |list| list.truncate(1))?;
            end()
        }
    }

    let stored = json!([{ "seats": 1, "theme": "dark" }]);
    let snapshot = json!({ "step": "Work", "state": stored });
    let snapshot = Snapshot::from_json(&snapshot.to_string()).unwrap();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Growing);
    runtime.import("run", snapshot).await.unwrap();
    assert!(runtime.resume("run").await.unwrap().is_finished());
    assert_eq!(runtime.snapshot("run").await.unwrap().state, stored);
}
