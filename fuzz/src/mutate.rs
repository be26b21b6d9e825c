//! Changes of a text: some that leave it JSON and reach far into the checker,
//! some of its bytes alone.

use std::ops::Range;

use fastrand::Rng;

/// What the readers of JSON, conditions, durations and schemas look at.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "\\u0000",
    "\u{feff}",
    "\u{202e}",
    "\r",
    "\n",
    "\t",
    "\0",
    "null",
    "true",
    "false",
    "-0",
    "1e308",
    "1e999",
    "-1e-400",
    "123456789012345678901234567890",
    "0.1",
    "\"\"",
    "{}",
    "[]",
    "[[[[[[[[",
    "{\"a\":{\"a\":",
    "\"$ref\": \"#\",",
    "\"oneOf\": [],",
    "\"type\": \"null\",",
    "\"default\": null,",
    "\"enum\": [1, \"1\"],",
    "\"begin\"",
    "\"end\"",
    "\"decision\"",
    "\"waitForEvent\"",
    "state.",
    "?.",
    "===",
    "!",
    "(",
    ")",
    "((((((((",
    "=>",
    "`${",
    "&&",
    "||",
    "1 day",
    "9e99 years",
    "😀",
    "\u{1F469}\u{200D}\u{1F680}",
    "é",
];

/// The text of one flow or of two, changed at one place or several.
pub(crate) fn mutated(corpus: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut text = one_of(corpus, rng).clone();
    for _ in 0..=rng.usize(..8) / 3 {
        match rng.u8(..20) {
            0..=7 => change_like_for_like(&mut text, corpus, rng),
            8..=15 => change_token(&mut text, corpus, rng),
            16 => splice(&mut text, corpus, rng),
            17 => insert_word(&mut text, rng),
            18 => nest(&mut text, rng),
            _ => change_bytes(&mut text, rng),
        }
    }
    text
}

/// Puts a string in place of a string, or another scalar in place of one, from
/// this text or another: what comes out is JSON, if this was.
fn change_like_for_like(text: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut Rng) {
    let donor = match rng.bool() {
        true => one_of(corpus, rng).clone(),
        false => text.clone(),
    };
    let (tokens, donated) = (tokens(text), self::tokens(&donor));
    if tokens.is_empty() {
        return;
    }
    let one = one_of(&tokens, rng).clone();
    let kind = |first: u8| match first {
        b'"' | b'{' | b'}' | b'[' | b']' => first,
        _ => b'0',
    };
    let wanted = kind(text[one.start]);
    let mut alike = donated;
    alike.retain(|token| kind(donor[token.start]) == wanted);
    if !alike.is_empty() {
        let other = one_of(&alike, rng).clone();
        text.splice(one, donor[other].to_vec());
    }
}

/// Drops, doubles, swaps or replaces whole tokens.
fn change_token(text: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut Rng) {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return;
    }
    let one = tokens[rng.usize(..tokens.len())].clone();
    let other = tokens[rng.usize(..tokens.len())].clone();
    let replacement = match rng.u8(..6) {
        0 => Vec::new(),
        1 => [&text[one.clone()], b", ", &text[one.clone()]].concat(),
        2 | 3 => text[other].to_vec(),
        4 => one_of(WORDS, rng).as_bytes().to_vec(),
        _ => {
            let donor = one_of(corpus, rng);
            let donated = self::tokens(donor);
            match donated.is_empty() {
                true => Vec::new(),
                false => donor[donated[rng.usize(..donated.len())].clone()].to_vec(),
            }
        }
    };
    text.splice(one, replacement);
}

/// Puts a piece of another text in place of a piece of this one.
fn splice(text: &mut Vec<u8>, corpus: &[Vec<u8>], rng: &mut Rng) {
    let donor = one_of(corpus, rng);
    let from = range(donor.len(), rng);
    let to = range(text.len(), rng);
    text.splice(to, donor[from].to_vec());
}

fn insert_word(text: &mut Vec<u8>, rng: &mut Rng) {
    let at = rng.usize(..=text.len());
    text.splice(at..at, one_of(WORDS, rng).bytes());
}

/// Wraps a token deep into arrays or objects.
fn nest(text: &mut Vec<u8>, rng: &mut Rng) {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return;
    }
    let at = tokens[rng.usize(..tokens.len())].clone();
    let depth = rng.usize(1..130);
    let (open, close) = match rng.bool() {
        true => ("[", "]"),
        false => ("{\"a\":", "}"),
    };
    let (open, close) = (open.repeat(depth), close.repeat(depth));
    let wrapped = [open.as_bytes(), &text[at.clone()], close.as_bytes()].concat();
    text.splice(at, wrapped);
}

fn change_bytes(text: &mut Vec<u8>, rng: &mut Rng) {
    let at = range(text.len(), rng);
    match rng.u8(..3) {
        0 => text.truncate(at.start),
        1 => {
            text.drain(at);
        }
        _ => {
            for byte in &mut text[at] {
                if rng.u8(..8) == 0 {
                    *byte = rng.u8(..);
                }
            }
        }
    }
}

/// A short range within so many bytes.
fn range(length: usize, rng: &mut Rng) -> Range<usize> {
    let start = rng.usize(..=length);
    let longest = 1 << rng.u32(..10);
    start..(start + rng.usize(..=longest)).min(length)
}

/// Strings, and runs of anything that is neither space nor punctuation.
fn tokens(text: &[u8]) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        match text[at] {
            b'"' => {
                at += 1;
                while at < text.len() && text[at] != b'"' {
                    at += if text[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(text.len());
                tokens.push(start..at);
            }
            byte if is_plain(byte) => {
                while at < text.len() && is_plain(text[at]) {
                    at += 1;
                }
                tokens.push(start..at);
            }
            byte => {
                if b"{}[]".contains(&byte) {
                    tokens.push(start..start + 1);
                }
                at += 1;
            }
        }
    }
    tokens
}

fn is_plain(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"\"{}[],:".contains(&byte)
}

fn one_of<'a, T>(all: &'a [T], rng: &mut Rng) -> &'a T {
    &all[rng.usize(..all.len())]
}
