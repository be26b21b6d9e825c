//! Orders.

fn main() {}