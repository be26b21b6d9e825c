//! An editor: a client of the real command, through its standard input and output.

use std::ops::ControlFlow;
use std::process::Stdio;

use async_lsp::lsp_types::notification::PublishDiagnostics;
use async_lsp::lsp_types::{
    ClientCapabilities, Diagnostic, DidChangeTextDocumentParams, DidOpenTextDocumentParams,
    GeneralClientCapabilities, InitializeParams, InitializeResult, InitializedParams, Position,
    PositionEncodingKind, PublishDiagnosticsParams, Range, TextDocumentContentChangeEvent,
    TextDocumentIdentifier, TextDocumentItem, TextDocumentPositionParams, TextEdit, Url,
    VersionedTextDocumentIdentifier,
};
use async_lsp::router::Router;
use async_lsp::{LanguageServer, MainLoop, ServerSocket};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_util::compat::{TokioAsyncReadCompatExt, TokioAsyncWriteCompatExt};

/// An editor with one open document.
pub(crate) struct Editor {
    pub(crate) server: ServerSocket,
    pub(crate) offers: InitializeResult,
    child: Child,
    running: JoinHandle<async_lsp::Result<()>>,
    published: UnboundedReceiver<PublishDiagnosticsParams>,
    version: i32,
}

impl Editor {
    /// Starts the command and opens a document with this text.
    pub(crate) async fn open(text: &str) -> Self {
        Self::open_with(text, None).await
    }

    pub(crate) async fn open_with(text: &str, encoding: Option<PositionEncodingKind>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tinyflow"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the command starts");
        let output = child.stdout.take().expect("it has an output").compat();
        let input = child.stdin.take().expect("it has an input").compat_write();
        let (publish, published) = unbounded_channel();
        let (client, mut server) = MainLoop::new_client(|_| {
            let mut router = Router::new(());
            router.notification::<PublishDiagnostics>(move |(), params| {
                let _editor_is_gone = publish.send(params);
                ControlFlow::Continue(())
            });
            router
        });
        let running = tokio::spawn(client.run_buffered(output, input));
        let general = encoding.map(|encoding| GeneralClientCapabilities {
            position_encodings: Some(vec![encoding]),
            ..GeneralClientCapabilities::default()
        });
        let params = InitializeParams {
            capabilities: ClientCapabilities {
                general,
                ..ClientCapabilities::default()
            },
            ..InitializeParams::default()
        };
        let offers = server.initialize(params).await.expect("it answers");
        server
            .initialized(InitializedParams {})
            .expect("it listens");
        let text_document = TextDocumentItem::new(uri(), "json".to_owned(), 1, text.to_owned());
        let opened = DidOpenTextDocumentParams { text_document };
        server.did_open(opened).expect("it listens");
        Self {
            server,
            offers,
            child,
            running,
            published,
            version: 1,
        }
    }

    /// Replaces a range of the document, or all of it.
    pub(crate) fn change(&mut self, range: Option<Range>, text: &str) {
        self.version += 1;
        let params = DidChangeTextDocumentParams {
            text_document: VersionedTextDocumentIdentifier::new(uri(), self.version),
            content_changes: vec![TextDocumentContentChangeEvent {
                range,
                range_length: None,
                text: text.to_owned(),
            }],
        };
        self.server.did_change(params).expect("it listens");
    }

    /// What was found in the document as it is.
    pub(crate) async fn diagnostics(&mut self) -> Vec<Diagnostic> {
        loop {
            let published = self.published.recv().await.expect("it publishes");
            assert_eq!(published.uri, uri());
            if published.version == Some(self.version) {
                return published.diagnostics;
            }
        }
    }

    /// Takes leave as editors do; the command must end well.
    pub(crate) async fn close(mut self) {
        self.server.shutdown(()).await.expect("it answers");
        self.server.exit(()).expect("it listens");
        let status = self.child.wait().await.expect("it ends");
        assert!(status.success(), "{status}");
        self.running.abort();
    }
}

pub(crate) fn uri() -> Url {
    Url::parse("file:///flows/flow.json").expect("it is one")
}

pub(crate) fn document() -> TextDocumentIdentifier {
    TextDocumentIdentifier::new(uri())
}

/// The place of the first `needle`, and so many characters of ASCII behind its start.
pub(crate) fn place(text: &str, needle: &str, behind: usize) -> TextDocumentPositionParams {
    let at = text.find(needle).expect("it is there") + behind;
    TextDocumentPositionParams::new(document(), position(text, at))
}

/// The position of a byte in UTF-16 units, counted plainly.
pub(crate) fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
    let line = before.matches('\n').count();
    let character = before[line_start..].encode_utf16().count();
    Position::new(
        u32::try_from(line).expect("it is small"),
        u32::try_from(character).expect("it is small"),
    )
}

/// What stands at a range.
pub(crate) fn at(text: &str, range: Range) -> &str {
    &text[byte(text, range.start)..byte(text, range.end)]
}

/// The text after some edits.
pub(crate) fn edited(text: &str, mut edits: Vec<TextEdit>) -> String {
    edits
        .sort_by_key(|edit| std::cmp::Reverse((edit.range.start.line, edit.range.start.character)));
    let mut edited = text.to_owned();
    for edit in edits {
        let range = byte(text, edit.range.start)..byte(text, edit.range.end);
        edited.replace_range(range, &edit.new_text);
    }
    edited
}

fn byte(text: &str, position: Position) -> usize {
    (0..=text.len())
        .filter(|at| text.is_char_boundary(*at))
        .find(|at| self::position(text, *at) == position)
        .expect("the position is in the text")
}
