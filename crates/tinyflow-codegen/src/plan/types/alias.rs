//! Names for types that are too much to take in where they stand.
//!
//! clippy asks for such names, and no attribute would silence it: what serde derives spells the
//! type of a field once more, outside of what is annotated.

use std::collections::HashSet;

use heck::ToUpperCamelCase;

use super::spelling::is_complex;
use super::{AliasType, TypeDefinition, presence};

/// Puts a name in the place of each type that clippy would find complex, and defines it below the
/// type that uses it.
pub(in crate::plan) fn name_complex_types(groups: [&mut Vec<TypeDefinition>; 2]) {
    let defined = groups.iter().flat_map(|types| types.iter());
    let taken = defined.filter_map(|defined| defined.name().map(str::to_owned));
    let mut aliases = Aliases {
        taken: taken.collect(),
        new: Vec::new(),
    };
    for types in groups {
        for mut definition in std::mem::take(types) {
            aliases.name_parts(&mut definition);
            types.push(definition);
            types.extend(aliases.new.drain(..).map(TypeDefinition::Alias));
        }
    }
}

struct Aliases {
    taken: HashSet<String>,
    new: Vec<AliasType>,
}

impl Aliases {
    fn name_parts(&mut self, definition: &mut TypeDefinition) {
        match definition {
            TypeDefinition::Struct(owner) => {
                for field in &mut owner.fields {
                    self.name(&owner.name, &field.name, &mut field.type_name);
                    let made_by = presence::default_name(&field.name);
                    let mut defaults = owner.defaults.iter_mut();
                    if let Some(default) = defaults.find(|default| default.name == made_by) {
                        default.type_name.clone_from(&field.type_name);
                    }
                }
            }
            TypeDefinition::Enum(owner) => {
                for variant in &mut owner.variants {
                    if let Some(value) = &mut variant.value {
                        self.name(&owner.name, &variant.name, value);
                    }
                }
            }
            TypeDefinition::Alias(_) | TypeDefinition::Conversion(_) => {}
        }
    }

    fn name(&mut self, owner: &str, part: &str, type_name: &mut String) {
        if !is_complex(type_name) {
            return;
        }
        let optional = type_name.strip_prefix("Option<");
        let inner = optional.and_then(|inner| inner.strip_suffix('>'));
        let spelt = inner.unwrap_or(type_name).to_owned();
        let part = part.trim_start_matches("r#").to_upper_camel_case();
        let wanted = format!("{owner}{part}Value");
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let Some(name) = names.find(|name| !self.taken.contains(name)) else {
            return;
        };
        *type_name = match inner {
            Some(_) => format!("Option<{name}>"),
            None => name.clone(),
        };
        self.taken.insert(name.clone());
        self.new.push(AliasType {
            name,
            type_name: spelt,
        });
    }
}
