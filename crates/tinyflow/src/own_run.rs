//! Which runs the present task holds, so that it does not wait for itself.

use std::any::Any;
use std::sync::Arc;

use crate::durable_state::Store;
use crate::{Context, RuntimeError};

tokio::task_local! {
    static HELD: Arc<Held>;
}

/// A run whose lock a task holds while it executes or changes it.
struct Held {
    run_id: Arc<str>,
    store: Arc<dyn Store>,
    /// The run whose step, or change, has this one in hand.
    outer: Option<Arc<Self>>,
}

/// Executes a run, which is stored in this store.
pub(crate) async fn executing<T>(
    run_id: &str,
    store: &Arc<dyn Store>,
    execution: impl Future<Output = T>,
) -> T {
    HELD.scope(held(run_id, store), execution).await
}

/// Changes a run, which is stored in this store.
pub(crate) fn changing<T>(run_id: &str, store: &Arc<dyn Store>, change: impl FnOnce() -> T) -> T {
    HELD.sync_scope(held(run_id, store), change)
}

fn held(run_id: &str, store: &Arc<dyn Store>) -> Arc<Held> {
    Arc::new(Held {
        run_id: run_id.into(),
        store: Arc::clone(store),
        outer: HELD.try_with(Arc::clone).ok(),
    })
}

/// Refuses to wait for a run that whoever asks holds.
pub(crate) fn expect_other<C: Context>(context: &C, run_id: &str) -> Result<(), RuntimeError> {
    let mut held = HELD.try_with(Arc::clone).ok();
    while let Some(run) = held {
        if &*run.run_id == run_id && run.store.is_kept_by(context as &dyn Any) {
            return Err(RuntimeError::OwnRun {
                run_id: run_id.to_owned(),
            });
        }
        held = run.outer.clone();
    }
    Ok(())
}
