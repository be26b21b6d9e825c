//! The way to an engineer in the middle of the night.

use std::io;

/// A service that calls engineers until one of them answers.
pub trait Pager: Send + Sync {
    /// Starts to call the engineers of a team and gives the id of the page. The same key pages
    /// once, however often it is asked for.
    fn page(
        &self,
        team: &str,
        about: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;

    /// Who has answered a page, if somebody has.
    fn taken_by(&self, page: &str) -> impl Future<Output = io::Result<Option<String>>> + Send;
}
