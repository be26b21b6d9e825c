//! The sample flow `travel-request` with its tasks filled in.

pub mod mailer;
pub mod travel_agency;
pub mod travel_request;
