//! A wait for what must come soon, so that what hangs fails.

use std::time::Duration;

/// The outcome of a future. The time is only ever waited for where something is wrong.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    let soon = tokio::time::timeout(Duration::from_secs(20), future);
    soon.await.expect("it does not hang")
}
