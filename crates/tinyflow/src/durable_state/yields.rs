//! Points at which an execution stops until its driver asks for more.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::Yield;

/// What an execution has to tell its driver. Clones share one queue.
pub(crate) struct Yields<Step> {
    waiting: Arc<Mutex<VecDeque<Yield<Step>>>>,
    /// Whether the driver wants to be told of waits alone.
    waits_alone: Arc<AtomicBool>,
}

impl<Step> Yields<Step> {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Arc::default(),
            waits_alone: Arc::default(),
        }
    }

    pub(crate) fn skip_actions(&self, skip: bool) {
        self.waits_alone.store(skip, Ordering::Relaxed);
    }

    /// Whether the driver wants to be told of actions, too.
    pub(crate) fn with_actions(&self) -> bool {
        !self.waits_alone.load(Ordering::Relaxed)
    }

    pub(crate) fn take(&self) -> Option<Yield<Step>> {
        self.waiting().pop_front()
    }

    /// Tells the driver, and stops until it asks for more.
    pub(crate) async fn stop(&self, told: Yield<Step>) {
        self.waiting().push_back(told);
        let mut told = false;
        std::future::poll_fn(|cx| {
            if told {
                return Poll::Ready(());
            }
            told = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Yield<Step>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Step> Clone for Yields<Step> {
    fn clone(&self) -> Self {
        Self {
            waiting: Arc::clone(&self.waiting),
            waits_alone: Arc::clone(&self.waits_alone),
        }
    }
}
