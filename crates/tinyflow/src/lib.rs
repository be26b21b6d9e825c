//! The durable runtime that tinyflow's generated workflows, and hand-written ones, run on.
//!
//! A [`Workflow`] has steps and a state. A [`WorkflowRuntime`] executes its runs and stores
//! each in a [`Context`] after every completed action and every move to another step. A run
//! that was stopped at any point is resumed from there and repeats no completed action.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use tinyflow::{
//!     DurableState, FlowId, SimpleContext, StepResult, Workflow, WorkflowRuntime, end, next,
//! };
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
//! enum Step {
//!     Greet,
//!     Done,
//! }
//!
//! #[derive(Clone, Serialize, Deserialize)]
//! struct State {
//!     name: String,
//!     greeting: Option<String>,
//! }
//!
//! struct Greeting;
//!
//! impl Workflow for Greeting {
//!     type Step = Step;
//!     type State = State;
//!
//!     fn flow(&self) -> FlowId {
//!         FlowId::new("greeting", "1.0.0")
//!     }
//!
//!     fn begin(&self) -> Step {
//!         Step::Greet
//!     }
//!
//!     async fn execute(&self, step: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
//!         match step {
//!             Step::Greet => {
//!                 run.action("greet", |_task, mut state| async move {
//!                     state.greeting = Some(format!("Good morning, {}!", state.name));
//!                     Ok(state)
//!                 })
//!                 .await?;
//!                 next(Step::Done)
//!             }
//!             Step::Done => end(),
//!         }
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), tinyflow::RuntimeError> {
//! let runtime = WorkflowRuntime::new(SimpleContext::new(), Greeting);
//! let ada = State { name: "Ada".to_owned(), greeting: None };
//! let result = runtime.run("ada", ada).await?;
//! assert_eq!(
//!     result.to_string(),
//!     r#"run ada finished: {"name":"Ada","greeting":"Good morning, Ada!"}"#
//! );
//! # Ok(())
//! # }
//! ```
//!
//! The crate knows nothing of the JSON documents that flows are generated from. It prints
//! nothing, and it reads the time only through a [`Clock`].

pub mod generated;
mod include_flow;

mod flow_id;
mod fork;
mod initial_state;
mod presence;
mod present;
mod step_error;
mod transition;
mod workflow;

mod action_options;
mod durable_state;
mod event_of;
mod polling;
mod resolve_error;
mod resume_id;
mod retry;
mod strict_json;
mod task_context;
mod task_error;
mod visit;
mod wait;

mod catch_panic;
mod client;
mod clock;
mod drive;
mod execution;
mod own_run;
mod run_id;
mod run_result;
mod run_view;
mod runs;
mod runtime;
mod runtime_error;
mod stop_signal;
mod task_runner;
mod worker;
mod yielded;

mod change_signal;
mod checkpoint;
mod context;
mod context_error;
mod queues;
mod serving;
mod simple_context;

mod audit_log;
mod error_chain;
mod json_schema;
mod json_text;
mod key;
mod letter;
mod log_entry;
mod open_wait;
mod reading;
mod record;
mod snapshot;
mod stored_run;
mod system_entry;
mod telemetry;
mod unnamed;

pub use serde::{Deserialize, Serialize};
pub use serde_json::{Map, Value, json};

pub use self::action_options::ActionOptions;
pub use self::audit_log::SYSTEM_LOG_TYPES;
pub use self::change_signal::{ChangeSignal, Changes};
pub use self::checkpoint::{Checkpoint, EntryChange, Wake};
pub use self::client::{Client, Started};
pub use self::clock::{Clock, ManualClock, SystemClock};
pub use self::context::{Claim, Context, Posted, WorkerContext};
pub use self::context_error::ContextError;
pub use self::durable_state::DurableState;
pub use self::event_of::EventOf;
pub use self::execution::{Execution, ExecutionOptions};
pub use self::flow_id::FlowId;
pub use self::fork::{Branches, Fork, fork};
pub use self::initial_state::InitialState;
pub use self::json_schema::{JsonSchema, Misfit};
use self::json_text::JsonText;
pub use self::letter::{Letter, Mail};
pub use self::log_entry::LogEntry;
pub use self::open_wait::{OpenWait, WaitReason};
pub use self::polling::Polling;
pub use self::presence::{nullable, optional};
pub use self::present::present;
pub use self::queues::{Place, Queues};
pub use self::reading::exact;
pub use self::record::Section;
pub use self::resolve_error::{RefusedAnswer, ResolveError};
pub use self::retry::RetryPolicy;
pub use self::run_result::RunResult;
pub use self::run_view::RunView;
pub use self::runs::{Delivery, Runs};
pub use self::runtime::{Transaction, WorkflowRuntime};
pub use self::runtime_error::RuntimeError;
pub use self::serving::{Serving, SetAside};
pub use self::simple_context::{SimpleContext, SimpleLock};
pub use self::snapshot::{RunEnd, RunStatus, Snapshot};
pub use self::step_error::StepError;
pub use self::stored_run::{RunPhase, RunSummary, StoredRun};
pub use self::system_entry::{EventEntry, SystemEntry, TimerEntry};
pub use self::task_context::TaskContext;
pub use self::task_error::{TaskError, TaskResult};
pub use self::task_runner::{TaskFailure, TaskRunner, TaskStats};
pub use self::transition::{
    AtOnce, BoxedStep, StepFuture, StepResult, Transition, end, next, pause, repeat,
};
pub use self::visit::Visit;
pub use self::wait::Wait;
pub use self::worker::{Worker, WorkerHandle};
pub use self::workflow::{Workflow, WorkflowState, WorkflowStep};
pub use self::yielded::{ResumeTrigger, Yield};
