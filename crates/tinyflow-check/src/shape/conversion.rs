//! How a value of one shape becomes one of another that describes the same value, or less of it.

use super::difference::{Difference, difference};
use super::subset::has_all_values;
use super::{Definitions, Enum, Field, FieldValue, Presence, Rest, Shape, Struct};

/// How a value becomes one of another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// It is of that type.
    Same,
    /// By a [`TypeConversion`] of the flow.
    Into,
    /// It is put into a `Some`, converted.
    Some(Box<Conversion>),
    /// What is in its `Option` is converted.
    InOption(Box<Conversion>),
    /// The items of its list are converted.
    Items(Box<Conversion>),
    /// The values of its map are converted.
    Values(Box<Conversion>),
}

/// That a type is made from another one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TypeConversion {
    /// The Rust name of the type that it is made from.
    pub from: String,
    /// The Rust name of the type that is made.
    pub to: String,
    /// What becomes of the parts.
    pub parts: ConvertedParts,
}

/// What becomes of the parts of a type that is converted.
#[derive(Clone, Debug, PartialEq)]
pub enum ConvertedParts {
    /// The fields of a struct: their Rust names, and where they come from.
    Fields(Vec<(String, Source)>),
    /// The variants of an enum: their Rust names, there and here.
    Variants(Vec<(String, String)>),
    /// The variants of an enum, and the strings that they are in JSON.
    Strings(Vec<(String, String)>),
}

/// Where a field of a struct comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The flow gives it.
    Value(FieldValue),
    /// The field of this Rust name has it, of what the struct is made from.
    Field {
        /// The field.
        name: String,
        /// What becomes of its value.
        conversion: Conversion,
    },
}

/// Finds how values are converted, and collects the conversions of types that this takes.
pub(crate) struct Converter<'d> {
    definitions: &'d Definitions,
    pub(crate) types: Vec<TypeConversion>,
    /// The names of the structs that are being compared: a type may hold itself.
    open: Vec<(String, String)>,
}

impl<'d> Converter<'d> {
    pub(crate) fn new(definitions: &'d Definitions) -> Self {
        Self {
            definitions,
            types: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Drops what was collected before an error, from so many types on.
    pub(crate) fn go_back_to(&mut self, types: usize) {
        self.types.truncate(types);
        self.open.clear();
    }

    /// Where a field comes from that the flow gives no value: from a struct, or it is left out.
    /// Where it has none, the error says in what the two differ; nothing where the struct has no
    /// such field.
    pub(crate) fn source(
        &mut self,
        field: &Field,
        of: &Struct,
    ) -> Result<Source, Option<Difference>> {
        let mut fields = of.fields.iter();
        if let Some(from) = fields.find(|from| from.wire_name == field.wire_name) {
            let conversion = self.between_fields(from, field).map_err(Some)?;
            let name = from.name.clone();
            return Ok(Source::Field { name, conversion });
        }
        match &field.presence {
            Presence::Optional => Ok(Source::Value(FieldValue::None)),
            Presence::Default(value) => Ok(Source::Value(FieldValue::Plain(value.clone()))),
            Presence::Required => match &field.default {
                Some(value) => Ok(Source::Value(FieldValue::Plain(value.clone()))),
                None => Err(None),
            },
        }
    }

    /// How the value of one field becomes that of another one.
    pub(crate) fn between_fields(
        &mut self,
        from: &Field,
        to: &Field,
    ) -> Result<Conversion, Difference> {
        let is_optional = |field: &Field| field.presence == Presence::Optional;
        match (is_optional(from), is_optional(to)) {
            (false, false) => self.between(&from.shape, &to.shape),
            (true, true) => self
                .between(&from.shape, &to.shape)
                .map(|inner| inner.of_each(Conversion::InOption)),
            (false, true) => {
                let inner = self.between(&from.shape, &to.shape)?;
                Ok(Conversion::Some(Box::new(inner)))
            }
            (true, false) => {
                self.between(&from.shape, &to.shape)?;
                Err(Difference::may_be_missing())
            }
        }
    }

    /// How a value of one shape becomes one of another.
    pub(crate) fn between(&mut self, from: &Shape, to: &Shape) -> Result<Conversion, Difference> {
        match (from, to) {
            _ if from == to => Ok(Conversion::Same),
            (Shape::Nullable(from), Shape::Nullable(to)) => self
                .between(from, to)
                .map(|inner| inner.of_each(Conversion::InOption)),
            (Shape::Nullable(_), _) => Err(Difference::of("may be null", "may not")),
            (from, Shape::Nullable(to)) => {
                let inner = self.between(from, to)?;
                Ok(Conversion::Some(Box::new(inner)))
            }
            (Shape::List(from), Shape::List(to)) => self
                .between_items(from, to)
                .map(|inner| inner.of_each(Conversion::Items))
                .map_err(|inner| inner.within("[]")),
            (Shape::Dictionary(from), Shape::Dictionary(to)) => self
                .between_items(from, to)
                .map(|inner| inner.of_each(Conversion::Values))
                .map_err(|inner| inner.within("[]")),
            (Shape::Enum(from), Shape::Enum(to)) if has_all_values(to, from) => {
                Ok(self.between_enums(from, to))
            }
            (Shape::Enum(from), Shape::Text) => {
                let strings = from.variants.iter();
                let strings = strings.map(|of| (of.name.clone(), of.wire_name.clone()));
                let parts = ConvertedParts::Strings(strings.collect());
                Ok(self.define(&from.name, "String", parts))
            }
            _ => match (self.as_struct(from), self.as_struct(to)) {
                (Some(from), Some(to)) => self.between_structs(from, to),
                _ => Err(difference(from, to, self.definitions).unwrap_or_else(Difference::forms)),
            },
        }
    }

    /// The same for what a list or a map holds, where a type within itself needs no `Box`.
    fn between_items(&mut self, from: &Shape, to: &Shape) -> Result<Conversion, Difference> {
        match (self.described(from), self.described(to)) {
            (Some(from), Some(to)) => self.between_structs(from, to),
            _ => self.between(from, to),
        }
    }

    /// The struct that a shape is or names; none where it is in a `Box`.
    fn as_struct<'s>(&self, shape: &'s Shape) -> Option<&'s Struct>
    where
        'd: 's,
    {
        let is_boxed = matches!(shape, Shape::Named { is_recursive, .. } if *is_recursive);
        self.described(shape).filter(|_| !is_boxed)
    }

    fn described<'s>(&self, shape: &'s Shape) -> Option<&'s Struct>
    where
        'd: 's,
    {
        match shape {
            Shape::Struct(shape) => Some(shape),
            Shape::Named { name, .. } => match self.definitions.get(name) {
                Some(Shape::Struct(shape)) => Some(shape),
                _ => None,
            },
            _ => None,
        }
    }

    fn between_enums(&mut self, from: &Enum, to: &Enum) -> Conversion {
        let pairs = from.variants.iter().filter_map(|variant| {
            let same = to.variant(&variant.wire_name)?;
            Some((variant.name.clone(), same.name.clone()))
        });
        let parts = ConvertedParts::Variants(pairs.collect());
        self.define(&from.name, &to.name, parts)
    }

    fn between_structs(&mut self, from: &Struct, to: &Struct) -> Result<Conversion, Difference> {
        if from.name == to.name {
            return Ok(Conversion::Same);
        }
        // A state has more than its schema says, which nothing else could give.
        if to.name == "State" {
            return Err(Difference::forms());
        }
        let pair = (from.name.clone(), to.name.clone());
        if self.is_defined(&from.name, &to.name) || self.open.contains(&pair) {
            return Ok(Conversion::Into);
        }
        self.open.push(pair);
        let mut fields = Vec::with_capacity(to.fields.len());
        for field in &to.fields {
            let source = self.source(field, from).map_err(|inner| {
                let missing = || Difference::of("is not described", "is required");
                let within = format!(".{}", field.wire_name);
                inner.unwrap_or_else(missing).within(&within)
            })?;
            fields.push((field.name.clone(), source));
        }
        if let Some(rest) = &to.rest {
            fields.push((rest.name.clone(), self.rest(from, to, rest)?));
        }
        self.open.pop();
        Ok(self.define(&from.name, &to.name, ConvertedParts::Fields(fields)))
    }

    /// What has no field of its own there comes from what has none here.
    fn rest(&mut self, from: &Struct, to: &Struct, rest: &Rest) -> Result<Source, Difference> {
        let has_field = |name: &str| to.fields.iter().any(|field| field.wire_name == name);
        if let Some(field) = from
            .fields
            .iter()
            .find(|field| !has_field(&field.wire_name))
        {
            let within = format!(".{}", field.wire_name);
            return Err(Difference::of("has a field", "has none").within(&within));
        }
        let Some(from) = &from.rest else {
            let sides = Difference::of("does not describe its other properties", "does");
            return Err(sides);
        };
        let conversion = match self.between(&from.shape, &rest.shape) {
            Ok(inner) => inner.of_each(Conversion::Values),
            Err(inner) => return Err(inner.within("[]")),
        };
        let name = from.name.clone();
        Ok(Source::Field { name, conversion })
    }

    fn is_defined(&self, from: &str, to: &str) -> bool {
        let mut known = self.types.iter();
        known.any(|known| known.from == from && known.to == to)
    }

    fn define(&mut self, from: &str, to: &str, parts: ConvertedParts) -> Conversion {
        if !self.is_defined(from, to) {
            self.types.push(TypeConversion {
                from: from.to_owned(),
                to: to.to_owned(),
                parts,
            });
        }
        Conversion::Into
    }
}

impl Conversion {
    /// That this is done with each value of a container, where anything is.
    fn of_each(self, container: fn(Box<Self>) -> Self) -> Self {
        match self {
            Self::Same => Self::Same,
            inner => container(Box::new(inner)),
        }
    }
}
