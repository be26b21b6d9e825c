//! Where subscriptions are kept.

use std::io;

use crate::trial_conversion::Plan;

/// Who knows the subscriptions.
pub trait Subscriptions: Send + Sync {
    /// Starts a subscription and gives its number. The same key starts one, however often it is
    /// asked for.
    fn start(
        &self,
        email: &str,
        plan: Plan,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;
}
