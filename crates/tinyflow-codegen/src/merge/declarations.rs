//! Compares the types of tasks' parameters in the old section and in the new one.
//!
//! A function's signature names its parameters by one type, so it may stand while that type
//! changes. Declarations are found among tokens and compared without their layout; the old section
//! may be anything, also what no compiler would take.

use std::collections::{BTreeMap, BTreeSet};

use super::Stub;
use super::fingerprint::Fingerprint;
use super::note::Note;
use super::user_section::UserSection;
use crate::syntax::{TokenKind, scan};

/// The types that each task has anyway: what changes in them is no news of the task.
const COMMON: [&str; 2] = ["TaskContext", "State"];

/// A note for each function of the user's whose parameters changed inside.
pub(super) fn changed_parameters(
    read: &UserSection,
    stubs: &[Stub],
    old: &str,
    new: &str,
) -> Vec<Note> {
    let UserSection::Parsed(blocks) = read else {
        return Vec::new();
    };
    let (old, new) = (Declarations::of(old), Declarations::of(new));
    let stubs: BTreeMap<_, _> = stubs.iter().map(|stub| (stub.plain_name(), stub)).collect();
    let functions = blocks.iter().flat_map(|block| &block.functions);
    let note = |function: &super::user_section::Function| {
        let stub = stubs.get(function.name.as_str())?;
        let types = stub.parameter_types().filter(|name| !COMMON.contains(name));
        let mut declarations = Vec::new();
        for name in types {
            new.changed_since(&old, name, &mut BTreeSet::new(), &mut declarations);
        }
        (!declarations.is_empty()).then(|| Note::ParametersChanged {
            function: function.name.clone(),
            line: function.line,
            declarations,
        })
    };
    functions.filter_map(note).collect()
}

/// The structs and enums of a section by their names.
struct Declarations<'a> {
    by_name: BTreeMap<&'a str, Declaration<'a>>,
}

struct Declaration<'a> {
    /// From the visibility or keyword to the closing brace.
    text: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Declarations<'a> {
    fn of(section: &'a str) -> Self {
        let tokens = scan(section);
        let text = |at: usize| {
            tokens
                .get(at)
                .map_or("", |token| &section[token.range.clone()])
        };
        let mut by_name = BTreeMap::new();
        for start in 0..tokens.len() {
            if !matches!(text(start), "struct" | "enum") || text(start + 2) != "{" {
                continue;
            }
            let mut depth = 0_usize;
            let end = (start + 2..tokens.len()).find(|at| {
                match tokens[*at].kind {
                    TokenKind::Open => depth += 1,
                    TokenKind::Close => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0
            });
            let Some(end) = end else { continue };
            let words = (start + 2..end).filter(|at| tokens[*at].kind == TokenKind::Word);
            let is_public = start > 0 && text(start - 1) == "pub";
            let first = if is_public { start - 1 } else { start };
            let declaration = Declaration {
                text: &section[tokens[first].range.start..tokens[end].range.end],
                words: words.map(text).collect(),
            };
            by_name.insert(text(start + 1), declaration);
        }
        Self { by_name }
    }

    /// Adds the declaration of a type, and of those that it holds, where it was another one. A
    /// type that is new altogether has a new name, which shows in a signature or a field.
    fn changed_since(
        &self,
        old: &Declarations<'_>,
        name: &'a str,
        seen: &mut BTreeSet<&'a str>,
        changed: &mut Vec<String>,
    ) {
        let Some(now) = self.by_name.get(name).filter(|_| seen.insert(name)) else {
            return;
        };
        let before = old.by_name.get(name);
        if before.is_some_and(|old| Fingerprint::of(old.text) != Fingerprint::of(now.text)) {
            changed.push(format!("    {}", now.text.replace('\n', "\n    ")));
        }
        for word in &now.words {
            self.changed_since(old, word, seen, changed);
        }
    }
}
