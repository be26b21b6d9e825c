//! Times as people read them.

use jiff::{SpanRound, Timestamp, Unit};

/// A time in milliseconds since 1970, and how far it is from `now_ms`.
pub(super) fn until(at_ms: i64, now_ms: i64) -> String {
    let shown = at(at_ms);
    match distance(at_ms, now_ms) {
        Some(distance) if at_ms > now_ms => format!("{shown} (in {distance})"),
        Some(distance) => format!("{shown} ({distance} ago)"),
        None => shown,
    }
}

/// A time in milliseconds since 1970. One that no calendar has is shown as it is.
pub(super) fn at(at_ms: i64) -> String {
    match Timestamp::from_millisecond(at_ms) {
        Ok(timestamp) => timestamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        Err(_) => format!("{at_ms} ms"),
    }
}

/// Days, hours and minutes; seconds where it is less than that.
fn distance(at_ms: i64, now_ms: i64) -> Option<String> {
    let [earlier, later] = [at_ms.min(now_ms), at_ms.max(now_ms)].map(Timestamp::from_millisecond);
    let (earlier, later) = (earlier.ok()?, later.ok()?);
    let smallest = match later.duration_since(earlier).as_secs() {
        ..60 => Unit::Second,
        _ => Unit::Minute,
    };
    let round = SpanRound::new().largest(Unit::Day).smallest(smallest);
    let span = earlier.until(later).ok()?;
    let span = span.round(round.days_are_24_hours()).ok()?;
    Some(format!("{span:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_with_their_distance() {
        let now_ms = 1_700_000_000_000;
        for (at_ms, expected) in [
            (now_ms + 4_000, "2023-11-14 22:13:24 UTC (in 4s)"),
            (now_ms + 93_784_000, "2023-11-16 00:16:24 UTC (in 1d 2h 3m)"),
            (now_ms - 60_000, "2023-11-14 22:12:20 UTC (1m ago)"),
            (now_ms, "2023-11-14 22:13:20 UTC (0s ago)"),
            (i64::MAX, "9223372036854775807 ms"),
        ] {
            assert_eq!(until(at_ms, now_ms), expected);
        }
    }
}
