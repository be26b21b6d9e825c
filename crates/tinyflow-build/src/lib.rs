#![doc = include_str!("../README.md")]

mod builder;

mod compiled;

mod error;

#[cfg(feature = "freshness")]
mod freshness;

pub use builder::Builder;
pub use compiled::Compiled;
pub use error::BuildError;
#[cfg(feature = "freshness")]
pub use freshness::assert_fresh;
