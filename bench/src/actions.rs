//! Actions of a run that is never stored.

use anyhow::{Result, ensure};
use tinyflow::ExecutionOptions;

use crate::workload::{State, Work};
use crate::{line, median_of_five, per_second};

pub(crate) async fn measure() -> Result<()> {
    for (what, returns_state, visits) in [
        (
            "actions per second, nothing stored, a number as result",
            false,
            1_000,
        ),
        (
            "actions per second, nothing stored, a 0.5 KB state as result",
            true,
            200,
        ),
    ] {
        let work = Work::new(visits, 1_000, returns_state);
        let took = median_of_five(async || {
            let state = State::of_size(500);
            let options = ExecutionOptions::new().with_audit_log(false);
            let mut execution = options.begin(work.clone(), "r", state)?;
            let result = execution.run_on().await?;
            ensure!(
                result.is_some_and(tinyflow::RunResult::is_finished),
                "it ends"
            );
            Ok(())
        })
        .await?;
        let count = visits * 1_000;
        let bare = bare_serde(count, returns_state).await?;
        line(
            what,
            &format!("{:.2} million", per_second(count, took) / 1e6),
            &format!(
                "{:.2} million results made text",
                per_second(count, bare) / 1e6
            ),
        );
    }
    Ok(())
}

async fn bare_serde(count: usize, returns_state: bool) -> Result<std::time::Duration> {
    let state = State::of_size(500);
    median_of_five(async || {
        for number in 0..count {
            let json = if returns_state {
                serde_json::to_string(&state)?
            } else {
                serde_json::to_string(&number)?
            };
            std::hint::black_box(json);
        }
        Ok(())
    })
    .await
}
