//! The accounts of the users, as far as the onboarding looks at them.

use std::io;

/// An account at the time when somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Where its mails go.
    pub email: String,
    /// Whether the user filled in the profile.
    pub profile_is_complete: bool,
}

/// Where accounts are found, such as a database.
pub trait Accounts: Send + Sync {
    /// The account of a user, or `None` if there is no such user.
    fn find(&self, user_id: &str) -> impl Future<Output = io::Result<Option<Account>>> + Send;
}
