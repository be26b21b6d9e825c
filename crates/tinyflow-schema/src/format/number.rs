//! Formats of numbers: what fits into so many bits, as OpenAPI and schemars name it.

use std::cmp::Ordering;

use serde_json::Number;

use crate::number::{compare, is_whole};

/// What kind of number fits into how many bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    Signed { bits: u32 },
    Unsigned { bits: u32 },
    Float,
    Double,
}

impl NumberFormat {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "int8" => Self::Signed { bits: 8 },
            "int16" => Self::Signed { bits: 16 },
            "int32" => Self::Signed { bits: 32 },
            "int64" | "int" => Self::Signed { bits: 64 },
            "uint8" => Self::Unsigned { bits: 8 },
            "uint16" => Self::Unsigned { bits: 16 },
            "uint32" => Self::Unsigned { bits: 32 },
            "uint64" | "uint" => Self::Unsigned { bits: 64 },
            "float" => Self::Float,
            "double" => Self::Double,
            _ => return None,
        })
    }

    pub(crate) fn describe(self) -> String {
        match self {
            Self::Signed { bits } => format!("a whole number of {bits} bits"),
            Self::Unsigned { bits } => format!("a whole number of {bits} bits without a sign"),
            Self::Float => "within the range of a 32-bit float".to_owned(),
            Self::Double => "within the range of a 64-bit float".to_owned(),
        }
    }

    pub(crate) fn fits(self, number: &Number) -> bool {
        match self {
            Self::Signed { bits } => {
                let unused = 64 - bits;
                is_whole_within(
                    number,
                    i64::MIN >> unused,
                    (i64::MAX >> unused).unsigned_abs(),
                )
            }
            Self::Unsigned { bits } => is_whole_within(number, 0, u64::MAX >> (64 - bits)),
            Self::Float => {
                let float = number.as_f64().unwrap_or(f64::INFINITY);
                float.abs() <= f64::from(f32::MAX)
            }
            Self::Double => true,
        }
    }
}

fn is_whole_within(number: &Number, least: i64, most: u64) -> bool {
    is_whole(number)
        && compare(number, &least.into()) != Ordering::Less
        && compare(number, &most.into()) != Ordering::Greater
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_fit_their_bits() {
        for (format, fitting, others) in [
            ("int8", "[-128, 127, 5.0]", "[-129, 128, 1.5]"),
            ("uint8", "[0, 255]", "[-1, 256]"),
            (
                "int32",
                "[-2147483648, 2147483647]",
                "[-2147483649, 2147483648]",
            ),
            ("uint32", "[0, 4294967295]", "[4294967296]"),
            (
                "int64",
                "[-9223372036854775808, 9223372036854775807]",
                "[9223372036854775808]",
            ),
            ("uint64", "[18446744073709551615]", "[-1, 1e20]"),
            ("float", "[1.5, 3.4e38]", "[-3.5e38]"),
            ("double", "[1.5, 1e308]", "[]"),
        ] {
            let format = NumberFormat::named(format).unwrap();
            let numbers = |text: &str| serde_json::from_str::<Vec<Number>>(text).unwrap();
            for number in numbers(fitting) {
                assert!(format.fits(&number), "{number} is {}", format.describe());
            }
            for number in numbers(others) {
                assert!(
                    !format.fits(&number),
                    "{number} is not {}",
                    format.describe()
                );
            }
        }
    }
}
