//! The sample flow `multi-step-form` with its tasks filled in.

pub mod browser;
pub mod multi_step_form;
