//! The sample flow `order-fulfilment` with its tasks filled in.

pub mod mailer;
pub mod order_fulfilment;
pub mod payment_provider;
pub mod warehouse;
