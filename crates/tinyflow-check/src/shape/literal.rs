//! Values of a flow in the terms of their shapes.

/// A value that was found to fit a shape, in the shape's terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// For [`Shape::Text`].
    Text(String),
    /// For [`Shape::Integer`] and [`Shape::Unsigned`], within their range.
    Integer(i128),
    /// For [`Shape::Number`], finite.
    Number(f64),
    /// For [`Shape::Boolean`].
    Boolean(bool),
    /// For [`Shape::Enum`]: the Rust names of type and variant.
    Variant(String, String),
    /// For [`Shape::List`].
    List(Vec<Literal>),
    /// For [`Shape::Struct`]: its Rust name, and for each field the Rust name
    /// and the value, none where it is left out.
    Struct(String, Vec<(String, FieldValue)>),
    /// For [`Shape::Map`]: JSON as it stands.
    Map(tinyflow_model::Object),
    /// For [`Shape::Any`]: JSON as it stands.
    Any(tinyflow_model::Value),
    /// For [`Shape::Null`].
    Null,
    /// For [`Shape::Nullable`]: none is `null`.
    Nullable(Option<Box<Literal>>),
    /// For [`Shape::Dictionary`].
    Dictionary(Vec<(String, Literal)>),
    /// For [`Shape::Tuple`].
    Tuple(Vec<Literal>),
    /// For [`Shape::Union`]: the Rust names of type and variant, and the value.
    Union(String, String, Box<Literal>),
    /// For a value of a type that stands within that type itself.
    Recursive(Box<Literal>),
}

/// The value of a field in a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// A value of the field's shape.
    Plain(Literal),
    /// A value of an optional field.
    Some(Literal),
    /// An optional field that is left out.
    None,
}
