//! A temporary project in which the command and cargo are run.
