//! The way to the thread that holds the connection.

use std::sync::Arc;
use std::sync::mpsc::{SendError, Sender, channel};
use std::thread::{Builder, JoinHandle};

use crate::leases::Unwanted;
use crate::request::Request;
use crate::writer::Writer;

/// Where requests are sent. Clones lead to the same thread.
///
/// The last one waits for the thread to end, and the thread ends when it has served every
/// request. So a process that leaves does not leave its locks behind: another one would have
/// to wait until their leases run out.
#[derive(Clone)]
pub(crate) struct Requests(Arc<Way>);

struct Way {
    /// None only while this is dropped.
    sender: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Requests {
    /// Starts the thread.
    pub(crate) fn to(writer: Writer) -> std::io::Result<Self> {
        let (sender, received) = channel();
        let thread = Builder::new().name("tinyflow-sqlite".to_owned());
        let thread = thread.spawn(move || writer.work(&received))?;
        Ok(Self(Arc::new(Way {
            sender: Some(sender),
            thread: Some(thread),
        })))
    }

    /// # Errors
    /// If the thread is gone.
    pub(crate) fn send(&self, request: Request) -> Result<(), SendError<Request>> {
        match &self.0.sender {
            Some(sender) => sender.send(request),
            None => Err(SendError(request)),
        }
    }

    /// Gives leases of this process back, and tells those who wait for them.
    pub(crate) fn release(&self, unwanted: Unwanted) {
        // Without the thread there is nothing to release them with: they run out.
        let _ = self.send(Request::Release(unwanted));
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has told so, and there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}
