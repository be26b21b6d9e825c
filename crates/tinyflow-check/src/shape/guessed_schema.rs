//! The JSON Schema of a shape that was inferred from a value, for whoever wants to write one.

use tinyflow_model::diagnostic::Fix;
use tinyflow_model::rules::unknown_field;
use tinyflow_model::{Diagnostic, Node, Span};

use super::schema_text::string;
use super::{Shape, Struct, missing_params_schema, missing_state_schema};

/// Up to so many characters a schema is shown whole.
const MOST_SHOWN: usize = 200;

/// Offers, as `member` behind the value, the schema that says no more than what was inferred;
/// `space` is what stands before it.
pub(super) fn offered(
    finding: Diagnostic,
    member: &str,
    space: &str,
    shape: &Struct,
    value: &Node,
) -> Diagnostic {
    let schema = of_struct(shape);
    let mut help = finding.help.clone().unwrap_or_default();
    if schema.chars().count() <= MOST_SHOWN {
        help.push_str(&format!("; what is guessed is `\"{member}\": {schema}`"));
    } else {
        help.push_str("; `--fix` adds the one that is guessed");
    }
    let end = Span::new(value.span.end, value.span.end);
    let title = format!("add the `{member}` that is guessed from the values");
    finding.help(help).fix(Fix::new(
        title,
        end,
        format!(",{space}\"{member}\": {schema}"),
    ))
}

/// Takes the offers back where the field that is missed may stand there, misspelt.
pub(crate) fn wait_for_misspelt_fields(findings: &mut [Diagnostic]) {
    let is_misspelt =
        |finding: &Diagnostic| finding.rule == &unknown_field::RULE && finding.fix.is_some();
    if !findings.iter().any(is_misspelt) {
        return;
    }
    for finding in findings {
        if [&missing_params_schema::RULE, &missing_state_schema::RULE].contains(&finding.rule) {
            finding.fix = None;
        }
    }
}

fn of(shape: &Shape) -> String {
    match shape {
        Shape::Boolean => r#"{ "type": "boolean" }"#.to_owned(),
        Shape::Integer => r#"{ "type": "integer" }"#.to_owned(),
        Shape::Unsigned => r#"{ "type": "integer", "minimum": 0 }"#.to_owned(),
        Shape::Number => r#"{ "type": "number" }"#.to_owned(),
        Shape::Text => r#"{ "type": "string" }"#.to_owned(),
        Shape::List(items) if **items == Shape::Any => r#"{ "type": "array" }"#.to_owned(),
        Shape::List(items) => format!(r#"{{ "type": "array", "items": {} }}"#, of(items)),
        Shape::Struct(shape) => of_struct(shape),
        // Nothing else is inferred.
        _ => "{}".to_owned(),
    }
}

fn of_struct(shape: &Struct) -> String {
    if shape.fields.is_empty() {
        return r#"{ "type": "object", "properties": {} }"#.to_owned();
    }
    let fields = shape.fields.iter();
    let properties =
        fields.map(|field| format!("{}: {}", string(&field.wire_name), of(&field.shape)));
    let properties: Vec<String> = properties.collect();
    let names = shape.fields.iter().map(|field| string(&field.wire_name));
    let names: Vec<String> = names.collect();
    format!(
        r#"{{ "type": "object", "properties": {{ {} }}, "required": [{}] }}"#,
        properties.join(", "),
        names.join(", ")
    )
}
