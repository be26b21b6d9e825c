//! The project's own chores, as functions that the tests call too.
//!
//! A chore is given the root of the project and says what it found or did;
//! the command line is in `main.rs`. Files that a chore makes are described as
//! [`MadeFile`]s first, so that one code writes them and refuses stale ones.

pub mod project;

mod made_file;

pub mod examples;

pub mod schema;

pub mod rule_book;

pub mod pictures;

pub mod tidy;

pub mod bench;

pub mod soak;

pub mod ci;

pub use made_file::{MadeFile, Mode, settle, stale};
