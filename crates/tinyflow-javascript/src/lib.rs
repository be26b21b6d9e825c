#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! A [`Js`] is a value as JavaScript sees it: JSON, `undefined`, or what an
//! operator has made of them. Where JavaScript would throw, the value is that
//! failure, and so is whatever is made of it; a test (anything that gives back
//! `Result<bool, Thrown>`) hands it out. So an expression is written in one
//! piece, and what JavaScript would not evaluate can fail without harm.
//!
//! # Where it differs from JavaScript
//!
//! Two whole numbers are compared exactly, also where JavaScript would round
//! them. What objects inherit (`toString`, `constructor`) is not there.
//!
//! Nothing here knows conditions, shapes or flows.

mod thrown;

mod text;

mod number;

mod value;

mod source;

mod convert;

mod access;

mod compare;

mod arithmetic;

mod logic;

mod methods;

pub use logic::{choose, not};
pub use source::{array, concat, from, js, null, number, optional, text, trim, undefined};
pub use thrown::Thrown;
pub use value::{Js, Numeric};
