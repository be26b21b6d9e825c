//! The picture of a flow, sound or broken.
//!
//! [`Picture`] is what is seen: steps, the ways between them, and findings at
//! the steps and ways that they are about. [`svg`], [`mermaid`] and [`dot`]
//! write it down; each escapes what comes from the flow, so that nothing of it
//! becomes markup. Whether the flow is sound is decided elsewhere.
//!
//! ```
//! use tinyflow_graph::{Picture, Placement, svg};
//! use tinyflow_model::Source;
//!
//! let text = br#"{
//!   "id": "tea", "name": "Tea", "version": "1",
//!   "steps": [
//!     { "id": "start", "name": "Start", "type": "begin" },
//!     { "id": "end", "name": "End", "type": "end" }
//!   ],
//!   "connections": [{ "id": "c1", "sourceStepId": "start", "targetStepId": "end" }]
//! }"#;
//! let picture = Picture::new(&Source::new("tea.json", text.to_vec()), &[]);
//! assert!(svg(&picture, Placement::Layered).starts_with("<svg "));
//! ```

mod picture;

mod text;

mod layout;

mod svg;

mod mermaid;

mod dot;

pub use dot::dot;
pub use mermaid::mermaid;
pub use picture::{Mark, Picture, PictureStep, Role, StepShape, Way};
pub use svg::{Placement, svg};
