//! How serde is told the names on the wire.
//!
//! The rules are those of serde's `rename_all`, which renames from the Rust
//! name: <https://serde.rs/container-attrs.html#rename_all>

/// The value of `rename_all` that gives every field its wire name.
pub(super) struct Renaming {
    /// None where no rule is needed, or where none gives back every name.
    pub(super) rule: Option<&'static str>,
    /// For each name whether it needs a `rename` of its own.
    pub(super) renamed: Vec<bool>,
}

/// For fields: pairs of Rust name and wire name.
pub(super) fn of_fields(names: &[(&str, &str)]) -> Renaming {
    renaming(
        names,
        &[
            ("camelCase", |name| lower_first(&pascal(name))),
            ("PascalCase", pascal),
            ("kebab-case", |name| name.replace('_', "-")),
            ("SCREAMING_SNAKE_CASE", str::to_ascii_uppercase),
        ],
    )
}

/// For variants: pairs of Rust name and wire name.
pub(super) fn of_variants(names: &[(&str, &str)]) -> Renaming {
    renaming(
        names,
        &[
            ("lowercase", str::to_ascii_lowercase),
            ("UPPERCASE", str::to_ascii_uppercase),
            ("camelCase", lower_first),
            ("snake_case", snake),
            ("kebab-case", |name| snake(name).replace('_', "-")),
            ("SCREAMING_SNAKE_CASE", |name| {
                snake(name).to_ascii_uppercase()
            }),
        ],
    )
}

type Rule = (&'static str, fn(&str) -> String);

fn renaming(names: &[(&str, &str)], rules: &[Rule]) -> Renaming {
    let plain = |name: &str| name.trim_start_matches("r#").to_owned();
    let needed: Vec<bool> = names
        .iter()
        .map(|(name, wire)| plain(name) != *wire)
        .collect();
    if needed.contains(&true) {
        for (rule, apply) in rules {
            if names
                .iter()
                .all(|(name, wire)| apply(&plain(name)) == *wire)
            {
                return Renaming {
                    rule: Some(rule),
                    renamed: vec![false; names.len()],
                };
            }
        }
    }
    Renaming {
        rule: None,
        renamed: needed,
    }
}

fn pascal(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    let mut raise = true;
    for character in name.chars() {
        match character {
            '_' => raise = true,
            _ if raise => {
                pascal.push(character.to_ascii_uppercase());
                raise = false;
            }
            _ => pascal.push(character),
        }
    }
    pascal
}

fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (index, character) in name.char_indices() {
        if index > 0 && character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
