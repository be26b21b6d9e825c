//! Where profiles are kept.

use std::io;

use crate::profile_update::Changes;

/// A store of profiles. What it does under one key it does once.
pub trait Profiles: Send + Sync {
    /// Saves what a user has changed.
    fn save(
        &self,
        user: &str,
        changes: &Changes,
        key: &str,
    ) -> impl Future<Output = io::Result<()>> + Send;

    /// Shows a profile to everybody.
    fn publish(&self, user: &str, key: &str) -> impl Future<Output = io::Result<()>> + Send;
}
