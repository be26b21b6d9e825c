//! The sample flow `user-onboarding` with its tasks filled in.

pub mod user_onboarding;
