//! Two things at once, where there is a thread for it.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

/// Does one thing here and the other on a thread of its own, or here as well where the machine has
/// no thread left.
pub fn side_by_side<A, B: Send>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    on(Builder::new(), one, other)
}

fn on<A, B: Send>(
    thread: Builder,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    // A thread that does not start drops what it was to do.
    let other = Mutex::new(Some(other));
    let take = || {
        let mut other = other.lock().unwrap_or_else(PoisonError::into_inner);
        other.take().expect("it is done once")
    };
    thread::scope(|scope| match thread.spawn_scoped(scope, || take()()) {
        Ok(thread) => {
            let one = one();
            let other = thread.join();
            (one, other.unwrap_or_else(|panic| resume_unwind(panic)))
        }
        Err(_) => (one(), take()()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done_with_a_thread_and_without() {
        assert_eq!(side_by_side(|| "one", || "other"), ("one", "other"));
        let without = Builder::new().stack_size(isize::MAX.unsigned_abs());
        assert_eq!(on(without, || "one", || "other"), ("one", "other"));
    }
}
