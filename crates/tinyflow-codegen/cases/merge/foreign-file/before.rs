fn main() {
    // --- IMPLEMENTATION ---
}
