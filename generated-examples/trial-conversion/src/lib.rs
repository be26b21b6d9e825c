//! The sample flow `trial-conversion` with its tasks filled in.

pub mod mailer;
pub mod subscriptions;
pub mod trial_conversion;
