//! What a step is answered, and what of it the state has, too.

use tinyflow_model::{EventOutput, Node, Value};

use super::given::given;
use crate::checked_flow::SharedField;
use crate::shape::checks::Checks;
use crate::shape::conversion::{Converter, Source, TypeConversion};
use crate::shape::difference::difference;
use crate::shape::fit::unnamed;
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::sharing::use_types_of;
use crate::shape::{Definitions, FieldValue, Presence, Shape, Struct, default_without_field};

pub(super) fn answer<'f>(
    variant: &str,
    output: &'f EventOutput,
    state: &Struct,
    reader: &mut SchemaReader<'f>,
) -> (Shape, Checks<'f>) {
    let path = TypePath::Root(format!("{variant}Answer"));
    let (schema, value) = (output.event_output_schema.as_ref(), output.value.as_ref());
    let (shape, mut checks) = match schema.map(|schema| reader.any_root(schema, &path)) {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let inferred = || reader.infer_struct(value?, &path).map(Shape::Struct);
    let mut shape = match shape.or_else(inferred) {
        Some(Shape::Struct(shape)) => shape,
        other => {
            if let Some(value) = value {
                reader
                    .findings
                    .push(default_without_field::of_answer(value.span));
            }
            return (other.unwrap_or(Shape::Any), checks);
        }
    };
    use_types_of(state, &mut shape, &reader.definitions, &|of, field| {
        difference(of, &field.shape, &reader.definitions).is_none()
    });
    let (given, rest) = given(value, &shape, &checks, "eventOutput.value", reader);
    if let (
        Some(Node {
            value: Value::Object(value),
            ..
        }),
        Some(_),
    ) = (value, rest)
    {
        for member in unnamed(value, &shape) {
            let finding = default_without_field::of_property(&member.name, member.name_span);
            reader.findings.push(finding);
        }
    }
    for (field, given) in shape.fields.iter_mut().zip(given) {
        if let Some(Source::Value(FieldValue::Plain(value) | FieldValue::Some(value))) = given {
            checks.do_not_require(&field.wire_name);
            field.presence = Presence::Default(value);
        }
    }
    (Shape::Struct(shape), checks)
}

/// The fields of an answer that the state has, too, and the conversions of types that copying
/// them takes.
pub(super) fn shared_fields(
    answer: &Struct,
    state: &Struct,
    definitions: &Definitions,
) -> (Vec<SharedField>, Vec<TypeConversion>) {
    let mut converter = Converter::new(definitions);
    let mut shared = Vec::new();
    for field in &answer.fields {
        let mut fields = state.fields.iter();
        let Some(into) = fields.find(|into| into.wire_name == field.wire_name) else {
            continue;
        };
        let is_given = field.presence != Presence::Optional;
        let is_certain = is_given || into.presence == Presence::Optional;
        let known = converter.types.len();
        let conversion = match is_certain {
            true => converter.between_fields(field, into),
            false => converter.between(&field.shape, &into.shape),
        };
        match conversion {
            Ok(conversion) => shared.push(SharedField {
                answer: field.name.clone(),
                state: into.name.clone(),
                conversion,
                is_certain,
            }),
            Err(_) => converter.go_back_to(known),
        }
    }
    (shared, converter.types)
}
