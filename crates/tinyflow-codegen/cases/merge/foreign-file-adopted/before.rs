//! Orders.

fn main() {
    // --- IMPLEMENTATION ---
}
