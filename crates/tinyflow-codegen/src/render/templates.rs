//! Renders the pieces through the templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};

use super::error::RenderError;
use super::own_templates::Templates;
use super::pieces::pieces;
use crate::new_file::{NewFile, Stub};
use crate::plan::Plan;
use crate::syntax::{Broken, parse};
use crate::team::Team;

/// Renders a plan as the pieces of a file, ready to be merged.
///
/// What own templates made is parsed; the built-in ones are trusted.
///
/// # Errors
/// If a template is at fault.
pub fn render(plan: &Plan, templates: &Templates) -> Result<NewFile, RenderError> {
    let (given, stubs) = given(plan);
    let team = Team::of(plan.arms.len());
    let new = apply(&given, templates, team)?;
    if let Some(broken) = first_fault(&new, templates)? {
        return Err(RenderError::NotRust {
            template: culprit(&given, templates, team)?,
            flow: plan.flow_id.clone(),
            line: broken.line,
            column: broken.column,
            message: broken.message,
        });
    }
    let (section, implementation) = new;
    Ok(NewFile {
        section,
        implementation,
        stubs,
    })
}

/// What the templates are given, which the pieces need not outlive.
fn given(plan: &Plan) -> (Value, Vec<Stub>) {
    let pieces = pieces(plan);
    (Value::from(Serde(&pieces)), pieces.stubs)
}

/// The section and what a fresh file has below it.
fn apply(
    given: &Value,
    templates: &Templates,
    team: Team,
) -> Result<(String, String), RenderError> {
    let environment = environment(templates)?;
    let apply = |template: &str| {
        environment
            .get_template(template)
            .and_then(|found| found.render(given))
            .map_err(|source| RenderError::template(template, &source))
    };
    let (section, implementation) =
        team.both(|| apply("section.rs.j2"), || apply("implementation.rs.j2"));
    Ok((section?, implementation?))
}

/// Where the texts stop being Rust.
fn first_fault(
    (section, implementation): &(String, String),
    templates: &Templates,
) -> Result<Option<Broken>, RenderError> {
    if templates.own().next().is_none() {
        return Ok(None);
    }
    for text in [section, implementation] {
        if let Err(broken) = parse(text, |_, _| ()).map_err(RenderError::NoThread)? {
            return Ok(Some(broken));
        }
    }
    Ok(None)
}

/// The own template that makes something else than Rust on its own, among built-in ones. Where
/// only several together do, the first of them is named.
fn culprit(given: &Value, templates: &Templates, team: Team) -> Result<String, RenderError> {
    for (name, _) in templates.own() {
        let alone = templates.only(name);
        if first_fault(&apply(given, &alone, team)?, &alone)?.is_some() {
            return Ok(name.to_owned());
        }
    }
    let first = templates.own().next();
    Ok(first.map(|(name, _)| name.to_owned()).unwrap_or_default())
}

fn environment(templates: &Templates) -> Result<Environment<'_>, RenderError> {
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
    Ok(environment)
}
