//! What a page means: text and layout in, a verdict out.
//!
//! It knows pages and nothing of watches. It is a crate of its own because its loops over a page's text are compiled for
//! speed, and everything else for size.
//! [`verdict::recognise`] has an example.

mod layout;
mod offer;
mod sieve;

pub mod bounds;
pub mod frames;
pub mod gist;
pub mod hint;
pub mod lexicon;
pub mod named;
pub mod page;
pub mod quote;
pub mod recheck;
pub mod site;
pub mod slot;
pub mod time;
pub mod verdict;
pub mod when;
