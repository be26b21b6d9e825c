//! An open flow: its text, what is wrong with it, and what is known of it.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent, Uri};
use tinyflow_check::check_source;
use tinyflow_model::{Diagnostic, Node, Source, Span, parse, read};

use crate::known::Known;
use crate::mentions::{Mention, mentions};
use crate::positions::{Encoding, Positions};

/// An open document.
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    /// The text as the client has it.
    text: String,
    encoding: Encoding,
    positions: Positions,
    /// What was read of the text, once somebody has asked.
    reading: Option<Reading>,
    known: Known,
}

/// What was read of the present text.
pub(crate) struct Reading {
    /// The text without a byte order mark; spans are of this one.
    pub(crate) source: Source,
    /// The document; none where the text is not JSON.
    pub(crate) root: Option<Node>,
    pub(crate) findings: Vec<Diagnostic>,
    /// Where the ids of steps stand.
    pub(crate) mentions: Vec<Mention>,
}

impl Document {
    /// Opens a document, and learns from its text before anything changes it.
    pub(crate) fn new(uri: Uri, version: i32, text: String, encoding: Encoding) -> Self {
        let mut document = Self {
            uri,
            version,
            positions: Positions::new(&text, encoding),
            text,
            encoding,
            reading: None,
            known: Known::default(),
        };
        document.read();
        document
    }

    /// Applies the changes, one after the other.
    pub(crate) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => {
                    let start = self.positions.byte(&self.text, range.start);
                    let end = self.positions.byte(&self.text, range.end);
                    let range = start..end.max(start);
                    self.text.replace_range(range, &change.text);
                }
            }
            self.positions = Positions::new(&self.text, self.encoding);
        }
        self.reading = None;
    }

    /// What the text says, and what is known of the flow.
    pub(crate) fn read(&mut self) -> Look<'_> {
        let reading = self.reading.get_or_insert_with(|| {
            let source = Source::new(self.uri.as_str(), self.text.clone().into_bytes());
            let root = parse(&source).0;
            if !is_flow(source.text()) {
                return Reading {
                    source,
                    root: None,
                    findings: Vec::new(),
                    mentions: Vec::new(),
                };
            }
            let outcome = check_source(&source);
            let flow = root.clone().and_then(|root| read(root).0);
            if let Some(flow) = &flow {
                self.known.learn(flow);
            }
            Reading {
                root,
                findings: outcome.findings,
                mentions: flow.as_ref().map_or_else(Vec::new, mentions),
                source,
            }
        });
        Look {
            uri: &self.uri,
            reading,
            known: &self.known,
            positions: &self.positions,
            text: &self.text,
        }
    }
}

/// Whether a text is meant to be a flow. Editors may hand over any JSON file, of
/// which nothing is to be said.
fn is_flow(text: &str) -> bool {
    let names = |name: &str| text.contains(name);
    names("flow.schema.json") || (names("\"steps\"") && names("\"connections\""))
}

/// A look at a document: everything that answers are made from.
#[derive(Clone, Copy)]
pub(crate) struct Look<'d> {
    pub(crate) uri: &'d Uri,
    pub(crate) reading: &'d Reading,
    pub(crate) known: &'d Known,
    positions: &'d Positions,
    text: &'d str,
}

impl<'d> Look<'d> {
    /// The text that spans are of.
    pub(crate) fn text(self) -> &'d str {
        self.reading.source.text()
    }

    /// Where a span stands.
    pub(crate) fn range(self, span: Span) -> Range {
        let start = self.reading.source.start();
        let span = Span::new(span.start + start, span.end + start);
        self.positions.range(self.text, span)
    }

    /// The byte of the text that a position means.
    pub(crate) fn byte(self, position: Position) -> usize {
        let byte = self.positions.byte(self.text, position);
        byte.saturating_sub(self.reading.source.start())
    }

    /// The mention of a step at a place.
    pub(crate) fn mention(self, at: usize) -> Option<&'d Mention> {
        let is_there = |mention: &&Mention| mention.span.start <= at && at <= mention.span.end;
        self.reading.mentions.iter().find(is_there)
    }
}
