//! Schemas of every supported form, each with a value that fits.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use serde_json::{Map, Value, json};

use crate::alphabet::text;

/// A schema and a value of it.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text(String),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    Boolean(bool),
    /// The values, the first of which is meant.
    Enum(Vec<String>),
    /// An array of equal values.
    List(Box<Shape>, usize),
    /// A title and the properties.
    Object(Option<String>, Vec<Property>),
    Map(Vec<(String, String)>),
    Any(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) shape: Shape,
    pub(crate) presence: Presence,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Presence {
    Required,
    Given,
    LeftOut,
    Default,
}

/// How the texts of a flow are written: as they are, or harmlessly.
pub(crate) type Spelling<'a> = &'a dyn Fn(&str) -> String;

pub(crate) fn properties() -> impl Strategy<Value = Vec<Property>> {
    vec(property(shape()), 0..5).prop_map(distinct)
}

fn shape() -> BoxedStrategy<Shape> {
    let leaf = prop_oneof![
        text().prop_map(Shape::Text),
        any::<i64>().prop_map(Shape::Integer),
        any::<u64>().prop_map(Shape::Unsigned),
        any::<i32>().prop_map(|number| Shape::Number(f64::from(number) + 0.5)),
        any::<bool>().prop_map(Shape::Boolean),
        vec(text(), 1..5).prop_map(|values| Shape::Enum(distinct_texts(values))),
        btree_map(text(), text(), 0..3)
            .prop_map(|entries| Shape::Map(entries.into_iter().collect())),
        text().prop_map(Shape::Any),
    ];
    let nested = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), 0..3_usize)
                .prop_map(|(item, count)| Shape::List(Box::new(item), count)),
            (option::weighted(0.3, text()), vec(property(inner), 0..4))
                .prop_map(|(title, properties)| Shape::Object(title, distinct(properties))),
        ]
    });
    nested.boxed()
}

fn property(shape: impl Strategy<Value = Shape> + 'static) -> impl Strategy<Value = Property> {
    let presence = prop_oneof![
        2 => Just(Presence::Required),
        1 => Just(Presence::Given),
        1 => Just(Presence::LeftOut),
        1 => Just(Presence::Default),
    ];
    (text(), option::weighted(0.4, text()), shape, presence).prop_map(
        |(name, description, shape, presence)| Property {
            name,
            description,
            shape,
            presence,
        },
    )
}

fn distinct(mut properties: Vec<Property>) -> Vec<Property> {
    let mut names = Vec::new();
    properties.retain(|property| {
        let is_new = !names.contains(&property.name);
        names.push(property.name.clone());
        is_new
    });
    properties
}

fn distinct_texts(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    texts.retain(|text| {
        let is_new = !seen.contains(text);
        seen.push(text.clone());
        is_new
    });
    texts
}

impl Shape {
    pub(crate) fn schema(&self, spell: Spelling<'_>) -> Value {
        match self {
            Self::Text(_) => json!({ "type": "string" }),
            Self::Integer(_) => json!({ "type": "integer" }),
            Self::Unsigned(_) => json!({ "type": "integer", "minimum": 0 }),
            Self::Number(_) => json!({ "type": "number" }),
            Self::Boolean(_) => json!({ "type": "boolean" }),
            Self::Enum(values) => {
                let values: Vec<String> = values.iter().map(|value| spell(value)).collect();
                json!({ "type": "string", "enum": values })
            }
            Self::List(item, _) => json!({ "type": "array", "items": item.schema(spell) }),
            Self::Object(title, properties) => {
                let mut schema = object_schema(properties, spell);
                if let Some(title) = title {
                    schema["title"] = spell(title).into();
                }
                schema
            }
            Self::Map(_) => json!({ "type": "object" }),
            Self::Any(_) => json!({}),
        }
    }

    /// The value as it stands in the flow, or as it is once defaults have been added.
    pub(crate) fn value(&self, spell: Spelling<'_>, whole: bool) -> Value {
        match self {
            Self::Text(text) => spell(text).into(),
            Self::Integer(number) => (*number).into(),
            Self::Unsigned(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Boolean(value) => (*value).into(),
            Self::Enum(values) => spell(&values[0]).into(),
            Self::List(item, count) => vec![item.value(spell, whole); *count].into(),
            Self::Object(_, properties) => object(properties, spell, whole),
            Self::Map(entries) => {
                let entries = entries.iter();
                Value::Object(
                    entries
                        .map(|(name, text)| (spell(name), spell(text).into()))
                        .collect(),
                )
            }
            Self::Any(text) => json!([spell(text), { "in": spell(text) }, null]),
        }
    }

    /// Adds the texts that are values: they stand in the file as string literals.
    pub(crate) fn texts<'s>(&'s self, texts: &mut Vec<&'s str>) {
        match self {
            Self::Text(text) => texts.push(text),
            Self::Any(text) => texts.push(text),
            Self::Map(entries) => texts.extend(entries.iter().map(|(_, text)| text.as_str())),
            Self::List(item, count) if *count > 0 => item.texts(texts),
            Self::Object(_, properties) => texts_of(properties, texts),
            _ => {}
        }
    }
}

pub(crate) fn object_schema(properties: &[Property], spell: Spelling<'_>) -> Value {
    let mut schemas = Map::new();
    let mut required = Vec::new();
    for property in properties {
        let name = spell(&property.name);
        let mut schema = property.shape.schema(spell);
        if let Some(description) = &property.description {
            schema["description"] = spell(description).into();
        }
        match property.presence {
            Presence::Required => required.push(name.clone()),
            Presence::Default => schema["default"] = property.shape.value(spell, false),
            Presence::Given | Presence::LeftOut => {}
        }
        schemas.insert(name, schema);
    }
    json!({ "type": "object", "properties": schemas, "required": required })
}

pub(crate) fn object(properties: &[Property], spell: Spelling<'_>, whole: bool) -> Value {
    let present = properties
        .iter()
        .filter(|property| match property.presence {
            Presence::Required | Presence::Given => true,
            Presence::Default => whole,
            Presence::LeftOut => false,
        });
    let value = |property: &Property| (spell(&property.name), property.shape.value(spell, whole));
    Value::Object(present.map(value).collect())
}

pub(crate) fn texts_of<'s>(properties: &'s [Property], texts: &mut Vec<&'s str>) {
    for property in properties {
        if property.presence != Presence::LeftOut {
            property.shape.texts(texts);
        }
    }
}
