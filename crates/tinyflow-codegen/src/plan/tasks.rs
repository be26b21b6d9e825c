//! The functions of `Tasks`, and how the steps call them.

use serde::Serialize;
use tinyflow_check::{self as check, CheckedFlow, CheckedKind, CheckedStep};
use tinyflow_model::{Duration, Retry};

use super::code::{Code, Link};
use super::events::{self, FoldFunction};
use super::literal;

/// A function of `Tasks`.
#[derive(Clone, Debug, Serialize)]
pub struct TaskFunction {
    /// What people call the task.
    pub title: String,
    /// The function.
    pub name: String,
    /// What it is for.
    pub kind: FunctionKind,
}

/// What a function of `Tasks` is for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FunctionKind {
    /// It does the task.
    Task {
        /// The type of its parameters, where it takes any.
        params_type: Option<String>,
    },
    /// It starts a long job.
    Start {
        /// The type of its parameters, where it takes any.
        params_type: Option<String>,
    },
    /// It looks whether a long job is done.
    Poll {
        /// The type of its parameters, where it takes any.
        params_type: Option<String>,
    },
    /// It folds an answer into the state.
    Fold(FoldFunction),
}

/// The call of a task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskCall {
    /// The key of the action: the step's name in snapshots.
    pub key: String,
    /// The function of the task, or the one that starts it.
    pub function: String,
    /// The value of its parameters, where it takes any.
    pub params: Option<Code>,
    /// How often it is tried, where that is more than once.
    pub retry: Option<Code>,
    /// How long an attempt may take, where there is a limit.
    pub timeout: Option<Code>,
    /// How it is looked at until it is done, where it is a long job.
    pub polling: Option<PollCall>,
}

/// The call that looks at a long job until it is done.
#[derive(Clone, Debug, Serialize)]
pub struct PollCall {
    /// The function that looks at it.
    pub function: String,
    /// The pause between two looks.
    pub every: Code,
    /// How long the job may take, where there is a limit.
    pub timeout: Option<Code>,
}

pub(super) fn functions(flow: &CheckedFlow) -> Vec<TaskFunction> {
    flow.steps.iter().flat_map(functions_of).collect()
}

fn functions_of(step: &CheckedStep) -> Vec<TaskFunction> {
    let function = |name: &String, kind| TaskFunction {
        title: step.name.clone(),
        name: name.clone(),
        kind,
    };
    match &step.kind {
        CheckedKind::Task(task) => {
            let params = task.params.as_ref();
            let params_type = params.map(|params| params.shape.name.clone());
            match &task.polling {
                None => vec![function(&step.function, FunctionKind::Task { params_type })],
                Some(polling) => {
                    let start = FunctionKind::Start {
                        params_type: params_type.clone(),
                    };
                    vec![
                        function(&polling.start_function, start),
                        function(&polling.poll_function, FunctionKind::Poll { params_type }),
                    ]
                }
            }
        }
        CheckedKind::Event(event) => {
            let fold = FunctionKind::Fold(events::fold(event));
            vec![function(&step.function, fold)]
        }
        CheckedKind::Pass | CheckedKind::Pause(_) | CheckedKind::End => Vec::new(),
    }
}

pub(super) fn call(step: &CheckedStep, task: &check::TaskCall) -> TaskCall {
    let params = task.params.as_ref();
    let polling = task.polling.as_ref();
    let function = polling.map_or(&step.function, |polling| &polling.start_function);
    TaskCall {
        key: step.wire_name.clone(),
        function: function.clone(),
        params: params.map(|params| literal::code(&params.value)),
        retry: task.retry.as_ref().and_then(retry),
        timeout: task.timeout.as_ref().map(duration),
        polling: polling.map(|polling| PollCall {
            function: polling.poll_function.clone(),
            every: duration(&polling.every),
            timeout: polling.timeout.as_ref().map(duration),
        }),
    }
}

/// Whether clippy would take a function for a conversion, which should then
/// take `self` in another way.
pub(super) fn is_conversion(function: &str) -> bool {
    let mutable = function.starts_with("to_") && function.ends_with("_mut");
    mutable || function.starts_with("from_") || function.starts_with("into_")
}

/// The policy of several attempts.
fn retry(retry: &Retry) -> Option<Code> {
    const EVERY_SECOND: u64 = 1_000;
    if retry.max_attempts == 1 {
        return None;
    }
    let attempts = literal::grouped(&retry.max_attempts.to_string());
    let factor = retry.backoff.unwrap_or(1.0);
    let pause = milliseconds(retry.first_pause_ms());
    let (grows, doubles) = (factor > 1.0, factor == 2.0);
    let policy = if doubles {
        format!("RetryPolicy::exponential({attempts}, {pause})")
    } else if retry.first_pause_ms() == EVERY_SECOND {
        format!("RetryPolicy::every_second({attempts})")
    } else {
        format!("RetryPolicy::fixed({attempts}, {pause})")
    };
    let mut links = Vec::new();
    if grows && !doubles {
        links.push(Link::text(format!(
            ".with_factor({})",
            literal::float(factor)
        )));
    }
    if let Some(longest) = &retry.max_interval {
        let longest = milliseconds(longest.ms());
        links.push(Link::text(format!(".with_max_pause({longest})")));
    }
    Some(Code::Chain {
        root: Box::new(Code::text(policy)),
        links,
    })
}

fn duration(duration: &Duration) -> Code {
    Code::text(milliseconds(duration.ms()))
}

/// A `Duration` in the largest unit that gives it.
fn milliseconds(ms: u64) -> String {
    const UNITS: [(u64, &str); 4] = [
        (3_600_000, "from_hours"),
        (60_000, "from_mins"),
        (1_000, "from_secs"),
        (1, "from_millis"),
    ];
    if ms == 0 {
        return "Duration::ZERO".to_owned();
    }
    let exact = UNITS.iter().find(|(unit, _)| ms.is_multiple_of(*unit));
    let (unit, function) = exact.unwrap_or(&UNITS[3]);
    format!(
        "Duration::{function}({})",
        literal::grouped(&(ms / unit).to_string())
    )
}
