//! Where tickets are assigned, and customers are written to.

use std::io;

/// The help desk's software.
pub trait HelpDesk: Send + Sync {
    /// Assigns a ticket to a queue and gives the name of who looks after it.
    fn assign(
        &self,
        ticket: &str,
        queue: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;

    /// Writes to a customer. Letters of one key are one letter, however often they are handed
    /// over.
    fn write(&self, to: &str, text: &str, key: &str)
    -> impl Future<Output = io::Result<()>> + Send;
}
