//! Decides whether a flow is sound, and turns a sound one into a
//! [`CheckedFlow`] with Rust names and types.
//!
//! [`check_source`] is the door: text in, findings and, where none of them is
//! an error, a checked flow out. Nothing here touches the disk or prints, and
//! nothing knows what the generated code looks like.
//!
//! ```
//! use tinyflow_check::check_source;
//! use tinyflow_model::Source;
//!
//! let source = Source::new("tea.json", br#"{
//!   "id": "tea", "name": "Tea", "version": "1",
//!   "steps": [
//!     { "id": "start", "name": "Start", "type": "begin" },
//!     { "id": "end", "name": "End", "type": "end" }
//!   ],
//!   "connections": [{ "id": "c1", "sourceStepId": "start", "targetStepId": "ende" }]
//! }"#.to_vec());
//! let outcome = check_source(&source);
//! assert_eq!(outcome.findings[0].help.as_deref(), Some("did you mean `end`?"));
//! assert!(outcome.flow.is_none());
//! ```

mod checked_flow;

mod check;

mod event;

mod answer;

mod structure;

mod decision;

mod unsafe_text;

mod remark_not_text;

mod allowance;

mod impossible_answer;

mod harmless_renames;

mod outline;

pub mod shape;

pub mod condition;

mod names;

mod rules;

pub use answer::check_answer;
pub use check::{Outcome, check_source};
pub use checked_flow::{
    Branch, CheckedFlow, CheckedKind, CheckedStep, Event, Fork, Params, Polling, Request,
    SharedField, TaskCall, Timeout, Transition,
};
pub use outline::{Outline, outline_of};
pub use rules::rules;
