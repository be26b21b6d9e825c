//! Where profiles are found.

use std::io;

/// A search index.
pub trait SearchIndex: Send + Sync {
    /// Reads the profile of a user anew and gives the id of its document.
    fn index(&self, user: &str, key: &str) -> impl Future<Output = io::Result<String>> + Send;
}
