//! What a user of the runtime can see, one behaviour a module.
//!
//! `parcel` and `single_step` are the workflows under test, `own_context` is a context that
//! keeps every checkpoint, and `soon` ends what hangs; the other modules are the tests.

mod letter_in_between;
mod own_context;
mod parcel;
mod single_step;
mod soon;

mod answers_in_time;
mod audit_log;
mod beside_an_action;
mod branch_waits;
mod cached_results;
mod cancelling;
mod clocks;
mod concurrency;
mod executions;
mod failing;
mod fork_versions;
mod forks;
mod generated_code;
mod given_back;
mod growth;
mod lock_orders;
mod locks;
mod lost_waits;
mod nested_forks;
mod not_json;
mod original_engine;
mod own_run;
mod pausing;
mod polling;
mod refusals;
mod resuming;
mod retries;
mod running;
mod schemas;
mod settings;
mod snapshot_form;
mod storing;
mod task_runner;
mod task_tests;
mod timers_followed;
mod verdicts;
mod versions;
mod waiting;
mod workers;
