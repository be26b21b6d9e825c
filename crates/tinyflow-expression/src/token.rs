//! The tokens of a condition: what the lexer hands to the parser.
//!
//! Literals carry their value. Words and marks are told apart by their text,
//! because which word is a keyword depends on where it stands.

use crate::{error::ParseError, span::Span};

/// A piece of the text without blanks around it.
#[derive(Debug)]
pub(crate) struct Token<'s> {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// The text as written; empty for `End` and `Refused`.
    pub(crate) text: &'s str,
}

#[derive(Debug)]
pub(crate) enum TokenKind {
    /// A name or a keyword.
    Word,
    /// An operator or a bracket.
    Mark,
    Number(f64),
    String(String),
    /// Text of a template from a backquote to a backquote.
    TemplateWhole(String),
    /// Text of a template from a backquote to `${`.
    TemplateHead(String),
    /// Text of a template from `}` to `${`.
    TemplateMiddle(String),
    /// Text of a template from `}` to a backquote.
    TemplateTail(String),
    /// The end of the text.
    End,
    /// The text cannot be read further. It is an error only once the parser
    /// gets here, so that the first fault in the text is the one reported.
    Refused(ParseError),
}

impl Token<'_> {
    /// Whether the token opens a template literal.
    pub(crate) fn opens_template(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::TemplateWhole(_) | TokenKind::TemplateHead(_)
        )
    }
}
