//! Clocks: waits that are longer than a timer of the system may be.

use futures_util::FutureExt;
use tinyflow::{Clock, SystemClock};

#[tokio::test]
async fn a_wait_of_any_length_does_not_end_at_once() {
    let now_ms = SystemClock.now_ms();
    let days = |days: i64| now_ms + days * 86_400_000;
    for at_ms in [days(1), days(25), days(50), days(40_000), i64::MAX] {
        let slept = SystemClock.sleep_until(at_ms).now_or_never();
        assert!(slept.is_none(), "until {at_ms}");
    }
    for at_ms in [now_ms, 0, i64::MIN] {
        let slept = SystemClock.sleep_until(at_ms).now_or_never();
        assert!(slept.is_some(), "until {at_ms}");
    }
}
