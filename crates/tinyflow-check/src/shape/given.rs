//! Values that a flow gives: held against their shapes and their schemas.

use tinyflow_model::{Diagnostic, Member, Node, Object, Value};

use super::checks::{Checks, add_new};
use super::fit::{fit_object, unnamed};
use super::read::SchemaReader;
use super::{Literal, Shape, Struct, unnamed_property, value_mismatch};

/// How much of a value the flow gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Whole,
    /// A part; who runs the flow adds the rest.
    Part,
}

/// The value in the terms of its shape; where it does not fit, that is reported. `field` is the
/// field of the flow or step that holds it.
pub(crate) fn given_value(
    field: &str,
    given: &Node,
    shape: &Struct,
    checks: &Checks<'_>,
    extent: Extent,
    reader: &mut SchemaReader<'_>,
) -> Option<Literal> {
    let fitted = fit_object(given, shape, &reader.definitions);
    let (literal, mut violations) = match fitted {
        Ok(literal) => (Some(literal), Vec::new()),
        Err(violations) => (None, violations),
    };
    let mut more = checks.violations(given);
    // What is said of the whole cannot be said of a part.
    more.retain(|violation| extent == Extent::Whole || !violation.is_whole);
    add_new(&mut violations, more);
    let report = |violation| value_mismatch::finding(field, given, violation);
    reader.findings.extend(violations.iter().map(report));
    if let Value::Object(object) = &given.value {
        report_unnamed_in(field, object, shape, reader.findings);
    }
    literal.filter(|_| violations.is_empty())
}

/// Reports the properties that no field holds, however deep.
pub(super) fn report_unnamed(
    field: &str,
    given: &Node,
    shape: &Shape,
    findings: &mut Vec<Diagnostic>,
) {
    match (shape, &given.value) {
        (Shape::Nullable(shape), _) => report_unnamed(field, given, shape, findings),
        (Shape::List(shape), Value::Array(items)) => {
            for item in items {
                report_unnamed(field, item, shape, findings);
            }
        }
        (Shape::Tuple(shapes), Value::Array(items)) => {
            for (item, shape) in items.iter().zip(shapes) {
                report_unnamed(field, item, shape, findings);
            }
        }
        (Shape::Dictionary(shape), Value::Object(object)) => {
            for member in &object.members {
                report_unnamed(field, &member.value, shape, findings);
            }
        }
        (Shape::Struct(shape), Value::Object(object)) => {
            report_unnamed_in(field, object, shape, findings);
        }
        _ => {}
    }
}

fn report_unnamed_in(field: &str, object: &Object, shape: &Struct, findings: &mut Vec<Diagnostic>) {
    if shape.rest.is_none() && !shape.is_closed {
        let report = |member: &Member| {
            unnamed_property::finding(field, &member.name, shape, member.name_span)
        };
        findings.extend(unnamed(object, shape).map(report));
    }
    for of in &shape.fields {
        if let Some(value) = object.get(&of.wire_name) {
            report_unnamed(field, value, &of.shape, findings);
        }
    }
}
