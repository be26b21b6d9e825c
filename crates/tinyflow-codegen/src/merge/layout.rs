//! What rustfmt may change without changing the meaning: the layout of a section.
//!
//! White space is gone with the scanner. What is left are trailing commas, the braces around a
//! short match arm or closure body, the comma after a match arm's block, the semicolon after a last
//! `return`, and the leading `|` of a match arm. Tokens come from `scan`; what remains is hashed by
//! `fingerprint`. No rule here hides an edit that compiles to something else.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::{Token, TokenKind, scan};
use crate::team::Team;
use tree::Tree;

mod tree;

/// The tokens and comments of a section in order, less its layout, each with a zero byte behind it.
///
/// No token or comment holds that byte in a text that compiles, so they cannot run together. Those
/// of the first half are taken while the others, which come back, are still told from layout.
pub(super) fn without<T>(section: &str, take: impl FnOnce(String) -> T) -> (T, String) {
    let tokens = scan(section);
    let tree = Tree::new(section, &tokens);
    let half = tokens.len() / 2;
    Team::of_text(section).both(
        || take(words(&tree, 0..half)),
        || words(&tree, half..tokens.len()),
    )
}

/// The words of some of the tokens, each of which is judged with all others around it.
fn words(tree: &Tree<'_>, some: Range<usize>) -> String {
    let mut words = String::with_capacity(tree.bytes(&some).len());
    let mut push = |word: &str| {
        words.push_str(word);
        words.push('\0');
    };
    for at in some {
        let (token, text) = (tree.token(at), tree.text(at));
        match (token.kind, text) {
            (TokenKind::Word | TokenKind::Lifetime, _) => push(text),
            (TokenKind::Punct, ",") if is_layout_comma(tree, at) => {}
            (TokenKind::Punct, ";") if is_layout_semicolon(tree, at) => {}
            (TokenKind::Punct, "|") if leads_an_arm(tree, at) => {}
            (TokenKind::Open, "{") if is_layout_brace(tree, at) => {}
            (TokenKind::Close, "}") => {
                let open = tree.partner(at);
                if !open.is_some_and(|open| is_layout_brace(tree, open)) {
                    push(text);
                }
                if tree.closes_arm(at) && !ends_list(tree, at) {
                    push(",");
                }
            }
            (TokenKind::Punct | TokenKind::Open | TokenKind::Close, _) => push(text),
            _ => push(&plain(token, text)),
        }
    }
    words
}

/// A comment's lines are moved and trimmed by a formatter; a literal only gets other line ends.
fn plain<'a>(token: &Token, text: &'a str) -> Cow<'a, str> {
    if token.is_comment() && text.contains('\n') {
        Cow::Owned(text.lines().map(str::trim).collect::<Vec<_>>().join("\n"))
    } else if token.is_comment() {
        Cow::Borrowed(text.trim_end())
    } else if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A comma that closes a list, or that follows the block of a match arm (which gets one anyway).
fn is_layout_comma(tree: &Tree<'_>, at: usize) -> bool {
    let Some(next) = tree.next(at) else {
        return true;
    };
    let after_arm = tree
        .previous(at)
        .is_some_and(|before| tree.closes_arm(before));
    after_arm
        || match tree.text(next) {
            ")" => !makes_a_tuple(tree, at, next),
            "]" | "}" | ">" => true,
            "|" => !leads_an_arm(tree, next),
            "{" => tree
                .before(at)
                .take_while(|word| *word != ";")
                .any(|word| word == "where"),
            _ => false,
        }
}

/// Whether the comma before a `)` is the one that makes `(x,)` a tuple.
fn makes_a_tuple(tree: &Tree<'_>, comma: usize, close: usize) -> bool {
    const KEYWORDS: [&str; 15] = [
        "as", "break", "continue", "else", "for", "if", "in", "let", "match", "move", "mut", "ref",
        "return", "where", "while",
    ];
    let called = tree
        .partner(close)
        .and_then(|open| tree.previous(open))
        .is_some_and(|before| {
            let text = tree.text(before);
            match text {
                ")" | "]" | "!" | "?" => true,
                ">" => !tree.is_arrow(before),
                _ => tree.is_word(before) && !KEYWORDS.contains(&text),
            }
        });
    !called && !tree.before(comma).any(|word| word == ",")
}

/// Whether nothing but a comma stands between a closing brace and the end of its list.
fn ends_list(tree: &Tree<'_>, close: usize) -> bool {
    let next = tree
        .next(close)
        .filter(|next| tree.text(*next) == ",")
        .or(Some(close));
    let after = match next {
        Some(at) if at == close => tree.next(close),
        Some(comma) => tree.next(comma),
        None => None,
    };
    after.is_none_or(|after| tree.is_close(after))
}

/// A semicolon that ends a block whose last statement jumps away: `{ return x; }`.
fn is_layout_semicolon(tree: &Tree<'_>, at: usize) -> bool {
    tree.next(at).is_some_and(|next| tree.text(next) == "}")
        && tree
            .before(at)
            .take_while(|word| *word != ";")
            .any(|word| matches!(word, "return" | "break" | "continue"))
}

/// A brace around the body of a match arm or closure that is a single expression.
fn is_layout_brace(tree: &Tree<'_>, open: usize) -> bool {
    let follows_bar = || {
        let before = tree.previous(open);
        tree.text(open) == "{" && before.is_some_and(|before| tree.text(before) == "|")
    };
    let opens_body = tree.opens_arm(open) || follows_bar();
    let Some(close) = tree.partner(open).filter(|_| opens_body) else {
        return false;
    };
    let empty = tree.next(open) == Some(close);
    let has_statements = tree
        .children(open)
        .any(|at| tree.text(at) == ";" && !is_layout_semicolon(tree, at));
    !empty && !has_statements
}

/// A `|` before the first pattern of a match arm.
fn leads_an_arm(tree: &Tree<'_>, at: usize) -> bool {
    let starts = tree
        .previous(at)
        .is_some_and(|before| matches!(tree.text(before), "{" | "," | "}"));
    starts
        && tree
            .after(at)
            .take_while(|next| !matches!(tree.text(*next), "," | ";"))
            .any(|next| tree.text(next) == ">" && tree.is_fat_arrow(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_section_are_the_whole_wherever_they_meet() {
        let section = "fn a() { match b { | C => { d(e, f,) } G => { return h; } } }\n\
            /* i\n   j */ const K: (u8,) = l(|m| { n }, [o, p,]); // q  \n";
        let tokens = scan(section);
        let tree = Tree::new(section, &tokens);
        let whole = words(&tree, 0..tokens.len());
        for cut in 0..=tokens.len() {
            let first = words(&tree, 0..cut);
            assert_eq!(first + &words(&tree, cut..tokens.len()), whole, "{cut}");
        }
    }
}
