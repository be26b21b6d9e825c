//! What can go wrong where templates are rendered, which is always a fault of a template.

use std::error::Error as _;
use std::io;

use thiserror::Error;

/// Why no code was made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A template does not follow the language of templates, or uses what is not there.
    #[error("the template `{template}` is at fault{}: {message}", .line.map(|line| format!(" on line {line}")).unwrap_or_default())]
    Template {
        /// The file name of the template.
        template: String,
        /// The line in it, from one.
        line: Option<usize>,
        /// What is wrong with it.
        message: String,
    },
    /// What a user's own template made of a flow is no Rust.
    #[error(
        "what the template `{template}` makes of the flow {flow:?} is no Rust from line {line}, column {column} on: {message}"
    )]
    NotRust {
        /// The file name of the template.
        template: String,
        /// The id of the flow.
        flow: String,
        /// The line of the text that the templates made.
        line: usize,
        /// The column, in characters.
        column: usize,
        /// What the parser said.
        message: String,
    },
    /// What the templates made could not be looked at, because no thread could be started for it.
    #[error("no thread could be started to parse what the templates made")]
    NoThread(#[source] io::Error),
}

impl RenderError {
    /// The innermost error knows best which template it is about: one that another includes.
    pub(super) fn template(rendered: &str, error: &minijinja::Error) -> Self {
        let mut innermost = error;
        while let Some(inner) = innermost
            .source()
            .and_then(|source| source.downcast_ref::<minijinja::Error>())
        {
            innermost = inner;
        }
        Self::Template {
            template: innermost.name().unwrap_or(rendered).to_owned(),
            line: innermost.line(),
            message: match innermost.detail() {
                Some(detail) => format!("{}: {detail}", innermost.kind()),
                None => innermost.kind().to_string(),
            },
        }
    }
}
