//! The contract of contexts, for the one in memory.

use tinyflow::{ManualClock, SimpleContext};
use tinyflow_contract::Fixture;

struct Memory {
    context: SimpleContext,
    clock: ManualClock,
}

impl Fixture for Memory {
    type Context = SimpleContext;

    fn new(clock: ManualClock) -> Self {
        let context = SimpleContext::with_clock(clock.clone());
        Self { context, clock }
    }

    fn open(&self) -> SimpleContext {
        self.context.clone()
    }

    fn clock(&self) -> &ManualClock {
        &self.clock
    }
}

tinyflow_contract::contract_suite!(Memory);
