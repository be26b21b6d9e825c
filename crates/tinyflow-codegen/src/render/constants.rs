//! Finds numbers that clippy takes for badly spelt mathematical constants.
//!
//! A flow may well hold 3.14; the item that it lands in then says that it is
//! meant. The rule is that of clippy's `approx_constant`.

use std::f64::consts;

/// Each constant with the fewest characters by which clippy knows it, less one.
const CONSTANTS: [(f64, usize); 19] = [
    (consts::E, 4),
    (consts::FRAC_1_PI, 4),
    (consts::FRAC_1_SQRT_2, 5),
    (consts::FRAC_2_PI, 5),
    (consts::FRAC_2_SQRT_PI, 5),
    (consts::FRAC_PI_2, 5),
    (consts::FRAC_PI_3, 5),
    (consts::FRAC_PI_4, 5),
    (consts::FRAC_PI_6, 5),
    (consts::FRAC_PI_8, 5),
    (consts::LN_2, 5),
    (consts::LN_10, 5),
    (consts::LOG10_2, 5),
    (consts::LOG2_10, 5),
    (consts::LOG10_E, 5),
    (consts::LOG2_E, 5),
    (consts::PI, 3),
    (consts::SQRT_2, 5),
    (consts::TAU, 3),
];

/// The smallest of these numbers.
const FEWEST: usize = 3;

/// Whether a number in the code looks like a constant. One in a string counts
/// too, which does no harm.
pub(super) fn has_lookalike(code: &str) -> bool {
    code.split(|character: char| !matches!(character, '0'..='9' | '.' | '_'))
        .filter(|number| number.len() > FEWEST && number.contains('.'))
        .any(|number| is_lookalike(&number.replace('_', "")))
}

fn is_lookalike(number: &str) -> bool {
    CONSTANTS.iter().any(|(constant, fewest)| {
        let rounded = || format!("{constant:.*}", number.len() - 2);
        number.len() > *fewest && (constant.to_string().starts_with(number) || rounded() == number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_known_by_their_first_digits() {
        for code in ["3.14", "vec![1.0, 2.718]", "-6.283_185", "value > 0.693_1"] {
            assert!(has_lookalike(code), "{code}");
        }
        for code in ["3.1", "2.71", "0.69", "314.0", "Value::from(3)", "state.pi"] {
            assert!(!has_lookalike(code), "{code}");
        }
    }
}
