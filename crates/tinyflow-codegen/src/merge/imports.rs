//! Finds the `use` items that an editor put into the GENERATED section.
//!
//! An automatic import goes beside the imports that are there, and those are ours. Where such items
//! are all that was added, they can move to the user's section, which is in the same module; any
//! other edit stays an error. Items are found among tokens and handed out as they stand.

use std::ops::Range;

use super::fingerprint::Fingerprint;
use crate::syntax::{TokenKind, scan};

/// The `use` items without which a section is what its header claims; none where that is not all.
pub(super) fn added<'a>(
    section: &'a str,
    new_section: &str,
    claimed: Fingerprint,
) -> Option<Vec<&'a str>> {
    let mut ours: Vec<_> = use_items(new_section)
        .into_iter()
        .map(|item| Fingerprint::of(&new_section[item]))
        .collect();
    let mut added = use_items(section);
    added.retain(|item| {
        let found = Fingerprint::of(&section[item.clone()]);
        match ours.iter().position(|our| *our == found) {
            Some(at) => {
                ours.swap_remove(at);
                false
            }
            None => true,
        }
    });
    let mut rest = String::with_capacity(section.len());
    let mut from = 0;
    for item in &added {
        rest.push_str(&section[from..item.start]);
        from = item.end;
    }
    rest.push_str(&section[from..]);
    let is_all = !added.is_empty() && Fingerprint::of(&rest) == claimed;
    is_all.then(|| added.into_iter().map(|item| &section[item]).collect())
}

/// The `use` items of the outermost level, with attributes and visibility.
fn use_items(section: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut depth = 0_usize;
    // Where the current item begins, and whether its first word has been seen and is `use`.
    let mut start = None;
    let mut is_use = None;
    for token in scan(section) {
        let text = &section[token.range.clone()];
        if !token.is_comment() {
            start.get_or_insert(token.range.start);
        }
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word if depth == 0 && text != "pub" => {
                is_use.get_or_insert(text == "use");
            }
            _ => {}
        }
        let ends = text == ";" || (text == "}" && is_use != Some(true));
        if depth == 0 && ends {
            if let (Some(start), Some(true)) = (start, is_use) {
                items.push(start..token.range.end);
            }
            (start, is_use) = (None, None);
        }
    }
    items
}
