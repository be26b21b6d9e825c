//! A language server for FlowJSON.
//!
//! [`serve`] speaks the protocol on a connection; everything else is pure: from
//! an open document and a place in it to an answer. What is wrong with a flow is
//! decided by the checker, what is known of it while its text is broken comes
//! from when it was last read.

mod server;

mod answers;

mod document;

mod positions;

mod cursor;

mod condition;

mod known;

mod diagnostics;

mod completion;

mod hover;

mod mentions;

mod navigation;

mod rename;

mod actions;

mod layout;

#[cfg(test)]
mod robust;

pub use server::{ServeError, serve};
