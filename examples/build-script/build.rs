//! Makes the code of the flows.

fn main() {
    tinyflow_build::Builder::new()
        .flow("flows/coffee-order.json")
        .compile();
}
