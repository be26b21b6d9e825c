//! Keeps the runs of tinyflow workflows in one SQLite file.
//!
//! [`SqliteContext`] is the door. One thread holds the connection: it writes what the runs of
//! the process ask for, many requests in one transaction where they come together, renews the
//! leases of the locks that the process holds, and notices what other processes have written.
//! What the stored texts mean is not known here.

#![doc = include_str!("../README.md")]

mod context;
mod error;
mod options;

mod lock;
mod request;
mod requests;
mod writer;

mod due;
mod leases;
mod letters;
mod listing;
mod logs;
mod runs;
mod salvage;
mod schema;
mod set_aside;

pub use self::context::SqliteContext;
pub use self::error::SqliteError;
pub use self::lock::SqliteLock;
pub use self::options::SqliteOptions;
