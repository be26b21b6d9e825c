//! Reads the user's section with syn: where the `impl Tasks` blocks are and what is in them.
//!
//! Only places and names leave this module; the text itself is never printed from a tree. A section
//! that syn cannot read is not an error but an answer. What follows from it is decided in `stubs`.

use std::ops::Range;
use std::{io, thread};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, ImplItem, Item, ItemImpl, ItemMod, Meta};

use super::scan::{Token, TokenKind, line_of, scan};

/// Deeper nesting than this is not parsed: syn recurses, and a stack is finite.
const MOST_NESTED: usize = 1_000;
/// A longer row of tokens without a delimiter, comma or semicolon is not parsed, for the same reason.
const LONGEST_ROW: usize = 8_000;
/// Twice what both limits take in a build without optimisation. Only what is used is ever backed by memory.
const STACK: usize = 512 << 20;

/// What a section is made of, as far as stubs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UserSection {
    /// It parses; these are its `impl … Tasks for …` blocks in order, less those for tests.
    Parsed(Vec<TasksImpl>),
    /// It does not parse.
    Broken(Broken),
}

/// Where a text stops being Rust; line and column count from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

/// An `impl … Tasks for …` block. Ranges are bytes of the section, lines count from its first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TasksImpl {
    pub(super) line: usize,
    /// Where the block begins: at its first attribute or doc line, or at the keyword.
    pub(super) start: usize,
    /// Between the braces.
    pub(super) body: Range<usize>,
    /// Where its first item begins.
    pub(super) first_item: Option<usize>,
    /// Its functions and their lines; names without `r#`.
    pub(super) functions: Vec<(String, usize)>,
    /// Whether a macro is called in it, which may define any function.
    pub(super) has_macro: bool,
}

/// Reads a section. The error is that of a thread that could not be started.
///
/// The work is done on a thread with a stack of known size, whatever thread the caller is on; the
/// spans' table of source texts goes away with it.
pub(super) fn read(section: &str) -> io::Result<UserSection> {
    if let Some(broken) = too_deep(section, &scan(section)) {
        return Ok(UserSection::Broken(broken));
    }
    thread::scope(|scope| {
        let parser = thread::Builder::new()
            .name("tinyflow-parse".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || parse(section))?;
        parser
            .join()
            .map_err(|_| io::Error::other("the parser panicked"))
    })
}

fn parse(section: &str) -> UserSection {
    let tokens = match section.parse::<TokenStream>() {
        Ok(tokens) => tokens,
        Err(error) => {
            return broken(
                error.span(),
                "a delimiter, string or comment has no counterpart".to_owned(),
            );
        }
    };
    let Some(last) = tokens.clone().into_iter().last() else {
        return UserSection::Parsed(Vec::new());
    };
    match syn::parse2::<ItemMod>(in_a_module(tokens, last.span())) {
        Ok(module) => {
            let mut found = Vec::new();
            collect(&[Item::Mod(module)], &mut found);
            UserSection::Parsed(found)
        }
        Err(error) => broken(error.span(), error.to_string()),
    }
}

/// The tokens between the braces of a module that ends where they end: an error about their end is
/// then placed there, and not at the start of the file.
fn in_a_module(tokens: TokenStream, end: Span) -> TokenStream {
    let mut body = Group::new(Delimiter::Brace, tokens);
    body.set_span(end);
    let word = |text| TokenTree::Ident(Ident::new(text, end));
    TokenStream::from_iter([word("mod"), word("section"), TokenTree::Group(body)])
}

fn broken(place: Span, message: String) -> UserSection {
    let start = place.start();
    UserSection::Broken(Broken {
        line: start.line,
        column: start.column + 1,
        message,
    })
}

/// Modules are searched, function bodies are not: what is in them is no part of the file's surface.
fn collect(items: &[Item], found: &mut Vec<TasksImpl>) {
    for item in items {
        match item {
            Item::Impl(block) if is_tasks(block) && !for_tests(&block.attrs) => {
                found.push(tasks_impl(block));
            }
            Item::Mod(module) if !for_tests(&module.attrs) => {
                if let Some((_, items)) = &module.content {
                    collect(items, found);
                }
            }
            _ => {}
        }
    }
}

fn is_tasks(block: &ItemImpl) -> bool {
    let last = block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    last.is_some_and(|segment| segment.ident == "Tasks")
}

fn tasks_impl(block: &ItemImpl) -> TasksImpl {
    let braces = &block.brace_token.span;
    let keyword = block.impl_token.span;
    let first_attribute = block
        .attrs
        .first()
        .map(|attribute| attribute.pound_token.span);
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => {
            let name = &function.sig.ident;
            let plain = name.to_string().trim_start_matches("r#").to_owned();
            Some((plain, name.span().start().line))
        }
        _ => None,
    });
    TasksImpl {
        line: keyword.start().line,
        start: start_of(
            first_attribute.unwrap_or(block.unsafety.map_or(keyword, |word| word.span)),
        ),
        body: braces.open().byte_range().end..braces.close().byte_range().start,
        first_item: block
            .items
            .first()
            .map(|item| start_of(syn::spanned::Spanned::span(item))),
        functions: functions.collect(),
        has_macro: block
            .items
            .iter()
            .any(|item| matches!(item, ImplItem::Macro(_))),
    }
}

fn start_of(span: Span) -> usize {
    span.byte_range().start
}

fn for_tests(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"))
        .filter_map(|attribute| attribute.parse_args::<Meta>().ok())
        .any(|condition| needs_test(&condition))
}

/// Whether a `cfg` condition can only hold in a test build.
fn needs_test(condition: &Meta) -> bool {
    let Meta::List(list) = condition else {
        return condition.path().is_ident("test");
    };
    let parser = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
    let Ok(parts) = list.parse_args_with(parser) else {
        return false;
    };
    match list.path.get_ident().map(ToString::to_string).as_deref() {
        Some("all") => parts.iter().any(needs_test),
        Some("any") => !parts.is_empty() && parts.iter().all(needs_test),
        _ => false,
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
