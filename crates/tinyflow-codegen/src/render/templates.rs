//! Renders the pieces through the templates.

use minijinja::value::{Serde, Value};

use super::error::RenderError;
use super::own_templates::Templates;
use super::pieces::pieces;
use super::renderer::Renderer;
use crate::new_file::NewFile;
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
    let new = apply(plan, templates)?;
    if let Some(broken) = first_fault(&new, templates)? {
        return Err(RenderError::NotRust {
            template: culprit(plan, templates)?,
            flow: plan.flow_id.clone(),
            line: broken.line,
            column: broken.column,
            message: broken.message,
        });
    }
    Ok(new)
}

fn apply(plan: &Plan, templates: &Templates) -> Result<NewFile, RenderError> {
    let renderer = Renderer::new(templates)?;
    let pieces = pieces(plan, &renderer)?;
    let given = Value::from(Serde(&pieces));
    let stubs = pieces.stubs;
    let (section, implementation) = Team::of(stubs.len()).both(
        || renderer.render("section.rs.j2", &given),
        || renderer.render("implementation.rs.j2", &given),
    );
    Ok(NewFile {
        section: section?,
        implementation: implementation?,
        stubs,
    })
}

/// Where the texts stop being Rust.
fn first_fault(new: &NewFile, templates: &Templates) -> Result<Option<Broken>, RenderError> {
    if templates.own().next().is_none() {
        return Ok(None);
    }
    for text in [&new.section, &new.implementation] {
        if let Err(broken) = parse(text, |_, _| ()).map_err(RenderError::NoThread)? {
            return Ok(Some(broken));
        }
    }
    Ok(None)
}

/// The own template that makes something else than Rust on its own, among built-in ones. Where
/// only several together do, the first of them is named.
fn culprit(plan: &Plan, templates: &Templates) -> Result<String, RenderError> {
    for (name, _) in templates.own() {
        let alone = templates.only(name);
        if first_fault(&apply(plan, &alone)?, &alone)?.is_some() {
            return Ok(name.to_owned());
        }
    }
    let first = templates.own().next();
    Ok(first.map(|(name, _)| name.to_owned()).unwrap_or_default())
}
