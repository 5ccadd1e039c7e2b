//! Terminwacht watches the booking page a person has open and calls them when an appointment is free.

mod layout;
mod named;
mod offer;

pub mod lexicon;
pub mod pace;
pub mod page;
pub mod quote;
pub mod recheck;
pub mod site;
pub mod slot;
pub mod store;
pub mod time;
pub mod ui;
pub mod verdict;
pub mod view;
pub mod wasm;
pub mod watch;
pub mod when;
pub mod wording;
