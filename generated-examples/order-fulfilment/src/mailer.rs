//! The way out for mails to customers.

use std::io;

/// Where mails are handed over, such as a mail service.
pub trait Mailer: Send + Sync {
    /// Tells a customer that an order will not come. Calls of one `key` are one mail.
    fn send_cancellation(
        &self,
        to: &str,
        order_id: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<()>> + Send;
}
