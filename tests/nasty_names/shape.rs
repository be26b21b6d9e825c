//! What a flow's schemas are made of, each part with a value that fits. `strategy` makes them at
//! random, `schema` writes them.

use serde_json::{Value, json};

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
    /// A title, and the only value.
    Constant(Option<String>, String),
    /// The one or `null`, and whether it is there.
    Nullable(Box<Shape>, bool),
    /// The same with `null` beside the name of its type.
    TypeOrNull(Box<Shape>, bool),
    /// Items of their own shapes.
    Tuple(Vec<Shape>),
    /// An object whose values have one shape, and whether a pattern says so.
    Dictionary(Box<Shape>, Vec<String>, bool),
    /// Shapes of different kinds, the first of which is meant.
    OneOf(Option<String>, Vec<Shape>),
    /// The property that tells the forms apart, and for each its value there and the other
    /// properties. The first is meant.
    Tagged(String, Vec<(String, Vec<Property>)>),
    /// An object that two schemas describe.
    AllOf(Vec<Property>, Vec<Property>),
    /// A shape that is defined under this name.
    Reference(String, Box<Shape>),
    /// An object that is defined under this name, and has a list of its like, or one.
    Recursive {
        name: String,
        inner: String,
        is_list: bool,
        properties: Vec<Property>,
    },
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

impl Shape {
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
            Self::Constant(_, value) => spell(value).into(),
            Self::Nullable(_, false) | Self::TypeOrNull(_, false) => Value::Null,
            Self::Nullable(shape, true)
            | Self::TypeOrNull(shape, true)
            | Self::Reference(_, shape) => shape.value(spell, whole),
            Self::Tuple(items) => items.iter().map(|item| item.value(spell, whole)).collect(),
            Self::Dictionary(shape, names, _) => {
                let entries = names.iter();
                Value::Object(
                    entries
                        .map(|name| (spell(name), shape.value(spell, whole)))
                        .collect(),
                )
            }
            Self::OneOf(_, shapes) => shapes[0].value(spell, whole),
            Self::Tagged(tag, forms) => {
                let (value, properties) = &forms[0];
                let mut object = object(properties, spell, whole);
                object[spell(tag)] = spell(value).into();
                object
            }
            Self::AllOf(left, right) => {
                let mut left = object(left, spell, whole);
                let right = object(right, spell, whole);
                for (name, value) in right.as_object().into_iter().flatten() {
                    left[name] = value.clone();
                }
                left
            }
            Self::Recursive {
                inner: name,
                is_list,
                properties,
                ..
            } => {
                let inner = object(properties, spell, whole);
                let mut outer = inner.clone();
                outer[spell(name)] = if *is_list { json!([inner]) } else { inner };
                outer
            }
        }
    }

    /// Adds the texts that are values: they stand in the file as string literals.
    pub(crate) fn texts<'s>(&'s self, texts: &mut Vec<&'s str>) {
        match self {
            Self::Text(text) => texts.push(text),
            Self::Any(text) => texts.push(text),
            Self::Map(entries) => texts.extend(entries.iter().map(|(_, text)| text.as_str())),
            Self::List(item, count) if *count > 0 => item.texts(texts),
            Self::Object(_, properties) | Self::Recursive { properties, .. } => {
                texts_of(properties, texts);
            }
            Self::Nullable(shape, true)
            | Self::TypeOrNull(shape, true)
            | Self::Reference(_, shape) => shape.texts(texts),
            Self::Tuple(items) => items.iter().for_each(|item| item.texts(texts)),
            Self::Dictionary(shape, names, _) if !names.is_empty() => shape.texts(texts),
            Self::OneOf(_, shapes) => shapes[0].texts(texts),
            Self::Tagged(_, forms) => texts_of(&forms[0].1, texts),
            Self::AllOf(left, right) => {
                texts_of(left, texts);
                texts_of(right, texts);
            }
            _ => {}
        }
    }
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
