//! A workflow whose generated file is checked in.

pub mod parcel_return;
