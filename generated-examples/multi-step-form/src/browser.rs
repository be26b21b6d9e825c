//! The applicant's browser, as far as the form uses it.

use std::io;
use std::time::Duration;

use tinyflow::{Map, Value};

/// One page of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The headline.
    pub title: String,
    /// What there is to enter, from top to bottom.
    pub fields: Vec<Field>,
    /// A page of one key is one page: shown again, it holds what was entered before.
    pub key: String,
}

/// One thing to enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name of the answer.
    pub name: String,
    /// What the applicant reads.
    pub label: String,
    /// Whether it may stay empty.
    pub optional: bool,
}

/// The last page, which shows what was entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What the applicant is asked.
    pub message: String,
    /// All answers, by the name of the field.
    pub answers: Map<String, Value>,
    /// How long the page stays open; for ever if not said.
    pub closes_after: Option<Duration>,
    /// A summary of one key is one page.
    pub key: String,
}

/// Where the applicant sees the form.
pub trait Browser: Send + Sync {
    /// Shows a page and gives what was entered. Fields that stayed empty are left out.
    fn fill_in(&self, page: Page) -> impl Future<Output = io::Result<Map<String, Value>>> + Send;

    /// Shows the summary and says whether the applicant confirmed it.
    fn confirm(&self, summary: Summary) -> impl Future<Output = io::Result<bool>> + Send;
}
