#![doc = include_str!("../README.md")]

pub mod round;

mod schema;

mod condition;

mod javascript;

mod tree;

mod checked;

mod compiled;

pub use compiled::compare_compiled;
pub use round::{Round, Tally};
