//! The extension's own pages. Only these files know the DOM.

mod alerting;
mod browser;
mod canvas;
mod data;
mod dom;
pub mod journal;
pub(crate) mod permissions;
mod phone;
pub mod popup;
pub mod settings;
mod shell;
mod sites;
