//! What a step's `metadata` says to tinyflow: how a task is called, how long an answer is waited
//! for, how branches meet.

use schemars::JsonSchema;

use crate::{Duration, Spanned, Text};

/// The pause after the first attempt, where nothing says how long it is.
const FIRST_PAUSE_MS: u64 = 1_000;

/// What the `metadata` of any step may hold.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct StepMetadata {
    /// What tinyflow adds to the format.
    #[schemars(with = "Option<StepSettings>")]
    #[schemars(extend("examples" = [{ "join": "any" }]))]
    pub tinyflow: StepSettings,
}

/// What tinyflow adds to any step.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct StepSettings {
    /// How the parallel branches that meet at this step are waited for: for `all` of them, which
    /// is usual, or for `any`, which is usual at the end.
    #[schemars(extend("examples" = ["all", "any"]))]
    pub join: Option<Spanned<Join>>,
}

/// How parallel branches that meet at a step are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Join {
    /// The step comes once all branches have arrived.
    All,
    /// The step comes once the first branch has arrived; the others are cancelled.
    Any,
}

/// What the `metadata` of a task may hold.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct TaskMetadata {
    /// How often the task is tried again after a failure, with a second in between.
    #[schemars(extend("examples" = [2]))]
    pub retries: Option<u32>,
    /// What tinyflow adds to a task.
    #[schemars(with = "Option<TaskSettings>")]
    #[schemars(extend("examples" = [{ "retry": { "maxAttempts": 3, "initialInterval": "10 seconds", "backoff": 2 }, "timeout": "1 minute" }]))]
    pub tinyflow: TaskSettings,
}

/// What tinyflow adds to a task.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct TaskSettings {
    /// How often the task is tried, and how long the pauses between the attempts are.
    #[schemars(extend("examples" = [{ "maxAttempts": 3, "initialInterval": "10 seconds", "backoff": 2, "maxInterval": "5 minutes" }]))]
    pub retry: Option<Retry>,
    /// How long one attempt may take.
    #[schemars(with = "Option<crate::schema::DurationText>")]
    #[schemars(extend("examples" = ["1 minute"]))]
    pub timeout: Option<Duration>,
    /// The task is a long job: it is started, and then looked at until it is done.
    #[schemars(extend("examples" = [{ "every": "30 seconds", "timeout": "2 hours" }]))]
    pub poll: Option<Poll>,
}

/// How often a task is tried, and how long the pauses between the attempts are.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct Retry {
    /// How often the task is tried at most, the first time included.
    #[schemars(range(min = 1))]
    #[schemars(extend("examples" = [3]))]
    pub max_attempts: u32,
    /// The pause after the first attempt; a second, unless set.
    #[schemars(with = "Option<crate::schema::DurationText>")]
    #[schemars(extend("examples" = ["10 seconds"]))]
    pub initial_interval: Option<Duration>,
    /// How much longer each pause is than the one before; 1, unless set.
    #[schemars(range(min = 1))]
    #[schemars(extend("examples" = [2]))]
    pub backoff: Option<f64>,
    /// The longest pause.
    #[schemars(with = "Option<crate::schema::DurationText>")]
    #[schemars(extend("examples" = ["5 minutes"]))]
    pub max_interval: Option<Duration>,
}

/// How a long job is looked at until it is done.
#[derive(Clone, Debug, JsonSchema)]
pub struct Poll {
    /// The pause between two looks.
    #[schemars(with = "crate::schema::DurationText")]
    #[schemars(extend("examples" = ["30 seconds"]))]
    pub every: Duration,
    /// After this time the step fails.
    #[schemars(with = "Option<crate::schema::DurationText>")]
    #[schemars(extend("examples" = ["2 hours"]))]
    pub timeout: Option<Duration>,
}

/// What the `metadata` of a step that waits for an event may hold.
#[derive(Clone, Debug, Default, JsonSchema)]
pub struct EventMetadata {
    /// What tinyflow adds to a wait for an event.
    #[schemars(with = "Option<EventSettings>")]
    #[schemars(extend("examples" = [{ "timeout": "2 days", "onTimeout": "remind" }]))]
    pub tinyflow: EventSettings,
}

/// What tinyflow adds to a wait for an event.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "camelCase")]
pub struct EventSettings {
    /// How long the answer is waited for.
    #[schemars(with = "Option<crate::schema::DurationText>")]
    #[schemars(extend("examples" = ["2 days"]))]
    pub timeout: Option<Duration>,
    /// The `id` of the step that follows where no answer came in time. Without it the run fails
    /// then.
    #[schemars(extend("examples" = ["remind"]))]
    pub on_timeout: Option<Text>,
}

impl TaskMetadata {
    /// How often the task is tried, where anything says so.
    pub fn retry(&self) -> Option<Retry> {
        let retries = || {
            self.retries.map(|retries| Retry {
                max_attempts: retries.saturating_add(1),
                initial_interval: None,
                backoff: None,
                max_interval: None,
            })
        };
        self.tinyflow.retry.clone().or_else(retries)
    }
}

impl Retry {
    /// The pause after the first attempt, in milliseconds.
    pub fn first_pause_ms(&self) -> u64 {
        let interval = self.initial_interval.as_ref();
        interval.map_or(FIRST_PAUSE_MS, Duration::ms)
    }
}
