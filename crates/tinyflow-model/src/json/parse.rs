//! From text to the tree of nodes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::judge::judge;
use super::{Member, Node, Number, Object, Value};
use crate::rules::nested_too_deeply::MOST_NESTED;
use crate::{Diagnostic, Source, Span, rules, side_by_side};

/// Reads the text of `source` as JSON.
///
/// Gives the root, or none where the text is not JSON, and what is wrong with
/// the text, [`Source::findings`] included.
pub fn parse(source: &Source) -> (Option<Node>, Vec<Diagnostic>) {
    let mut findings = source.findings().to_vec();
    if findings.iter().any(Diagnostic::is_error) {
        return (None, findings);
    }
    match judged(source.text()) {
        Ok((root, more)) => {
            findings.extend(more);
            (Some(root), findings)
        }
        Err(finding) => {
            findings.push(*finding);
            (None, findings)
        }
    }
}

/// From this size on, in bytes, a text is judged by a thread of its own.
const LARGE: usize = 256 * 1024;

/// The root of a text, and what is wrong with it though it is JSON.
fn judged(text: &str) -> Built<(Node, Vec<Diagnostic>)> {
    if text.len() < LARGE {
        judge(text)?;
        return build(text);
    }
    let (built, judgement) = side_by_side(|| build(text), || judge(text));
    judgement.and(built)
}

/// The root of a text that is JSON; of another one, anything.
fn build(text: &str) -> Built<(Node, Vec<Diagnostic>)> {
    let mut builder = Builder::new(text);
    let first = builder.next()?;
    let root = builder.node(first)?;
    Ok((root, builder.findings))
}

const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What a part of the text comes to. As the judge sees to it that the tokens
/// are in order, it is only at fault where a string cannot be decoded.
type Built<T> = Result<T, Box<Diagnostic>>;

struct Builder<'t> {
    scanner: Scanner<'t>,
    /// The number of arrays and objects around the present value.
    depth: usize,
    /// What has been read of the arrays and objects around, the innermost last:
    /// each is then made as large as it has to be.
    elements: Vec<Node>,
    members: Vec<Member>,
    findings: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            scanner: Scanner::new(text, &STRICT),
            depth: 0,
            elements: Vec::new(),
            members: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The node whose first token has been read.
    fn node(&mut self, first: Token<'t>) -> Built<Node> {
        let start = self.scanner.token_start();
        let value = match first {
            Token::Null => Value::Null,
            Token::Boolean(boolean) => Value::Boolean(boolean),
            Token::Number(spelling) => Value::Number(self.number(spelling)),
            Token::String(text) => Value::String(text.into_owned()),
            Token::OpenBracket | Token::OpenBrace if self.depth == MOST_NESTED => {
                self.skip()?;
                let span = Span::new(start, self.scanner.token_end());
                self.findings.push(rules::nested_too_deeply::finding(span));
                Value::Null
            }
            Token::OpenBracket => Value::Array(self.inside(Self::array)?),
            Token::OpenBrace => Value::Object(self.inside(Self::object)?),
            _ => return Err(self.unexpected()),
        };
        let span = Span::new(start, self.scanner.token_end());
        Ok(Node { span, value })
    }

    fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Built<T>) -> Built<T> {
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// The elements of an array, up to its end.
    fn array(&mut self) -> Built<Vec<Node>> {
        let before = self.elements.len();
        loop {
            match self.next()? {
                Token::CloseBracket => return Ok(self.elements.split_off(before)),
                Token::Comma => {}
                first => {
                    let element = self.node(first)?;
                    self.elements.push(element);
                }
            }
        }
    }

    /// The members of an object, up to its end.
    fn object(&mut self) -> Built<Object> {
        let before = self.members.len();
        loop {
            match self.next()? {
                Token::CloseBrace => {
                    let members = self.members.split_off(before);
                    self.report_duplicates(&members);
                    return Ok(Object { members });
                }
                Token::Comma => {}
                Token::String(name) => {
                    let member = self.member(name)?;
                    self.members.push(member);
                }
                _ => return Err(self.unexpected()),
            }
        }
    }

    fn member(&mut self, name: Cow<'t, str>) -> Built<Member> {
        let name_span = self.span();
        let Token::Colon = self.next()? else {
            return Err(self.unexpected());
        };
        let first = self.next()?;
        Ok(Member {
            name: name.into_owned(),
            name_span,
            value: self.node(first)?,
        })
    }

    /// Goes to the end of the array or object whose first token has been read.
    fn skip(&mut self) -> Built<()> {
        let mut open = 1;
        while open > 0 {
            match self.next()? {
                Token::OpenBracket | Token::OpenBrace => open += 1,
                Token::CloseBracket | Token::CloseBrace => open -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn number(&mut self, spelling: &str) -> Number {
        let number = Number(spelling.to_owned());
        if !number.as_f64().is_finite() {
            let finding = rules::not_json::out_of_range(self.span());
            self.findings.push(finding);
        }
        number
    }

    fn next(&mut self) -> Built<Token<'t>> {
        match self.scanner.scan() {
            Ok(Some(token)) => Ok(token),
            Ok(None) => Err(self.unexpected()),
            Err(error) => Err(Box::new(undecodable(&error))),
        }
    }

    /// Of the last token.
    fn span(&self) -> Span {
        Span::new(self.scanner.token_start(), self.scanner.token_end())
    }

    fn unexpected(&self) -> Box<Diagnostic> {
        let reason = "this does not belong here";
        Box::new(rules::not_json::finding(reason, self.span()))
    }

    fn report_duplicates(&mut self, members: &[Member]) {
        // Comparing the few names of an ordinary object costs less than hashing them.
        const FEW: usize = 12;
        let mut first_places = HashMap::new();
        for (index, member) in members.iter().enumerate() {
            let first = if members.len() <= FEW {
                let same = |first: &&Member| first.name == member.name;
                members[..index]
                    .iter()
                    .find(same)
                    .map(|first| first.name_span)
            } else {
                let place = first_places.entry(member.name.as_str());
                match place {
                    Entry::Occupied(first) => Some(*first.get()),
                    Entry::Vacant(place) => {
                        place.insert(member.name_span);
                        None
                    }
                }
            };
            if let Some(first) = first {
                let finding = rules::duplicate_key::finding(&member.name, member.name_span, first);
                self.findings.push(finding);
            }
        }
    }
}

fn undecodable(error: &ParseError) -> Diagnostic {
    let range = error.range();
    let span = Span::new(range.start, range.end);
    match error.kind() {
        ParseErrorKind::String(_) => {
            rules::not_json::finding("half of a surrogate pair stands alone", span)
        }
        kind => rules::not_json::finding(&kind.to_string(), span),
    }
}
