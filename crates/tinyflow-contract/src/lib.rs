//! The tests that every context of tinyflow must pass, for those who write one.
//!
//! Each test is a function over a [`Fixture`]; [`contract_suite!`] makes tests of all of them.
//! `saving`, `locking`, `letters` and `due` ask the context itself; `working`, `answering`
//! and `stuck` execute runs in it, by workers.

#![doc = include_str!("../README.md")]
#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

pub mod answering;
pub mod due;
pub mod fixture;
pub mod letters;
pub mod locking;
pub mod saving;
pub mod stuck;
pub mod working;

pub use self::fixture::Fixture;

/// Stamps the suite on the context of a [`Fixture`]: one test for each behaviour.
///
/// To be called in an integration test, once for each context. The test needs `tokio` with the
/// features `macros` and `rt-multi-thread`.
#[macro_export]
macro_rules! contract_suite {
    ($fixture:ty) => {
        $crate::contract_suite! {
            $fixture:
            saving::a_run_is_read_back_as_it_was_stored,
            saving::what_is_not_known_is_kept,
            saving::a_revision_is_neither_skipped_nor_repeated,
            saving::of_many_who_store_the_same_revision_one_does,
            saving::logs_are_appended,
            saving::many_entries_are_read_back_and_removed,
            saving::every_text_survives,
            saving::a_refused_checkpoint_leaves_nothing_behind,
            locking::one_of_many_holds_the_lock,
            locking::first_come_is_first_served,
            locking::a_lock_is_free_when_it_is_dropped,
            locking::whoever_gives_up_the_wait_is_passed_over,
            locking::whoever_gives_up_the_wait_has_workers_look_again,
            locking::whoever_gives_up_what_is_being_taken_leaves_it_free,
            locking::a_store_opened_twice_has_one_lock,
            letters::letters_wait_until_they_are_taken,
            letters::one_letter_is_kept_for_a_wait,
            letters::an_event_id_is_taken_once,
            letters::a_letter_for_another_revision_is_not_kept,
            letters::a_run_that_is_over_takes_no_letters,
            letters::of_many_answers_one_is_kept,
            letters::whoever_follows_is_told_of_a_letter,
            due::runs_are_claimed_when_their_time_has_come,
            due::a_letter_makes_a_run_due,
            due::a_run_is_claimed_once,
            due::whoever_gives_up_a_claim_leaves_the_runs_free,
            due::runs_that_have_ended_are_not_claimed,
            due::other_flows_are_left_alone,
            due::other_versions_are_left_alone,
            due::a_run_that_says_more_of_its_flow_is_of_that_version,
            due::a_run_is_set_aside_for_a_time,
            due::what_changes_a_run_has_it_looked_at_again,
            due::a_note_goes_with_the_next_checkpoint_of_its_lock,
            due::a_wake_that_is_unchanged_stands,
            due::the_limit_is_kept_and_the_oldest_come_first,
            due::runs_are_listed_by_phase,
            due::a_run_is_listed_under_its_version,
            working::a_worker_executes_what_was_begun,
            working::a_timer_fires_without_whoever_set_it,
            working::an_action_that_fails_is_tried_again_after_its_pause,
            answering::an_early_event_waits_for_its_step,
            answering::events_are_taken_in_their_order,
            answering::of_two_answers_one_wins,
            answering::an_answer_races_a_timer,
            answering::an_answer_to_what_has_lost_a_race_is_decided_later,
            answering::a_bad_answer_leaves_the_wait_open,
            answering::a_timer_is_ended_early_by_a_skip_alone,
            working::two_workers_execute_each_run_once,
            working::a_run_that_executes_is_cancelled_at_its_await,
            working::a_run_that_waits_is_cancelled,
            working::a_shutdown_finishes_the_step_and_no_more,
            working::a_panic_and_an_unreadable_run_leave_the_others_alone,
            working::a_failed_run_is_retried_when_asked,
            working::transactions_add_up,
            working::a_paused_run_stays_parked,
            working::one_worker_serves_several_flows,
            stuck::workers_of_two_versions_each_do_their_own,
            stuck::a_run_that_no_worker_can_execute_is_named,
            stuck::a_letter_and_a_retry_have_it_tried_again,
            stuck::it_can_be_cancelled,
            stuck::a_program_that_fits_goes_on_with_it,
        }
    };
    ($fixture:ty: $($file:ident::$test:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let fixture = <$fixture as $crate::Fixture>::new($crate::fixture::clock());
                $crate::$file::$test(&fixture).await;
            }
        )*
    };
}
