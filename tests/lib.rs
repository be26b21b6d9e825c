//! What the doors share.
