//! The workflows that are measured.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tinyflow::{DurableState, FlowId, StepResult, Workflow, end, repeat};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Work,
}

/// A state of about half a kilobyte, or what its padding makes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) visits: usize,
    pub(crate) customer: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) sku: String,
    pub(crate) quantity: u32,
}

impl State {
    pub(crate) fn of_size(bytes: usize) -> Self {
        let line = |number| Line {
            sku: format!("article-{number}"),
            quantity: number,
        };
        let mut state = Self {
            visits: 0,
            customer: "ada@example.com".to_owned(),
            lines: (0..5).map(line).collect(),
            note: String::new(),
        };
        let json = serde_json::to_string(&state).map_or(0, |json| json.len());
        state.note = "x".repeat(bytes.saturating_sub(json));
        state
    }
}

/// Visits with actions, whose results are numbers or the state.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) visits: usize,
    keys: Arc<[String]>,
    returns_state: bool,
}

impl Work {
    pub(crate) fn new(visits: usize, actions_each: usize, returns_state: bool) -> Self {
        let keys = (0..actions_each).map(|number| format!("action-{number}"));
        Self {
            visits,
            keys: keys.collect(),
            returns_state,
        }
    }
}

impl Workflow for Work {
    type Step = Step;
    type State = State;

    fn flow(&self) -> FlowId {
        FlowId::new("work", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
        for (number, key) in self.keys.iter().enumerate() {
            if self.returns_state {
                run.action(key, async |_, state| Ok(state)).await?;
            } else {
                run.with_action(key, async |_| Ok(number)).await?;
            }
        }
        let step_seq = usize::try_from(run.step_seq()).unwrap_or(usize::MAX);
        if step_seq + 1 >= self.visits {
            return end();
        }
        repeat()
    }
}
