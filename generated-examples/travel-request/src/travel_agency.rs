//! Where trips are booked.

use std::io;

/// Somebody who books trips.
pub trait TravelAgency: Send + Sync {
    /// Books a trip and gives the number of the booking. The same key books once, however often
    /// it is asked for.
    fn book(
        &self,
        traveller: &str,
        destination: &str,
        key: &str,
    ) -> impl Future<Output = io::Result<String>> + Send;
}
