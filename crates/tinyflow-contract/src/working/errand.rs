//! The workflow that the suite's workers execute: each run has a plan in its state.

use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, DurableState, EventOf, FlowId, RetryPolicy, StepResult, TaskError, Workflow,
    end, json, next, pause,
};
use tokio::sync::Notify;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Begin,
    Ask,
    Close,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) plan: Plan,
    #[serde(default)]
    pub(crate) answers: Vec<u32>,
    #[serde(default)]
    pub(crate) outcome: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Plan {
    /// One effect.
    Plain,
    /// Wait for so many milliseconds.
    Timer(i64),
    /// Ask for so many answers, one after the other.
    Ask(usize),
    /// Ask for an answer, for so many milliseconds.
    AskUntil(i64),
    /// Ask for an answer, and go on to wait after so many milliseconds, for as many. Then ask
    /// again, if told so.
    AskAndWait(i64, bool),
    /// Work until the errands are told to go on.
    Hang,
    Panic,
    /// Fail until the errands are told that all is well.
    Fail,
    /// Fail at the first two attempts of three.
    FailTwice,
    Pause,
}

/// What the step `Ask` waits for.
pub(crate) const ANSWER: EventOf<Step, u32> = EventOf::new(Step::Ask, "answer");

impl Errand {
    pub(crate) fn of(plan: Plan) -> Self {
        Self {
            plan,
            answers: Vec::new(),
            outcome: String::new(),
        }
    }
}

/// The workflow. Clones share what they are told and what they have done.
#[derive(Clone)]
pub(crate) struct Errands {
    flow: &'static str,
    version: &'static str,
    /// The keys of the effects, in their order.
    effects: Arc<Mutex<Vec<String>>>,
    /// Told each time that a task hangs.
    pub(crate) hanging: Arc<Notify>,
    /// What a hanging task waits for.
    pub(crate) go_on: Arc<Notify>,
    well: Arc<Mutex<bool>>,
}

impl Errands {
    pub(crate) fn new(flow: &'static str) -> Self {
        Self {
            flow,
            version: "1.0.0",
            effects: Arc::default(),
            hanging: Arc::default(),
            go_on: Arc::default(),
            well: Arc::default(),
        }
    }

    pub(crate) fn of_version(flow: &'static str, version: &'static str) -> Self {
        Self {
            version,
            ..Self::new(flow)
        }
    }

    pub(crate) fn effects(&self) -> Vec<String> {
        self.effects.lock().unwrap().clone()
    }

    pub(crate) fn all_is_well(&self) {
        *self.well.lock().unwrap() = true;
    }

    fn effect(&self, key: String) {
        self.effects.lock().unwrap().push(key);
    }
}

impl Workflow for Errands {
    type Step = Step;
    type State = Errand;

    fn flow(&self) -> FlowId {
        FlowId::new(self.flow, self.version)
    }

    fn begin(&self) -> Step {
        Step::Begin
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Errand>) -> StepResult<Step> {
        match step {
            Step::Begin => self.start(run).await,
            Step::Ask => Self::ask(run).await,
            Step::Close => {
                run.action("close", async |task, errand| {
                    self.effect(task.idempotency_key());
                    Ok(errand)
                })
                .await?;
                end()
            }
        }
    }
}

impl Errands {
    async fn start(&self, run: &DurableState<Step, Errand>) -> StepResult<Step> {
        let plan = run.state().plan;
        match plan {
            Plan::Timer(duration_ms) => {
                run.wait_for_ms("nap", duration_ms).await?;
            }
            Plan::Ask(_) | Plan::AskUntil(_) | Plan::AskAndWait(..) => return next(Step::Ask),
            Plan::Pause => {
                run.add_log("paused", json!({}));
                return pause();
            }
            _ => {
                let attempts = if plan == Plan::FailTwice { 3 } else { 1 };
                let retry = RetryPolicy::every_second(attempts);
                let options = ActionOptions::new().with_retry(retry);
                run.action_with("work", &options, async |task, errand| {
                    self.effect(task.idempotency_key());
                    self.work(plan, task.attempt()).await?;
                    Ok(errand)
                })
                .await?;
            }
        }
        next(Step::Close)
    }

    async fn work(&self, plan: Plan, attempt: u32) -> Result<(), TaskError> {
        match plan {
            Plan::Hang => {
                self.hanging.notify_one();
                self.go_on.notified().await;
                Ok(())
            }
            Plan::FailTwice if attempt < 3 => Err(TaskError::message("not yet")),
            Plan::Panic => panic!("out of paper"),
            Plan::Fail if !*self.well.lock().unwrap() => Err(TaskError::message("not well")),
            _ => Ok(()),
        }
    }

    async fn ask(run: &DurableState<Step, Errand>) -> StepResult<Step> {
        match run.state().plan {
            Plan::AskUntil(duration_ms) => {
                let outcome = run
                    .race([
                        run.wait_for(&ANSWER, ())
                            .map(|answer| format!("answered {answer}")),
                        run.wait_for_ms("deadline", duration_ms)
                            .map(|_| "too late".to_owned()),
                    ])
                    .await?;
                run.change("outcome", |errand| errand.outcome = outcome)?;
                next(Step::Close)
            }
            Plan::AskAndWait(duration_ms, again) => {
                let answer = run
                    .race([
                        run.wait_for(&ANSWER, ()).map(Some),
                        run.wait_for_ms("deadline", duration_ms).map(|_| None),
                    ])
                    .await?;
                match answer {
                    Some(answer) => {
                        run.change("answer", |errand| errand.answers.push(answer))?;
                    }
                    None => {
                        run.wait_for_ms("later", duration_ms).await?;
                        if again {
                            return next(Step::Ask);
                        }
                    }
                }
                next(Step::Close)
            }
            Plan::Ask(wanted) => {
                let answer = run.wait_for(&ANSWER, "a number").await?;
                run.change("answer", |errand| errand.answers.push(answer))?;
                if run.state().answers.len() < wanted {
                    return tinyflow::repeat();
                }
                next(Step::Close)
            }
            _ => next(Step::Close),
        }
    }
}
