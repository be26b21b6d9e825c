//! A workflow whose code is made by the build script.

pub mod coffee_order;
