//! The front door: parse, choose the desk or a command, turn the outcome into an exit code.

fn main() {}
