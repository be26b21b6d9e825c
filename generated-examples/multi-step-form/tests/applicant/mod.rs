//! An applicant at a browser, who enters what the test says and writes every page into a ledger.

use std::io;

use example_multi_step_form::browser::{Browser, Field, Page, Summary};
use tinyflow::{Map, Value};
use tinyflow_tests::recording::Ledger;

/// Somebody who fills in the form.
#[derive(Clone)]
pub struct Applicant {
    /// What is entered where a page has a field of that name.
    pub answers: Map<String, Value>,
    pub confirms: bool,
    pub ledger: Ledger,
}

impl Applicant {
    /// An applicant who knows every answer, leaves the phone out and confirms.
    pub fn new(ledger: Ledger) -> Self {
        let answers = [
            ("email", "ada@example.com"),
            ("register", "trade"),
            ("taxNumber", "GB 123"),
        ];
        let answers = answers.map(|(name, answer)| (name.to_string(), answer.into()));
        Self {
            answers: Map::from_iter(answers),
            confirms: true,
            ledger,
        }
    }

    /// Those of the applicant's answers that have these names.
    pub fn answers_to(&self, names: &[&str]) -> Map<String, Value> {
        let mut answers = self.answers.clone();
        answers.retain(|name, _| names.contains(&name.as_str()));
        answers
    }
}

impl Browser for Applicant {
    async fn fill_in(&self, page: Page) -> io::Result<Map<String, Value>> {
        let fields: Vec<String> = page.fields.iter().map(shown).collect();
        let what = format!("{} {}", page.title, fields.join(", "));
        self.ledger.note(&page.key, what)?;
        let names: Vec<&str> = page.fields.iter().map(|field| &*field.name).collect();
        Ok(self.answers_to(&names))
    }

    async fn confirm(&self, summary: Summary) -> io::Result<bool> {
        let Summary {
            message,
            answers,
            closes_after,
            key,
        } = summary;
        let what = format!(
            "{message} {} answers, open for {closes_after:?}",
            answers.len()
        );
        self.ledger.note(&key, what)?;
        Ok(self.confirms)
    }
}

fn shown(field: &Field) -> String {
    let mark = if field.optional { "?" } else { "" };
    format!("{}{mark}", field.label)
}
