//! FlowJSON as data: the document with the place of every value, its steps and
//! connections, and diagnostics about it.
//!
//! Text goes in through [`Source`], becomes a tree of [`Node`]s by [`parse`],
//! and a [`Flow`] by [`read`]. What a flow may contain is said here; whether
//! it makes sense is not: that is the checker's work. Nothing here touches the
//! disk or prints.
//!
//! ```
//! use tinyflow_model::{parse, read, Source};
//!
//! let source = Source::new("tea.json", br#"{
//!   "id": "tea", "name": "Tea", "version": "1",
//!   "steps": [{ "id": "boil", "name": "Boil water", "type": "task" }],
//!   "connections": []
//! }"#.to_vec());
//! let (root, findings) = parse(&source);
//! assert!(findings.is_empty());
//! let (flow, findings) = read(root.unwrap());
//! assert!(findings.is_empty());
//! assert_eq!(flow.unwrap().steps[0].id.value, "boil");
//! ```

mod source;

mod json;

mod place;

pub mod diagnostic;

pub mod nearest;

mod flow;

mod duration;

mod allowance;

mod settings;

mod step;

mod connection;

mod fields;

mod read;

pub mod rules;

mod schema;

mod format;

mod side_by_side;

pub use allowance::{Allowance, FlowMetadata, FlowSettings};
pub use connection::Connection;
pub use diagnostic::{Diagnostic, Fix, Rule, Severity};
pub use duration::Duration;
pub use flow::Flow;
pub use format::format;
pub use json::{Member, Node, Number, Object, Value, parse};
pub use place::{LineColumn, Place, Places, Span, Spanned, Text, span_in_string};
pub use read::read;
pub use schema::flow_schema;
pub use settings::{
    EventMetadata, EventSettings, Join, Poll, Retry, StepMetadata, StepSettings, TaskMetadata,
    TaskSettings,
};
pub use side_by_side::side_by_side;
pub use source::Source;
pub use step::{EventInput, EventOutput, ResumeAfter, Step, StepKind, Task, WaitForEvent};
