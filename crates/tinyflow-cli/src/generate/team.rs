//! Does jobs side by side.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::{self, Builder};

/// Does all jobs and gives what became of them, in their order. `progress` is told how many are
/// done.
///
/// One job alone is done by the caller's thread, with nothing told. So are all where the machine
/// has no thread left, with everything told.
pub(super) fn do_all<J: Sync, O: Send>(
    jobs: &[J],
    work: impl Fn(&J) -> O + Sync,
    progress: impl FnMut(usize),
) -> Vec<O> {
    if let [job] = jobs {
        return vec![work(job)];
    }
    do_with(Builder::new, jobs, work, progress)
}

fn do_with<J: Sync, O: Send>(
    builder: impl Fn() -> Builder,
    jobs: &[J],
    work: impl Fn(&J) -> O + Sync,
    mut progress: impl FnMut(usize),
) -> Vec<O> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(jobs.len());
    let next = AtomicUsize::new(0);
    let take = || {
        let number = next.fetch_add(1, Ordering::Relaxed);
        jobs.get(number).map(|job| (number, job))
    };
    let (sender, receiver) = mpsc::channel();
    let mut outcomes = Vec::with_capacity(jobs.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, take, work) = (sender.clone(), &take, &work);
            let member = builder().spawn_scoped(scope, move || {
                while let Some((number, job)) = take() {
                    // Nobody listens any more only where the caller has panicked.
                    let _is_heard = sender.send((number, work(job)));
                }
            });
            if member.is_err() {
                break;
            }
        }
        drop(sender);
        for outcome in receiver {
            outcomes.push(outcome);
            progress(outcomes.len());
        }
        // All that is left where not one thread could be had.
        while let Some((number, job)) = take() {
            outcomes.push((number, work(job)));
            progress(outcomes.len());
        }
    });
    outcomes.sort_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_in_the_order_of_the_jobs() {
        let jobs: Vec<usize> = (0..200).collect();
        let mut counts = Vec::new();
        let work = |job: &usize| {
            if job.is_multiple_of(7) {
                thread::yield_now();
            }
            job * 2
        };
        let outcomes = do_all(&jobs, work, |count| counts.push(count));
        let expected: Vec<_> = jobs.iter().map(|job| job * 2).collect();
        assert_eq!(outcomes, expected);
        assert!(counts.is_sorted());
    }

    #[test]
    fn jobs_are_done_without_a_thread() {
        let jobs: Vec<usize> = (0..20).collect();
        let mut told = 0;
        let never = || Builder::new().stack_size(isize::MAX.unsigned_abs());
        let outcomes = do_with(never, &jobs, |job| job + 1, |count| told = count);
        assert_eq!(outcomes, (1..21).collect::<Vec<_>>());
        assert_eq!(told, 20);
    }
}
