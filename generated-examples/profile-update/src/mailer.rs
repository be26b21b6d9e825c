//! The way out for mails.

use std::io;

/// Where mails are handed over, such as a mail service.
pub trait Mailer: Send + Sync {
    /// Hands a mail over and gives its id. Mails of one key are one mail, however often they are
    /// handed over.
    fn send(
        &self,
        to: &str,
        text: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;
}
