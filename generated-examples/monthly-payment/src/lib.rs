//! The sample flow `monthly-payment` with its tasks filled in.

pub mod bank;
pub mod mailer;
pub mod monthly_payment;
