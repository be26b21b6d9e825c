//! Dates, times and durations as RFC 3339 has them.

pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else {
        return false;
    };
    is_date(date) && time.starts_with(['T', 't']) && is_time(&time[1..])
}

pub(super) fn is_date(text: &str) -> bool {
    let [year, month, day] = match text.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => {
            [(year, 4), (month, 2), (day, 2)].map(|(part, width)| number(part, width))
        }
        _ => return false,
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

pub(super) fn is_time(text: &str) -> bool {
    let Some((time, offset)) = text.split_at_checked(8) else {
        return false;
    };
    let Some((hour, minute, second)) = clock(time) else {
        return false;
    };
    let digits = offset.strip_prefix('.').map(|rest| {
        let end = rest.find(|character: char| !character.is_ascii_digit());
        end.unwrap_or(rest.len())
    });
    let offset = match digits {
        Some(0) => return false,
        Some(count) => &offset[count + 1..],
        None => offset,
    };
    let Some(offset) = minutes_ahead(offset) else {
        return false;
    };
    // A leap second is the last one of a day, in UTC.
    let minute_of_day = (hour * 60 + minute - offset).rem_euclid(24 * 60);
    second < 60 || (second == 60 && minute_of_day == 23 * 60 + 59)
}

fn clock(text: &str) -> Option<(i32, i32, i32)> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else {
        return None;
    };
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    (hour < 24 && minute < 60 && second <= 60).then_some((hour, minute, second))
}

fn minutes_ahead(offset: &str) -> Option<i32> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let sign = match offset.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hour, minute) = offset[1..].split_once(':')?;
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    (hour < 24 && minute < 60).then_some(sign * (hour * 60 + minute))
}

/// A number of so many digits.
fn number(text: &str, width: usize) -> Option<i32> {
    let is_number = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// `P1Y2M3DT4H5M6S`, or weeks alone; of each part some units in a row.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    if date.is_empty() && time.is_none() {
        return false;
    }
    let is_weeks = time.is_none() && are_units(date, "W");
    is_weeks
        || (date.is_empty() || are_units(date, "YMD"))
            && time.is_none_or(|time| are_units(time, "HMS"))
}

/// Whether a text is numbers with some units of the list, in a row without a gap.
fn are_units(text: &str, units: &str) -> bool {
    let mut left = units;
    let mut digits = 0;
    let mut is_first = true;
    for character in text.chars() {
        if character.is_ascii_digit() {
            digits += 1;
            continue;
        }
        match left.find(character) {
            Some(at) if digits > 0 && (is_first || at == 0) => left = &left[at + 1..],
            _ => return false,
        }
        is_first = false;
        digits = 0;
    }
    digits == 0 && !is_first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_those_of_the_calendar() {
        for text in [
            "2024-02-29T12:00:00Z",
            "1998-12-31T23:59:60Z",
            "1998-12-31T15:59:60.123-08:00",
            "2024-01-01t00:00:00.5z",
            "2024-01-01T00:00:00+23:59",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2023-02-29T12:00:00Z",
            "2024-01-01 12:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T12:00:60Z",
            "2024-01-01T12:00:00",
            "2024-01-01T12:00:00.Z",
            "2024-1-01T12:00:00Z",
            "2024-01-01T12:00:00+2400",
            "२०२४-01-01T12:00:00Z",
            "",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }

    #[test]
    fn durations_have_their_units_in_a_row() {
        for text in [
            "P1Y",
            "P1Y2M3D",
            "PT1H",
            "P1DT1H30M",
            "P2W",
            "PT0S",
            "P4DT12H30M5S",
        ] {
            assert!(is_duration(text), "{text}");
        }
        for text in [
            "P", "PT", "1D", "P1", "P1DT", "P1H", "P1Y2W", "PT1D", "P1D2H", "P1M1Y", "P1Y1D",
            "P-1D",
        ] {
            assert!(!is_duration(text), "{text}");
        }
    }
}
