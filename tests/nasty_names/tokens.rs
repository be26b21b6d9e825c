//! A file as tokens: its string literals, and what is left without names and texts.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::prelude::TestCaseError;
use proptest::prop_assert;

/// What a file is made of.
#[derive(Default)]
pub(crate) struct Tokens {
    /// The values of all string literals outside comments.
    pub(crate) strings: Vec<String>,
    /// The tokens in order, with names and texts left out, and without attributes, braces and
    /// commas, which depend on the layout. Flows that differ in texts alone have the same.
    pub(crate) skeleton: Vec<String>,
}

impl Tokens {
    /// Reads a file, which must be Rust.
    pub(crate) fn of(file: &str) -> Result<Self, TestCaseError> {
        let fail = |error: &dyn std::fmt::Display| TestCaseError::fail(format!("{error}\n{file}"));
        syn::parse_file(file).map_err(|error| fail(&error))?;
        let stream: TokenStream = file.parse().map_err(|error| fail(&error))?;
        let mut tokens = Self::default();
        tokens.read(stream)?;
        tokens.name_what_is_returned();
        Ok(tokens)
    }

    /// Gives `create_workflow`, which is the last item, the return type that it has where the
    /// names of the flow fit into its line. Longer names take the other form.
    fn name_what_is_returned(&mut self) {
        const LONG: &str = "> name name < name = name name = name >";
        const SHORT: &str = "> name < name >";
        const BODY: &str = "name : : name ( name )";
        let marks = |text: &'static str| text.split(' ').map(str::to_owned);
        let long: Vec<String> = marks(LONG).chain(marks(BODY)).collect();
        if self.skeleton.ends_with(&long) {
            let start = self.skeleton.len() - long.len();
            self.skeleton
                .splice(start.., marks(SHORT).chain(marks(BODY)));
        }
    }

    fn read(&mut self, stream: TokenStream) -> Result<(), TestCaseError> {
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Punct(mark) if mark.as_char() == '#' => match trees.next() {
                    Some(TokenTree::Group(attribute)) => self.attribute(attribute.stream())?,
                    other => return Err(TestCaseError::fail(format!("`#` before {other:?}"))),
                },
                TokenTree::Punct(mark) if mark.as_char() == ',' => {}
                TokenTree::Punct(mark) => self.skeleton.push(mark.to_string()),
                TokenTree::Ident(_) => self.skeleton.push("name".to_owned()),
                TokenTree::Literal(literal) => self.literal(&literal)?,
                TokenTree::Group(group) => {
                    let marks = match group.delimiter() {
                        Delimiter::Parenthesis => ["(", ")"],
                        Delimiter::Bracket => ["[", "]"],
                        Delimiter::Brace | Delimiter::None => ["", ""],
                    };
                    self.skeleton.extend([marks[0]].map(str::to_owned));
                    self.read(group.stream())?;
                    self.skeleton.extend([marks[1]].map(str::to_owned));
                }
            }
        }
        self.skeleton.retain(|token| !token.is_empty());
        Ok(())
    }

    fn literal(&mut self, literal: &proc_macro2::Literal) -> Result<(), TestCaseError> {
        match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(text) => {
                self.strings.push(text.value());
                self.skeleton.push("text".to_owned());
            }
            syn::Lit::Int(_) | syn::Lit::Float(_) => self.skeleton.push(literal.to_string()),
            _ => return Err(TestCaseError::fail(format!("an odd literal: {literal}"))),
        }
        Ok(())
    }

    /// An attribute of the kinds that generated files have. Documentation is one of them.
    fn attribute(&mut self, attribute: TokenStream) -> Result<(), TestCaseError> {
        let mut trees = attribute.clone().into_iter();
        let kind = trees.next().map(|tree| tree.to_string());
        match kind.as_deref() {
            Some("doc" | "must_use") => {}
            Some("derive") => self.skeleton.push(attribute.to_string()),
            Some("allow") => {
                let lints = trees.map(|tree| tree.to_string()).collect::<String>();
                prop_assert!(lints.contains("clippy"), "{attribute}");
            }
            Some("serde") => {
                let Some(TokenTree::Group(settings)) = trees.next() else {
                    return Err(TestCaseError::fail(format!(
                        "an odd attribute: {attribute}"
                    )));
                };
                self.serde(settings.stream())?;
            }
            _ => {
                return Err(TestCaseError::fail(format!(
                    "an odd attribute: {attribute}"
                )));
            }
        }
        Ok(())
    }

    fn serde(&mut self, settings: TokenStream) -> Result<(), TestCaseError> {
        for tree in settings {
            match tree {
                TokenTree::Ident(name) => {
                    let known = [
                        "default",
                        "deny_unknown_fields",
                        "deserialize_with",
                        "flatten",
                        "rename",
                        "rename_all",
                        "skip_serializing_if",
                        "tag",
                        "untagged",
                        "with",
                    ];
                    prop_assert!(known.contains(&name.to_string().as_str()), "{name}");
                }
                TokenTree::Punct(mark) => prop_assert!(",=".contains(mark.as_char()), "{mark}"),
                TokenTree::Literal(literal) => match syn::Lit::new(literal) {
                    syn::Lit::Str(text) => self.strings.push(text.value()),
                    _ => return Err(TestCaseError::fail("an odd literal for serde")),
                },
                TokenTree::Group(group) => return Err(TestCaseError::fail(group.to_string())),
            }
        }
        Ok(())
    }
}
