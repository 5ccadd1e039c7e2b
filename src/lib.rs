//! Terminwacht watches the booking page a person has open and calls them when an appointment is free.
//!
//! This crate is the core of a browser extension. It is pure: no clock, no I/O, no JavaScript values (but for
//! [`wasm`] and [`ui`], its border). The shell tells it what happened, and it answers what to do.
//!
//! A page becomes a verdict, and its slots are held against a wish:
//!
//! ```
//! use jiff::civil::date;
//! use terminwacht::page::Page;
//! use terminwacht::verdict::{Meaning, recognise};
//! use terminwacht::wish::Wish;
//!
//! let today = date(2026, 3, 4);
//! let page = Page {
//!     language: "en".into(),
//!     outline: "0\theading\t\tChoose an appointment\n\
//!               0\tbutton\t\tFri, 13 March 2026, 10:20\n\
//!               0\tbutton\t\tSat, 14 March 2026, 9:00"
//!         .into(),
//!     ..Page::default()
//! };
//! let verdict = recognise(&page, today);
//! let Meaning::Free(slots) = &verdict.meaning else { panic!("{verdict:?}") };
//! assert_eq!(verdict.evidence[0].quote.as_str(), "Fri, 13 March 2026, 10:20");
//!
//! let wish = Wish::read("Mon–Fri from 9:00", today).unwrap();
//! assert_eq!(wish.fits(slots).iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
//! ```
//!
//! [`watch`] has an example of a whole watch, from the press on *Watch this page* to the call. `docs/ARCHITECTURE.md` tells
//! where everything is.

mod bounds;

pub use recogniser::{frames, gist, hint, lexicon, page, quote, recheck, site, slot, time, verdict, when};

pub mod backup;
pub mod csv;
pub mod grants;
pub mod journal;
pub mod operator;
pub mod pace;
pub mod profile;
pub mod push;
pub mod sound;
pub mod store;
pub mod ui;
pub mod view;
pub mod wasm;
pub mod watch;
pub mod wish;
pub mod wording;
