//! Renders one template at a time; on as many threads as the caller likes.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::error::RenderError;
use super::own_templates::Templates;

/// Templates that have been read, ready to be rendered.
pub(super) struct Renderer<'t> {
    environment: Environment<'t>,
}

impl<'t> Renderer<'t> {
    pub(super) fn new(templates: &'t Templates) -> Result<Self, RenderError> {
        // A tag that has a line to itself leaves no line behind.
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .map_err(|source| RenderError::template("syntax", &source))?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax);
        for (name, text) in templates.all() {
            environment
                .add_template(name, text)
                .map_err(|source| RenderError::template(name, &source))?;
        }
        Ok(Self { environment })
    }

    pub(super) fn render(
        &self,
        template: &str,
        given: &impl Serialize,
    ) -> Result<String, RenderError> {
        self.environment
            .get_template(template)
            .and_then(|found| found.render(Value::from(Serde(given))))
            .map_err(|source| RenderError::template(template, &source))
    }
}
