//! The faults that reading a flow can find, a file for each.
//!
//! Text comes first (`TF0..`), then structure (`TF1..`). Faults that need more
//! than one value at a time belong to the checker.

pub mod not_json;

pub mod not_utf8;

pub mod byte_order_mark;

pub mod nested_too_deeply;

pub mod duplicate_key;

pub mod missing_field;

pub mod wrong_field_type;

pub mod unknown_field;

pub mod unknown_step_type;

pub mod invalid_duration;

pub mod number_out_of_range;

pub mod no_time;

pub mod unknown_join;

pub mod pause_past_limit;

use crate::Rule;

/// Every rule of this crate, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &not_json::RULE,
    &not_utf8::RULE,
    &byte_order_mark::RULE,
    &nested_too_deeply::RULE,
    &duplicate_key::RULE,
    &missing_field::RULE,
    &wrong_field_type::RULE,
    &unknown_field::RULE,
    &unknown_step_type::RULE,
    &invalid_duration::RULE,
    &number_out_of_range::RULE,
    &no_time::RULE,
    &unknown_join::RULE,
    &pause_past_limit::RULE,
];
