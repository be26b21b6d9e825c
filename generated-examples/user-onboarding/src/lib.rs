//! The sample flow `user-onboarding` with its tasks filled in.

pub mod accounts;
pub mod mailer;
pub mod user_onboarding;
