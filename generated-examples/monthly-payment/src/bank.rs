//! Where the money is.

use std::io;

/// A bank that takes money from its customers' accounts.
pub trait Bank: Send + Sync {
    /// Takes an amount and tells whether there was enough. The same key takes it once, however
    /// often it is asked for.
    fn charge(
        &self,
        customer: &str,
        cents: u64,
        key: &str,
    ) -> impl Future<Output = io::Result<bool>> + Send;
}
