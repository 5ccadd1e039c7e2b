//! Terminwacht watches the booking page a person has open and calls them when an appointment is free.

pub mod page;
