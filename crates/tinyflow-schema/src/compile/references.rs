//! References: to another part of the same schema, by JSON pointer, anchor or id.

use serde_json::Value;

use super::{At, Compiler};
use crate::fault::FaultKind;
use crate::node::Id;
use crate::violation::escape;

impl<'s> Compiler<'s> {
    /// The node that a schema refers to, if it refers to one.
    pub(super) fn reference(&mut self, schema: At<'s, '_>) -> Option<Id> {
        let mut names = ["$ref", "$dynamicRef", "$recursiveRef"].into_iter();
        let (keyword, value) = names.find_map(|name| Some((name, schema.object.get(name)?)))?;
        let Value::String(reference) = value else {
            self.wrong(schema, keyword, "a string", value);
            return None;
        };
        if let Some((pointer, target)) = resolve(self.root, reference) {
            return Some(self.node(pointer, target));
        }
        let message = format!("{reference:?} leads to no part of this schema");
        self.fault(schema.below(&[keyword]), FaultKind::Reference, message);
        None
    }
}

/// The part of a schema that a reference leads to, with its JSON pointer.
///
/// A reference is a JSON pointer, the name of an anchor, or the `$id` of a part, alone or with
/// one of the other two behind it.
pub fn resolve<'s>(root: &'s Value, reference: &str) -> Option<(String, &'s Value)> {
    let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let (base, part) = if address.is_empty() || is_id_of(root, address) {
        (String::new(), root)
    } else {
        find(root, &|part| is_id_of(part, address))?
    };
    let fragment = percent_decoded(fragment)?;
    if fragment.is_empty() {
        return Some((base, part));
    }
    if fragment.starts_with('/') {
        let (pointer, target) = follow(part, &fragment)?;
        return Some((base + &pointer, target));
    }
    let (pointer, target) = find(part, &|part| has_anchor(part, &fragment))?;
    Some((base + &pointer, target))
}

/// The value at a JSON pointer, and the pointer in its usual spelling.
fn follow<'s>(part: &'s Value, pointer: &str) -> Option<(String, &'s Value)> {
    let mut target = part;
    let mut usual = String::new();
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        target = match target {
            Value::Object(members) => members.get(&name)?,
            Value::Array(items) => items.get(name.parse::<usize>().ok()?)?,
            _ => return None,
        };
        usual = usual + "/" + &escape(&name);
    }
    Some((usual, target))
}

fn is_id_of(part: &Value, address: &str) -> bool {
    let id = part.get("$id").or_else(|| part.get("id"));
    let id = id.and_then(Value::as_str).unwrap_or_default();
    let id = id.trim_end_matches('#');
    // A relative one names the last part of an absolute one.
    !id.is_empty()
        && (id == address || id.rsplit_once('/').is_some_and(|(_, last)| last == address))
}

fn has_anchor(part: &Value, anchor: &str) -> bool {
    let named = |keyword: &str| part.get(keyword).and_then(Value::as_str);
    let is_old_form = |id: &str| id.strip_prefix('#') == Some(anchor);
    named("$anchor") == Some(anchor)
        || named("$dynamicAnchor") == Some(anchor)
        || named("$id")
            .or_else(|| named("id"))
            .is_some_and(is_old_form)
}

/// The first part of a schema, from the top, that is wanted.
fn find<'s>(root: &'s Value, is_wanted: &dyn Fn(&Value) -> bool) -> Option<(String, &'s Value)> {
    let mut open = vec![(String::new(), root)];
    while let Some((pointer, part)) = open.pop() {
        if is_wanted(part) {
            return Some((pointer, part));
        }
        match part {
            Value::Object(members) => {
                // What stands in these is data.
                let parts = members.iter().filter(|(name, _)| {
                    !matches!(name.as_str(), "const" | "enum" | "default" | "examples")
                });
                open.extend(
                    parts
                        .rev()
                        .map(|(name, part)| (format!("{pointer}/{}", escape(name)), part)),
                );
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                open.extend(items.map(|(index, part)| (format!("{pointer}/{index}"), part)));
            }
            _ => {}
        }
    }
    None
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first == b'%'
            && let Some(digits) = behind.get(..2)
        {
            let digits = str::from_utf8(digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).ok()
}
