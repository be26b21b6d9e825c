#![doc = include_str!("../README.md")]

pub mod round;

mod schema;

mod condition;

mod javascript;

mod tree;

mod checked;

pub use round::{Round, Tally};
