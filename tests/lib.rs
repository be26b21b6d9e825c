//! What the doors share: a context that records, and a project to work in.

pub mod project;

pub mod recording;
