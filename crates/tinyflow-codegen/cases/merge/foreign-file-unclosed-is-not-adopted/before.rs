fn main() {}
/* and so on
