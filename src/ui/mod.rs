//! The extension's own pages. Only these files know the DOM.

mod browser;
mod dom;
mod phone;
pub mod popup;
pub mod settings;
mod shell;
