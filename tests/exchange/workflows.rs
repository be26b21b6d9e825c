//! The recorded workflows, written by hand. Where theirs change the state directly, these make
//! once-only changes; texts are as they were, spelling included.

use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, DurableState, FlowId, RetryPolicy, StepResult, TaskError, Value, Workflow, end,
    json, next,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    #[serde(rename = "step_begin")]
    Begin,
    #[serde(rename = "step_compute")]
    Compute,
    #[serde(rename = "step_charge")]
    Charge,
    #[serde(rename = "step_play")]
    Play,
    #[serde(rename = "ask")]
    Ask,
    #[serde(rename = "check")]
    Check,
    #[serde(rename = "s1")]
    First,
    #[serde(rename = "s2")]
    Second,
    #[serde(rename = "step_end")]
    End,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Scenario {
    Compute,
    Timer,
    Event,
    Charge,
    Logs,
    Play,
    Answers,
    Itself,
}

pub(crate) struct Scripted(pub(crate) Scenario);

type Run = DurableState<Step, Value>;

impl Workflow for Scripted {
    type Step = Step;
    type State = Value;

    fn flow(&self) -> FlowId {
        FlowId::new("recorded", "1.0.0")
    }

    fn begin(&self) -> Step {
        match self.0 {
            Scenario::Charge => Step::Charge,
            Scenario::Answers => Step::Ask,
            Scenario::Itself => Step::First,
            _ => Step::Begin,
        }
    }

    async fn execute(&self, step: Step, run: &Run) -> StepResult<Step> {
        match step {
            Step::Begin => self.start(run).await,
            Step::Compute => compute(run).await,
            Step::Charge => charge(run).await,
            Step::Play => play(run).await,
            Step::Ask => ask(run).await,
            Step::Check if run.state()["answers"].as_array().map_or(0, Vec::len) < 3 => {
                next(Step::Ask)
            }
            Step::Check => end(),
            Step::First => itself(run).await,
            Step::Second => {
                run.with_action("once", async |_| Ok(9)).await?;
                end()
            }
            Step::End => self.finish(run),
        }
    }
}

/// Sets a field of the state, once.
fn set(run: &Run, field: &str, value: impl Into<Value>) -> Result<(), tinyflow::StepError> {
    let value = value.into();
    run.change(&format!("set {field}"), |state| state[field] = value)
}

impl Scripted {
    async fn start(&self, run: &Run) -> StepResult<Step> {
        match self.0 {
            Scenario::Compute => {
                set(run, "startHit", true)?;
                next(Step::Compute)
            }
            Scenario::Timer => {
                set(run, "startHit", true)?;
                let ended_at = run.wait_for_ms("wait_for_1sec", 1_000).await?;
                set(run, "valueAfter", ended_at)?;
                next(Step::End)
            }
            Scenario::Event => {
                set(run, "startHit", true)?;
                let request = json!({ "question": "hey human. 1 + 1 = ?" });
                let answer: Value = run.wait_for_event("event_01", request).await?;
                run.add_log(
                    "log",
                    json!({ "msg": "event_01 resolved with value", "answer": answer }),
                );
                set(run, "eventResponse", answer)?;
                next(Step::End)
            }
            Scenario::Logs => {
                run.add_log("note", json!({ "msg": "before wait" }));
                let own = json!({ "msg": "custom entry with a system type name" });
                run.add_log("cache", own);
                run.with_action("a", async |task| {
                    task.add_log("note", json!({ "msg": "inside action" }));
                    Ok(1)
                })
                .await?;
                run.wait_for_ms("w", 10).await?;
                run.add_log("note", json!({ "msg": "after wait" }));
                next(Step::End)
            }
            _ => next(Step::Play),
        }
    }

    fn finish(&self, run: &Run) -> StepResult<Step> {
        match self.0 {
            Scenario::Compute | Scenario::Timer | Scenario::Event => set(run, "endHit", true)?,
            Scenario::Logs => run.add_log("note", json!({ "msg": "end" })),
            _ => {}
        }
        end()
    }
}

async fn compute(run: &Run) -> StepResult<Step> {
    let mut sum = 0;
    for number in 0..3 {
        let key = format!("compute_{number}");
        sum += run.with_action(&key, async |_| Ok(number + 1)).await?;
    }
    set(run, "computed", sum)?;
    next(Step::End)
}

async fn charge(run: &Run) -> StepResult<Step> {
    let max = run.state()["maxRetry"].as_u64().unwrap_or(1);
    let failures = run.state()["failures"].as_u64().unwrap_or(0);
    let retry = RetryPolicy::every_second(u32::try_from(max).unwrap());
    let options = ActionOptions::new().with_retry(retry);
    let receipt = run
        .with_action_with("charge", &options, async |task| {
            let call = u64::from(task.attempt());
            if call <= failures {
                return Err(TaskError::message(format!("gateway down #{call}")));
            }
            Ok(format!("receipt-{call}"))
        })
        .await?;
    set(run, "receipt", receipt)?;
    next(Step::End)
}

async fn play(run: &Run) -> StepResult<Step> {
    let number = run.state()["number"].as_i64().unwrap_or(0);
    let mut answers: Vec<i64> = Vec::new();
    while answers.last() != Some(&number) {
        let question = match answers.last() {
            None => "number between 0-100".to_owned(),
            Some(answer) if *answer < number => format!("{answer} lesser than the answer"),
            Some(answer) => format!("{answer} gretter than the answer"),
        };
        let key = format!("event_ask_{}", answers.len());
        let request = json!({ "question": question });
        answers.push(run.wait_for_event(&key, request).await?);
    }
    set(run, "answer", answers)?;
    next(Step::End)
}

async fn ask(run: &Run) -> StepResult<Step> {
    let answer: u64 = run.wait_for_event("q", json!({})).await?;
    run.change("add", |state| {
        let mut answers = state["answers"].as_array().cloned().unwrap_or_default();
        answers.push(answer.into());
        state["answers"] = answers.into();
    })?;
    next(Step::Check)
}

async fn itself(run: &Run) -> StepResult<Step> {
    let loops = run.state()["loops"].as_u64().unwrap_or(0);
    run.with_action("once", async |_| Ok(7)).await?;
    let always = ActionOptions::new().ignoring_cache();
    run.with_action_with("always", &always, async |_| Ok(8))
        .await?;
    run.change(&format!("loop {loops}"), |state| {
        state["loops"] = (loops + 1).into();
    })?;
    next(if loops < 2 { Step::First } else { Step::Second })
}
