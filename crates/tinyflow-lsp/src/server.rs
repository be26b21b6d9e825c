//! The loop of the server: messages come in, answers and diagnostics go out.

mod dispatch;

mod offers;

use std::collections::{BTreeMap, BTreeSet};

use lsp_server::{Connection, Message, Notification, ProtocolError};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _,
    PublishDiagnostics,
};
use lsp_types::{InitializeParams, PublishDiagnosticsParams};
use serde::de::DeserializeOwned;

use crate::diagnostics;
use crate::document::Document;
use crate::positions::Encoding;

/// Why a server stopped before its client wanted it to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The client broke the protocol, or left in the middle of it.
    #[error("the client does not keep to the protocol")]
    Protocol(#[from] ProtocolError),
    /// What the client said of itself cannot be read.
    #[error("the client's initialisation cannot be read")]
    Initialize(#[from] serde_json::Error),
    /// The client left without taking leave.
    #[error("the client left without a shutdown")]
    Left,
}

/// Serves a client until it takes its leave.
///
/// # Errors
/// If the client breaks the protocol or leaves without a word.
pub fn serve(connection: &Connection) -> Result<(), ServeError> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let general = params.capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref());
    let encoding = Encoding::agreed(offered);
    connection.initialize_finish(id, offers::offers(encoding))?;
    let mut server = Server {
        connection,
        encoding,
        documents: BTreeMap::new(),
        changed: BTreeSet::new(),
    };
    server.run()
}

struct Server<'c> {
    connection: &'c Connection,
    encoding: Encoding,
    /// The open documents, by their uris.
    documents: BTreeMap<String, Document>,
    /// Those that diagnostics are due for.
    changed: BTreeSet<String>,
}

impl Server<'_> {
    fn run(&mut self) -> Result<(), ServeError> {
        loop {
            // While there is more to read, a change may follow that makes diagnostics stale.
            let message = match self.connection.receiver.try_recv() {
                Ok(message) => message,
                Err(_) => {
                    self.publish();
                    self.connection
                        .receiver
                        .recv()
                        .map_err(|_| ServeError::Left)?
                }
            };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let response = dispatch::answer(&mut self.documents, request);
                    self.send(response.into());
                }
                Message::Notification(notification) if notification.method == "exit" => {
                    return Err(ServeError::Left);
                }
                Message::Notification(notification) => self.notice(notification),
                Message::Response(_) => {}
            }
        }
    }

    /// Takes in what the client does with its documents. What cannot be read is
    /// left aside: nobody waits for an answer.
    fn notice(&mut self, notification: Notification) {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let params = read::<DidOpenTextDocument>(notification);
                let Some(opened) = params.map(|params| params.text_document) else {
                    return;
                };
                let uri = opened.uri.as_str().to_owned();
                let document =
                    Document::new(opened.uri, opened.version, opened.text, self.encoding);
                self.documents.insert(uri.clone(), document);
                self.changed.insert(uri);
            }
            DidChangeTextDocument::METHOD => {
                let Some(params) = read::<DidChangeTextDocument>(notification) else {
                    return;
                };
                let uri = params.text_document.uri.as_str();
                if let Some(document) = self.documents.get_mut(uri) {
                    document.change(params.text_document.version, params.content_changes);
                    self.changed.insert(uri.to_owned());
                }
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = read::<DidCloseTextDocument>(notification) else {
                    return;
                };
                let uri = params.text_document.uri;
                self.documents.remove(uri.as_str());
                self.changed.remove(uri.as_str());
                let nothing = PublishDiagnosticsParams::new(uri, Vec::new(), None);
                self.tell(nothing);
            }
            _ => {}
        }
    }

    /// Says what was found in the documents that have changed.
    fn publish(&mut self) {
        for uri in std::mem::take(&mut self.changed) {
            if let Some(document) = self.documents.get_mut(&uri) {
                let published = diagnostics::published(document);
                self.tell(published);
            }
        }
    }

    fn tell(&self, params: PublishDiagnosticsParams) {
        let method = PublishDiagnostics::METHOD.to_owned();
        self.send(Notification::new(method, params).into());
    }

    fn send(&self, message: Message) {
        // Where the client has gone, the next reading says so.
        let _client_is_gone = self.connection.sender.send(message);
    }
}

fn read<N: lsp_types::notification::Notification>(notification: Notification) -> Option<N::Params>
where
    N::Params: DeserializeOwned,
{
    notification.extract(N::METHOD).ok()
}
