<<<<<<< ours
fn main() {}
=======
>>>>>>> theirs
