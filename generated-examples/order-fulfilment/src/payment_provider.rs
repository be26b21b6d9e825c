//! The company that takes the money.

use std::io;

use crate::order_fulfilment::{Payment, TakePaymentParamsProvider};

/// What is asked of the payment provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// The order that is paid.
    pub order_id: String,
    /// In the shop's currency.
    pub amount: f64,
    /// How it is paid.
    pub method: TakePaymentParamsProvider,
    /// Whether the money is taken at once and not only set aside.
    pub capture: bool,
    /// Charges of one key are one charge, however often they are asked for.
    pub key: String,
}

/// Where money is taken.
pub trait PaymentProvider: Send + Sync {
    /// Takes the money, or says that it was declined.
    fn charge(&self, charge: Charge) -> impl Future<Output = io::Result<Payment>> + Send;
}
