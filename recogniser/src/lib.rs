//! What a page means: text and layout in, a verdict out.
//!
//! It knows pages and nothing of watches. It is a crate of its own because its loops over a page's text are compiled for
//! speed, and everything else for size.
//!
//! ```
//! use recogniser::page::Page;
//! use recogniser::verdict::{Meaning, recognise};
//!
//! let page = Page {
//!     language: "de".into(),
//!     outline: "0\theading\t\tBitte wählen Sie einen Termin\n0\tbutton\t\tFr., 13.03.2026, 10:20 Uhr".into(),
//!     ..Page::default()
//! };
//! let verdict = recognise(&page, "2026-03-04".parse().unwrap());
//! let Meaning::Free(slots) = verdict.meaning else { panic!("it offers an appointment") };
//! assert_eq!(slots.len(), 1);
//! ```

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
