//! How types are spelt, and what clippy would object to: repetitive names, types that are complex.

use tinyflow_check::shape::{Field, Presence, Shape};

/// The Rust type of a field.
pub fn field_type(field: &Field) -> String {
    match field.presence {
        Presence::Optional => format!("Option<{}>", type_name(&field.shape)),
        Presence::Required | Presence::Default(_) => type_name(&field.shape),
    }
}

pub(crate) fn type_name(shape: &Shape) -> String {
    match shape {
        Shape::Text => "String".to_owned(),
        Shape::Integer => "i64".to_owned(),
        Shape::Unsigned => "u64".to_owned(),
        Shape::Number => "f64".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Enum(shape) => shape.name.clone(),
        Shape::List(items) => format!("Vec<{}>", in_place_of_its_own(items)),
        Shape::Struct(shape) => shape.name.clone(),
        Shape::Map => "Map<String, Value>".to_owned(),
        Shape::Any => "Value".to_owned(),
        Shape::Null => "()".to_owned(),
        Shape::Nullable(shape) => format!("Option<{}>", type_name(shape)),
        Shape::Dictionary(values) => dictionary(values),
        Shape::Tuple(items) => {
            let items: Vec<String> = items.iter().map(type_name).collect();
            format!("({})", items.join(", "))
        }
        Shape::Union(shape) => shape.name.clone(),
        Shape::Named { name, is_recursive } if *is_recursive => format!("Box<{name}>"),
        Shape::Named { name, .. } => name.clone(),
    }
}

pub(super) fn dictionary(values: &Shape) -> String {
    format!("BTreeMap<String, {}>", in_place_of_its_own(values))
}

/// The type of what a list or a map holds: even a type within itself needs no box there.
fn in_place_of_its_own(shape: &Shape) -> String {
    match shape {
        Shape::Named { name, .. } => name.clone(),
        Shape::Nullable(shape) => format!("Option<{}>", in_place_of_its_own(shape)),
        other => type_name(other),
    }
}

/// Whether clippy's `type_complexity` would object to a type that is spelt so: each name and each
/// tuple counts ten, times how deep it stands.
pub(super) fn is_complex(type_name: &str) -> bool {
    const MOST: usize = 250;
    let (mut score, mut depth, mut in_name) = (0, 1, false);
    for character in type_name.chars() {
        let is_of_name = character.is_alphanumeric() || character == '_';
        if character == '(' || (is_of_name && !in_name) {
            score += 10 * depth;
        }
        in_name = is_of_name;
        match character {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
    }
    score > MOST
}

/// Whether clippy's `enum_variant_names` would object: each variant starts or
/// ends with the same word, or one starts or ends with the enum's name.
pub(crate) fn are_repetitive<'a>(
    enum_name: &str,
    variants: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let mut names = variants.clone();
    if names.any(|name| name.starts_with(enum_name) || name.ends_with(enum_name)) {
        return true;
    }
    let first_words = variants.clone().map(|name| words(name).next());
    let last_words = variants.clone().map(|name| words(name).last());
    variants.count() > 2 && (all_same(first_words) || all_same(last_words))
}

fn all_same<'a>(mut words: impl Iterator<Item = Option<&'a str>>) -> bool {
    let first = words.next();
    words.all(|word| Some(word) == first)
}

/// The words of a name in upper camel case.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let starts = name
        .char_indices()
        .filter(|(_, character)| character.is_ascii_uppercase());
    let mut starts: Vec<usize> = starts.map(|(index, _)| index).collect();
    starts.push(name.len());
    let pairs: Vec<(usize, usize)> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(move |(start, end)| &name[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_complex_where_clippy_finds_it_so() {
        assert!(is_complex(
            "Option<(Vec<Map<String, Value>>, String, Option<Item>)>"
        ));
        assert!(!is_complex("Option<(Vec<String>, Option<Item>)>"));
        assert!(!is_complex("BTreeMap<String, Vec<Option<Item>>>"));
    }
}
