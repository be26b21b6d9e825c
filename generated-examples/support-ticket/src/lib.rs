//! The sample flow `support-ticket` with its tasks filled in.

pub mod help_desk;
pub mod pager;
pub mod support_ticket;
