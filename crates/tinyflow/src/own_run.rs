//! Which runs the present task executes, so that none of them waits for itself.

use std::any::Any;
use std::sync::Arc;

use crate::durable_state::Store;
use crate::{Context, RuntimeError};

tokio::task_local! {
    static EXECUTING: Arc<Executing>;
}

/// A run that a task executes.
struct Executing {
    run_id: Arc<str>,
    store: Arc<dyn Store>,
    /// The run whose step executes this one, if there is one.
    outer: Option<Arc<Self>>,
}

/// Executes a run, which is stored in this store.
pub(crate) async fn executing<T>(
    run_id: Arc<str>,
    store: Arc<dyn Store>,
    execution: impl Future<Output = T>,
) -> T {
    let executing = Executing {
        run_id,
        store,
        outer: EXECUTING.try_with(Arc::clone).ok(),
    };
    EXECUTING.scope(Arc::new(executing), execution).await
}

/// Refuses to wait for a run that waits for whoever asks.
pub(crate) fn expect_other<C: Context>(context: &C, run_id: &str) -> Result<(), RuntimeError> {
    let mut executing = EXECUTING.try_with(Arc::clone).ok();
    while let Some(run) = executing {
        if &*run.run_id == run_id && run.store.is_kept_by(context as &dyn Any) {
            return Err(RuntimeError::OwnRun {
                run_id: run_id.to_owned(),
            });
        }
        executing = run.outer.clone();
    }
    Ok(())
}
