//! Renders the pieces through the templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use thiserror::Error;
use tinyflow_templates::TEMPLATES;

use super::pieces::{pieces, stub, stub_parameters};
use crate::merge::{NewFile, Stub};
use crate::plan::Plan;

/// A template that could not be rendered, which is a fault of the template.
#[derive(Debug, Error)]
#[error("the template `{template}` could not be rendered")]
#[non_exhaustive]
pub struct RenderError {
    /// The file name of the template.
    pub template: String,
    /// What is wrong with it.
    pub source: minijinja::Error,
}

/// Renders a plan as the pieces of a file, ready to be merged.
///
/// # Errors
/// If a template is at fault.
pub fn render(plan: &Plan) -> Result<NewFile, RenderError> {
    let environment = environment()?;
    let stubs = plan.tasks.iter().map(|task| Stub {
        function: task.name.clone(),
        task: task.title.clone(),
        parameters: stub_parameters(task),
        text: stub(task),
    });
    let stubs: Vec<Stub> = stubs.collect();
    let pieces = Value::from(Serde(pieces(plan, &stubs)));
    Ok(NewFile {
        section: apply(&environment, "section.rs.j2", &pieces)?,
        implementation: apply(&environment, "implementation.rs.j2", &pieces)?,
        stubs,
    })
}

fn environment() -> Result<Environment<'static>, RenderError> {
    // A tag that has a line to itself leaves no line behind.
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .map_err(|source| error("syntax", source))?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    for (name, text) in TEMPLATES {
        environment
            .add_template(name, text)
            .map_err(|source| error(name, source))?;
    }
    Ok(environment)
}

fn apply(
    environment: &Environment<'_>,
    template: &str,
    pieces: &Value,
) -> Result<String, RenderError> {
    environment
        .get_template(template)
        .and_then(|found| found.render(pieces))
        .map_err(|source| error(template, source))
}

fn error(template: &str, source: minijinja::Error) -> RenderError {
    RenderError {
        template: template.to_owned(),
        source,
    }
}
