pub fn greet() {
    println!("hello")
}

pub fn half( {
