//! The way out for mails.

use std::io;

/// A mail to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The name of the template to fill in.
    pub template: String,
    /// Mails of one key are one mail, however often they are handed over.
    pub key: String,
}

/// Where mails are handed over, such as a mail service.
pub trait Mailer: Send + Sync {
    /// Hands a mail over for delivery.
    fn send(&self, mail: Mail) -> impl Future<Output = io::Result<()>> + Send;
}
