//! Does the same with each of many things, or two things at once, on several threads where that is
//! worth one.
//!
//! What comes of many things is in their order, however many threads there are.

use std::num::NonZero;
use std::panic;
use std::sync::LazyLock;
use std::thread::{self, Builder, ScopedJoinHandle};

use tinyflow_model::side_by_side;

/// With fewer things than this, a thread costs more than it saves.
const FEWEST: usize = 300;
/// So many bytes of code are as much work as one of the things.
const BYTES: usize = 400;

/// Asked for once: the answer is put together from several files.
static PROCESSORS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));

/// The threads that share the work.
#[derive(Clone, Copy)]
pub(crate) struct Team {
    threads: usize,
}

impl Team {
    /// One that is as large as the processor allows, for this many things.
    pub(crate) fn of(things: usize) -> Self {
        let threads = match things < FEWEST {
            true => 1,
            false => *PROCESSORS,
        };
        Self { threads }
    }

    /// One for work on a text of code.
    pub(crate) fn of_text(text: &str) -> Self {
        Self::of(text.len() / BYTES)
    }

    pub(crate) fn each<'t, T: Sync, M: Send>(
        self,
        things: &'t [T],
        make: impl Fn(&'t T) -> M + Sync,
    ) -> Vec<M> {
        let make_all = |share: &'t [T]| share.iter().map(&make).collect::<Vec<M>>();
        if self.threads == 1 || things.len() < FEWEST {
            return make_all(things);
        }
        let (own, others) = things.split_at(things.len().div_ceil(self.threads));
        thread::scope(|scope| {
            let others: Vec<_> = others
                .chunks(own.len())
                .map(|share| {
                    let thread = Builder::new().spawn_scoped(scope, || make_all(share));
                    (share, thread)
                })
                .collect();
            let mut made = make_all(own);
            for (share, thread) in others {
                made.extend(match thread {
                    Ok(thread) => joined(thread),
                    // Without a thread the work is done here.
                    Err(_) => make_all(share),
                });
            }
            made
        })
    }

    /// As [`each`](Self::each), up to the first thing that fails.
    pub(crate) fn try_each<'t, T: Sync, M: Send, E: Send>(
        self,
        things: &'t [T],
        make: impl Fn(&'t T) -> Result<M, E> + Sync,
    ) -> Result<Vec<M>, E> {
        self.each(things, make).into_iter().collect()
    }

    /// Does two things, at once where there are threads for it.
    pub(crate) fn both<A, B: Send>(
        self,
        one: impl FnOnce() -> A,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        if self.threads == 1 {
            return (one(), other());
        }
        side_by_side(one, other)
    }
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_things() {
        for count in [0, 1, FEWEST - 1, FEWEST, FEWEST + 1, 10 * FEWEST + 7] {
            let things: Vec<usize> = (0..count).collect();
            let expected: Vec<_> = things.iter().map(|thing| thing * 2).collect();
            for threads in 1..6 {
                let team = Team { threads };
                assert_eq!(team.each(&things, |thing| thing * 2), expected);
            }
        }
    }

    #[test]
    fn two_things_are_done_by_any_number_of_threads() {
        for threads in 1..4 {
            let done = Team { threads }.both(|| "one", || "other");
            assert_eq!(done, ("one", "other"));
        }
    }
}
