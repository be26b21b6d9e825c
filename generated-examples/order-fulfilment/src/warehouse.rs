//! The place where the goods are. Calls of one `key` are one piece of work for it.

use std::io;

use crate::order_fulfilment::{CustomerAddress, OrderLine};

/// Where goods are kept, sent off and bought.
pub trait Warehouse: Send + Sync {
    /// Sets the goods of an order aside. Gives the SKUs of which there are not enough.
    fn reserve(
        &self,
        order_id: &str,
        lines: &[OrderLine],
        key: &str,
    ) -> impl Future<Output = io::Result<Vec<String>>> + Send;

    /// Sends off what was set aside for an order.
    fn ship(
        &self,
        order_id: &str,
        to: &CustomerAddress,
        key: &str,
    ) -> impl Future<Output = io::Result<()>> + Send;

    /// Buys what is missing for an order.
    fn reorder(
        &self,
        order_id: &str,
        skus: &[String],
        key: &str,
    ) -> impl Future<Output = io::Result<()>> + Send;
}
