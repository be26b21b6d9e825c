//! What a failing store, or a checkpoint that is given up, does to a run.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tinyflow::{
    Checkpoint, Context, ContextError, LogEntry, RuntimeError, SimpleContext, SimpleLock, Snapshot,
    StoredRun, WorkflowRuntime, end, json,
};

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::single_step;

#[tokio::test]
async fn a_run_survives_a_store_that_fails_at_any_checkpoint() {
    let undisturbed = PackParcel::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), undisturbed.clone());
    let expected = runtime.run("p1", Parcel::default()).await.unwrap();

    for revision in 2..=23 {
        let workflow = PackParcel::default();
        let store = Trouble::at(revision, Kind::Fails);
        let runtime = WorkflowRuntime::new(store.clone(), workflow.clone());

        let error = runtime.run("p1", Parcel::default()).await.unwrap_err();
        assert!(matches!(&error, RuntimeError::Context { .. }));
        assert_eq!(
            error.source().unwrap().source().unwrap().to_string(),
            "disk full"
        );
        let stored = runtime.context().load("p1").await.unwrap().unwrap();
        assert_eq!(stored.revision(), revision - 1);

        let result = runtime.resume("p1").await.unwrap();
        assert_eq!(result.state(), expected.state());
        // At most the action whose checkpoint failed is called again.
        let repeated = workflow.ledger().len() - undisturbed.ledger().len();
        assert!(repeated <= 1, "{repeated} effects were repeated");
    }
}

#[tokio::test]
async fn a_step_that_overlooks_a_failing_store_does_not_go_on() {
    let store = Trouble::at(2, Kind::Fails);
    let workflow = single_step(|run| {
        Box::pin(async move {
            let unsaved = run.with_action("first", async |_| Ok(1)).await.is_err();
            run.add_log("first", json!({ "unsaved": unsaved }));
            end()
        })
    });
    let runtime = WorkflowRuntime::new(store, workflow);
    let error = runtime.run("r", json!({})).await.unwrap_err();
    assert!(matches!(error, RuntimeError::Context { .. }));
    assert_eq!(runtime.snapshot("r").await.unwrap().run, None);
}

#[tokio::test]
async fn a_checkpoint_that_a_step_gives_up_is_stored_nevertheless() {
    let store = Trouble::at(2, Kind::AnswersLate);
    let workflow = single_step(|run| {
        Box::pin(async move {
            let mut action = Box::pin(run.with_action("slow", async |_| Ok(1)));
            let polled = std::future::poll_fn(|cx| {
                std::task::Poll::Ready(action.as_mut().poll(cx).is_pending())
            });
            assert!(polled.await);
            drop(action);
            end()
        })
    });
    let runtime = WorkflowRuntime::new(store, workflow);
    assert!(runtime.run("r", json!({})).await.unwrap().is_finished());
    let stored = runtime.context().load("r").await.unwrap().unwrap();
    assert_eq!(stored.revision(), 3);
    assert!(stored.snapshot().contains(r#""0:Work:slow":1"#));
}

#[tokio::test]
async fn a_store_refuses_a_checkpoint_that_skips_or_repeats_a_revision() {
    let context = SimpleContext::new();
    let snapshot = Snapshot::from_json(r#"{"step":"Work","state":1}"#).unwrap();
    let at = |expected| Checkpoint::new(expected, snapshot.clone()).unwrap();
    context.save("r", &at(None)).await.unwrap();
    for expected in [None, Some(0), Some(2)] {
        let error = context.save("r", &at(expected)).await.unwrap_err();
        assert!(matches!(
            error,
            ContextError::Conflict {
                stored: Some(1),
                ..
            }
        ));
    }
    context.save("r", &at(Some(1))).await.unwrap();
    assert_eq!(context.load("r").await.unwrap().unwrap().revision(), 2);
}

/// A context in memory that makes trouble once, at one revision.
#[derive(Clone)]
struct Trouble {
    inner: SimpleContext,
    revision: Arc<AtomicU64>,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Fails,
    AnswersLate,
}

impl Trouble {
    fn at(revision: u64, kind: Kind) -> Self {
        Self {
            inner: SimpleContext::new(),
            revision: Arc::new(AtomicU64::new(revision)),
            kind,
        }
    }
}

impl Context for Trouble {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.inner.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.inner.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        if self.revision.load(Ordering::SeqCst) == checkpoint.revision() {
            self.revision.store(0, Ordering::SeqCst);
            match self.kind {
                Kind::Fails => return Err(ContextError::store(run_id, "disk full")),
                Kind::AnswersLate => tokio::task::yield_now().await,
            }
        }
        self.inner.save(run_id, checkpoint).await
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        self.inner.lock(run_id).await
    }
}
