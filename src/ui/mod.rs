//! The extension's own pages. Only these files know the DOM.

mod alerting;
mod browser;
mod dom;
pub mod popup;
pub mod settings;
mod shell;
