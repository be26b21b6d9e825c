//! The runs of a database, or one among them, without their snapshots.

use anyhow::{Context, Result, anyhow};
use tinyflow::{RunPhase, RunSummary, WorkerContext};
use tinyflow_model::diagnostic::quote;

use super::Database;

impl Database {
    /// The runs in one of the given phases, or all.
    pub(super) async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>> {
        let runs = self.runs.list(phases).await;
        runs.with_context(|| format!("the runs in {} cannot be listed", self.name))
    }

    pub(super) async fn summary(&self, run_id: &str) -> Result<RunSummary> {
        let found = self.context.summary(run_id).await?;
        found.ok_or_else(|| anyhow!("there is no run {}", quote(run_id)))
    }
}
