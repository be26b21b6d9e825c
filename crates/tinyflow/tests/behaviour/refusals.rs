//! Runs that must not be started or resumed get a typed error and stay as they are.

use std::error::Error;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Checkpoint, Context, DurableState, FlowId, RuntimeError, SimpleContext, Snapshot, StepResult,
    Workflow, WorkflowRuntime, end, json,
};

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::single_step;

#[tokio::test]
async fn a_run_id_that_is_taken_is_not_overwritten() {
    let workflow = PackParcel::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow.clone());
    let _ = runtime.run("p1", Parcel::default()).await.unwrap();
    let (stored, effects) = (runtime.snapshot("p1").await.unwrap(), workflow.ledger());

    let error = runtime.run("p1", Parcel::default()).await.unwrap_err();

    assert!(matches!(&error, RuntimeError::RunExists { run_id, .. } if run_id == "p1"));
    let error = runtime.import("p1", stored.clone()).await.unwrap_err();
    assert!(matches!(error, RuntimeError::RunExists { .. }));
    assert_eq!(runtime.snapshot("p1").await.unwrap(), stored);
    assert_eq!(workflow.ledger(), effects);
}

#[tokio::test]
async fn a_run_of_another_flow_is_refused() {
    let context = SimpleContext::new();
    let parcels = WorkflowRuntime::new(context.clone(), PackParcel::default());
    let _ = parcels.run("p1", Parcel::default()).await.unwrap();
    let other = WorkflowRuntime::new(context, single_step(|_| Box::pin(async { end() })));

    let error = other.resume("p1").await.unwrap_err();

    assert!(matches!(&error, RuntimeError::OtherFlow { .. }));
    assert_eq!(
        error.to_string(),
        "run `p1` belongs to flow `pack-parcel`, not to `single-step`"
    );
}

#[tokio::test]
async fn a_step_that_the_workflow_lacks_is_named() {
    let error = resume_stored(r#"{"step":"Wrap","state":{"items":0,"grams":0,"sent":false}}"#);
    let error = error.await;
    assert!(matches!(&error, RuntimeError::UnknownStep { step, .. } if step == "Wrap"));
    assert_eq!(
        error.to_string(),
        "run `p1` is at a step `Wrap` that its workflow does not have"
    );
}

#[tokio::test]
async fn a_state_that_does_not_fit_says_what_is_wrong() {
    let error = resume_stored(r#"{"step":"Pack","state":{"items":"many"}}"#).await;
    assert!(matches!(&error, RuntimeError::StateMismatch { step, .. } if step == "Pack"));
    let reason = error.source().unwrap().to_string();
    assert_eq!(
        reason,
        r#"items: invalid type: string "many", expected u32"#
    );
}

#[tokio::test]
async fn a_stored_state_that_does_not_fit_says_where_at_any_depth() {
    #[derive(Clone, Debug, Serialize, Deserialize)]
    struct Order {
        parcels: Vec<crate::parcel::Parcel>,
    }

    let workflow = crate::single_step::with_state(|_: &crate::single_step::Run<Order>| {
        Box::pin(async { end() })
    });
    let good = json!({ "items": 1, "grams": 2, "sent": false });
    let bad = json!({ "items": 1, "grams": -2, "sent": false });
    let stored = json!({ "step": "Work", "state": { "parcels": [good, bad] } });
    let context = Stored(stored.to_string(), SimpleContext::new());
    let runtime = WorkflowRuntime::new(context, workflow);
    let error = runtime.resume("p1").await.unwrap_err();
    assert!(matches!(&error, RuntimeError::StateMismatch { step, .. } if step == "Work"));
    let reason = error.source().unwrap().to_string();
    assert!(reason.starts_with("parcels[1].grams: "), "{reason}");
}

#[tokio::test]
async fn a_damaged_snapshot_names_its_run() {
    let torn = resume_stored(r#"{"step":"Pack","sta"#).await;
    assert_eq!(torn.to_string(), "the snapshot of run `p1` is damaged");
    let state = r#"{"items":0,"grams":0,"sent":false}"#;
    let text = format!(r#"{{"step":"Pack","state":{state},"cache":{{"_seq":"x"}}}}"#);
    let seq = resume_stored(&text).await;
    assert!(matches!(seq, RuntimeError::Snapshot { .. }));
}

#[tokio::test]
async fn a_snapshot_that_does_not_fit_is_not_imported() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), PackParcel::default());
    let snapshot = Snapshot::from_json(r#"{"step":"Wrap","state":{}}"#).unwrap();
    let error = runtime.import("p1", snapshot).await.unwrap_err();
    assert!(matches!(error, RuntimeError::UnknownStep { .. }));
    assert!(runtime.context().load("p1").await.unwrap().is_none());
}

#[tokio::test]
async fn a_step_that_is_not_a_string_starts_no_run() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Numbered);
    let error = runtime.run("r", ()).await.unwrap_err();
    assert!(matches!(&error, RuntimeError::NamelessStep { step, .. } if step == "At(1)"));
}

#[tokio::test]
async fn a_next_step_without_a_name_is_found_before_the_run_has_moved_there() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), HalfNamed);
    let error = runtime.run("r", json!({})).await.unwrap_err();
    assert!(matches!(&error, RuntimeError::NamelessStep { step, .. } if step == "Numbered(2)"));
    let stored = runtime.snapshot("r").await.unwrap();
    assert_eq!(
        (stored.step.as_str(), stored.state),
        ("Named", json!({ "done": true }))
    );
    assert_eq!(stored.cache.get("_seq"), None);
}

/// What resuming says about a stored text, which the store takes as it is.
async fn resume_stored(text: &str) -> RuntimeError {
    let context = Stored(text.to_owned(), SimpleContext::new());
    let runtime = WorkflowRuntime::new(context, PackParcel::default());
    match runtime.resume("p1").await {
        Err(error) => error,
        Ok(result) => panic!("{result} should have been refused"),
    }
}

/// A context that finds this text for every run.
struct Stored(String, SimpleContext);

impl Context for Stored {
    type Lock = tinyflow::SimpleLock;

    async fn load(&self, _: &str) -> Result<Option<tinyflow::StoredRun>, tinyflow::ContextError> {
        Ok(Some(tinyflow::StoredRun::new(1, self.0.clone())))
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<tinyflow::LogEntry>, tinyflow::ContextError> {
        self.1.logs(run_id).await
    }

    async fn save(&self, run_id: &str, to: &Checkpoint) -> Result<(), tinyflow::ContextError> {
        self.1.save(run_id, to).await
    }

    async fn lock(&self, run_id: &str) -> Result<Self::Lock, tinyflow::ContextError> {
        self.1.lock(run_id).await
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Place {
    At(u32),
}

struct Numbered;

impl Workflow for Numbered {
    type Step = Place;
    type State = ();

    fn flow(&self) -> FlowId {
        FlowId::new("numbered", "1.0.0")
    }

    fn begin(&self) -> Place {
        Place::At(1)
    }

    async fn execute(&self, _: Place, run: &DurableState<Place, ()>) -> StepResult<Place> {
        run.add_log("reached", json!({}));
        end()
    }
}

/// A first step with a name, whose next one has none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum HalfPlace {
    Named,
    Numbered(u32),
}

struct HalfNamed;

impl Workflow for HalfNamed {
    type Step = HalfPlace;
    type State = tinyflow::Value;

    fn flow(&self) -> FlowId {
        FlowId::new("half-named", "1.0.0")
    }

    fn begin(&self) -> HalfPlace {
        HalfPlace::Named
    }

    async fn execute(
        &self,
        place: HalfPlace,
        run: &DurableState<HalfPlace, tinyflow::Value>,
    ) -> StepResult<HalfPlace> {
        if place != HalfPlace::Named {
            return end();
        }
        run.action("work", async |_, _| Ok(json!({ "done": true })))
            .await?;
        tinyflow::next(HalfPlace::Numbered(2))
    }
}
