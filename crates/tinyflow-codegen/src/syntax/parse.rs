//! Parses Rust text with syn, whatever it holds: also what nests deeper than a stack.
//!
//! What the items mean is for the caller to say.

use std::{io, thread};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::ItemMod;

use super::scan::{Token, TokenKind, line_of, scan};

/// Deeper nesting than this is not parsed: syn recurses, and a stack is finite.
const MOST_NESTED: usize = 1_000;
/// A longer row of tokens without a delimiter, comma or semicolon is not parsed, for the same reason.
const LONGEST_ROW: usize = 8_000;
/// Twice what both limits take in a build without optimisation. Only what is used is ever backed by memory.
const STACK: usize = 512 << 20;

/// Where a text stops being Rust; line and column count from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// Parses items and hands them on as those of a module, with their tokens. The outer error is that
/// of a thread that could not be started.
///
/// The work is done on a thread with a stack of known size, whatever thread the caller is on; the
/// spans' table of source texts goes away with it.
pub(crate) fn parse<T: Send>(
    text: &str,
    read: impl FnOnce(ItemMod, TokenStream) -> T + Send,
) -> io::Result<Result<T, Broken>> {
    if let Some(broken) = too_deep(text, &scan(text)) {
        return Ok(Err(broken));
    }
    thread::scope(|scope| {
        let parser = thread::Builder::new()
            .name("tinyflow-parse".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                let (module, tokens) = module(text)?;
                Ok(read(module, tokens))
            })?;
        parser
            .join()
            .map_err(|_| io::Error::other("the parser panicked"))
    })
}

fn module(text: &str) -> Result<(ItemMod, TokenStream), Broken> {
    let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
        let message = "a delimiter, string or comment has no counterpart";
        broken(error.span(), message.to_owned())
    })?;
    let last = tokens.clone().into_iter().last();
    let end = last.map_or_else(Span::call_site, |last| last.span());
    syn::parse2(in_a_module(tokens.clone(), end))
        .map(|module| (module, tokens))
        .map_err(|error| broken(error.span(), error.to_string()))
}

/// The tokens between the braces of a module that ends where they end: an error about their end is
/// then placed there, and not at the start of the file.
fn in_a_module(tokens: TokenStream, end: Span) -> TokenStream {
    let mut body = Group::new(Delimiter::Brace, tokens);
    body.set_span(end);
    let word = |text| TokenTree::Ident(Ident::new(text, end));
    TokenStream::from_iter([word("mod"), word("section"), TokenTree::Group(body)])
}

fn broken(place: Span, message: String) -> Broken {
    let start = place.start();
    Broken {
        line: start.line,
        column: start.column + 1,
        message,
    }
}

fn too_deep(section: &str, tokens: &[Token]) -> Option<Broken> {
    let mut depth = 0_usize;
    let mut row = 0_usize;
    for token in tokens {
        let breaks = match token.kind {
            TokenKind::Open => {
                depth += 1;
                true
            }
            TokenKind::Close => {
                depth = depth.saturating_sub(1);
                true
            }
            _ => token.is_comment() || matches!(&section[token.range.clone()], "," | ";"),
        };
        row = if breaks { 0 } else { row + 1 };
        if depth > MOST_NESTED || row > LONGEST_ROW {
            let start = token.range.start;
            let line_start = section[..start].rfind('\n').map_or(0, |at| at + 1);
            return Some(Broken {
                line: line_of(section, start),
                column: section[line_start..start].chars().count() + 1,
                message: "the code is nested too deeply to be read".to_owned(),
            });
        }
    }
    None
}
