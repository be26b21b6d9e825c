//! The sample flow `order-fulfilment` with its tasks filled in.

pub mod order_fulfilment;
