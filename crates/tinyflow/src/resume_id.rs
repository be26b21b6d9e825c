//! The ids by which waits are answered.

use std::sync::Arc;

/// Makes the ids of waits from their keys and a time that no wait of the run had before.
#[derive(Clone)]
pub(crate) struct ResumeIds(Arc<MakeId>);

type MakeId = dyn Fn(&str, i64) -> String + Send + Sync;

impl ResumeIds {
    pub(crate) fn new(make: impl Fn(&str, i64) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    pub(crate) fn make(&self, key: &str, time_ms: i64) -> String {
        (self.0)(key, time_ms)
    }
}

impl Default for ResumeIds {
    fn default() -> Self {
        Self::new(|key, time_ms| format!("{key}-{}", base_32(time_ms.unsigned_abs())))
    }
}

/// A number in base 32, with the digits `0` to `9` and `a` to `v`.
pub(crate) fn base_32(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 32).unwrap_or_default();
        digits.extend(char::from_digit(digit, 32));
        number /= 32;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}
