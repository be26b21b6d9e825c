//! What clippy, at its most pedantic, would object to in the fields of a struct: how they are called,
//! and how many of them are booleans. Both are the schema's to say.
//!
//! The rules are those of `struct_field_names` and `struct_excessive_bools`.

use crate::plan::StructType;

/// How many booleans a struct may have.
const MOST_BOOLEANS: usize = 3;
/// With fewer fields than this, their names are not looked at.
const FEWEST_FIELDS: usize = 3;

/// The lints that a struct needs an allowance for.
pub(super) fn field_lints(shape: &StructType) -> Vec<&'static str> {
    let booleans = shape
        .fields
        .iter()
        .filter(|field| field.type_name == "bool");
    let booleans = booleans.count();
    let mut lints = Vec::new();
    if booleans > MOST_BOOLEANS {
        lints.push("struct_excessive_bools");
    }
    let names = shape.fields.iter().map(|field| words(&field.name));
    let names: Vec<Vec<&str>> = names.collect();
    let repeat_struct = || {
        let of_struct = snake_case(&shape.name);
        let of_struct = words(&of_struct);
        names.iter().any(|name| repeats(name, &of_struct))
    };
    let repeat_each_other = || booleans < names.len() && have_common_end(&names);
    if names.len() >= FEWEST_FIELDS && (repeat_struct() || repeat_each_other()) {
        lints.push("struct_field_names");
    }
    lints
}

fn words(name: &str) -> Vec<&str> {
    name.trim_start_matches("r#").split('_').collect()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// Whether a name starts or ends with all the words of another one.
fn repeats(name: &[&str], other: &[&str]) -> bool {
    name.starts_with(other) || name.ends_with(other)
}

/// Whether all names, each of several words, start or end with the same one.
fn have_common_end(names: &[Vec<&str>]) -> bool {
    let (firsts, lasts) = (
        names.iter().map(|name| name[0]),
        names.iter().map(|name| name[name.len() - 1]),
    );
    names.iter().all(|name| name.len() > 1) && (all_same(firsts) || all_same(lasts))
}

fn all_same<'w>(mut words: impl Iterator<Item = &'w str>) -> bool {
    let first = words.next();
    words.all(|word| Some(word) == first)
}
