//! The contract of contexts, for SQLite: each door is a connection and a process of its own.

use std::time::Duration;

use tempfile::TempDir;
use tinyflow::ManualClock;
use tinyflow_contract::Fixture;
use tinyflow_sqlite::{SqliteContext, SqliteOptions};

struct File {
    folder: TempDir,
    clock: ManualClock,
}

impl Fixture for File {
    type Context = SqliteContext;

    fn new(clock: ManualClock) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        Self { folder, clock }
    }

    fn open(&self) -> SqliteContext {
        SqliteOptions::new()
            .with_clock(self.clock.clone())
            .with_lease(Duration::from_secs(1_000_000_000))
            .with_poll_interval(Duration::from_millis(5))
            .open(self.folder.path().join("runs.db"))
            .expect("the file is new")
    }

    fn clock(&self) -> &ManualClock {
        &self.clock
    }
}

tinyflow_contract::contract_suite!(File);
