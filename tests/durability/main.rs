//! What is promised when processes die, sleep too long, or find their files damaged.
//!
//! `crashes` kills each example workflow at every boundary of its run. `leases` lets processes
//! oversleep, `sharing` has them work on one database. `files` and `damaged` damage it, and it
//! outgrows a `full_disk`.
//! `properties` are the six that checkpoint and resume have for every example. The processes
//! that are killed are this program, started again for one test that does nothing in the
//! ordinary run.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod boundary;
mod crashing_context;
mod ledger;
mod process;
mod scenarios;
mod stage;

mod crashes;
mod damaged;
mod files;
mod full_disk;
mod leases;
mod properties;
mod sharing;
