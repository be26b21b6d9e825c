//! The sample flow `profile-update` with its tasks filled in.

pub mod mailer;
pub mod profile_update;
pub mod profiles;
pub mod search_index;
