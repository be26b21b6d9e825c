//! Reads the user's section with syn: where the `impl Tasks` blocks are and what is in them.
//!
//! Only places and names leave this module; the text itself is never printed from a tree. A section
//! that syn cannot read is not an error but an answer. What follows from it is decided in `stubs`.

use std::collections::BTreeSet;
use std::io;
use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{Attribute, FnArg, ImplItem, Item, ItemImpl, Meta, Signature, Type};

use crate::syntax::{Broken, parse};

/// What a section is made of, as far as stubs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UserSection {
    /// It parses; these are its `impl … Tasks for …` blocks in order, less those for tests.
    Parsed(Vec<TasksImpl>),
    /// It is what a fresh file has, so all tasks are there and nothing else.
    Untouched,
    /// It does not parse.
    Broken(Broken),
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
    pub(super) functions: Vec<Function>,
    /// Whether a macro is called in it, which may define any function.
    pub(super) has_macro: bool,
}

/// A function of an `impl Tasks` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name without `r#`.
    pub(super) name: String,
    pub(super) line: usize,
    /// The names of its parameters' types after `self`, without path, borrow and arguments; none
    /// for those that may be another name for something else.
    parameters: Vec<Option<String>>,
}

impl Function {
    /// Whether it takes these parameters, as far as can be told by names.
    pub(super) fn fits<'a>(
        &self,
        wanted: impl Iterator<Item = &'a str>,
        alike: impl Fn(&str, &str) -> bool,
    ) -> bool {
        let wanted: Vec<_> = wanted.collect();
        let own = self.parameters.iter().map(Option::as_deref);
        let alike = |(own, wanted): (Option<&str>, &&str)| own.is_none_or(|own| alike(own, wanted));
        self.parameters.len() == wanted.len() && own.zip(&wanted).all(alike)
    }
}

/// Reads a section. The error is that of a thread that could not be started.
pub(super) fn read(section: &str) -> io::Result<UserSection> {
    let blocks = parse(section, |module, tokens| {
        let mut found = Vec::new();
        collect(&[Item::Mod(module)], &mut found);
        forget_own_types(&mut found, tokens);
        found
    })?;
    Ok(blocks.map_or_else(UserSection::Broken, UserSection::Parsed))
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
        ImplItem::Fn(function) => Some(self::function(&function.sig)),
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

fn function(signature: &Signature) -> Function {
    let parameters = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(type_name(&parameter.ty)),
        FnArg::Receiver(_) => None,
    });
    Function {
        name: plain(&signature.ident),
        line: signature.ident.span().start().line,
        parameters: parameters.collect(),
    }
}

fn type_name(written: &Type) -> Option<String> {
    match written {
        Type::Path(path) => {
            let is_own = path.path.segments.first()?.ident == "Self";
            let name = plain(&path.path.segments.last()?.ident);
            (!is_own && path.qself.is_none()).then_some(name)
        }
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Paren(inner) => type_name(&inner.elem),
        _ => None,
    }
}

fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// Forgets the types that the section gives a meaning of its own: an alias may be any type.
fn forget_own_types(blocks: &mut [TasksImpl], tokens: TokenStream) {
    let mut own = BTreeSet::new();
    own_names(tokens, false, &mut own);
    let functions = blocks.iter_mut().flat_map(|block| &mut block.functions);
    for parameter in functions.flat_map(|function| &mut function.parameters) {
        parameter.take_if(|name| own.contains(name));
    }
}

/// Names that follow `type`, and all that are in a `use`, wherever: `type Name = …`.
fn own_names(tokens: TokenStream, is_use: bool, own: &mut BTreeSet<String>) {
    let (mut is_use, mut is_type) = (is_use, false);
    for token in tokens {
        let follows_type = std::mem::take(&mut is_type);
        match token {
            TokenTree::Ident(name) if is_use || follows_type => {
                own.insert(plain(&name));
            }
            TokenTree::Ident(word) => {
                is_use = word == "use";
                is_type = word == "type";
            }
            TokenTree::Group(group) => own_names(group.stream(), is_use, own),
            TokenTree::Punct(mark) => is_use &= mark.as_char() != ';',
            TokenTree::Literal(_) => {}
        }
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
