//! Terminwacht watches the booking page a person has open and calls them when an appointment is free.
//!
//! This crate is the core of a browser extension. It is pure: no clock, no I/O, no JavaScript values (but for
//! [`wasm`] and [`ui`], its border). The shell tells it what happened, and it answers what to do.
//!
//! ```
//! use terminwacht::page::Page;
//! use terminwacht::recheck::Recheck;
//! use terminwacht::time::{Instant, Now, Span};
//! use terminwacht::watch::{Effect, Event, Situation, State, TabId, update};
//! use terminwacht::wish::Wish;
//!
//! let now = |seconds: i64| Now::at(Instant(seconds * 1000), "2026-03-04".parse().unwrap(), 1);
//! let tab = TabId(7);
//!
//! // The person presses *Watch this page*, and allows this one site.
//! let asked = Event::StartRequested {
//!     tab,
//!     url: "https://termine.example.org/auswahl".into(),
//!     title: "Termin auswählen".into(),
//!     recheck: Recheck::Reload,
//!     interval: Span::minutes(5),
//!     wishes: Wish::read("Mon–Fri from 9:00", "2026-03-04".parse().unwrap()).unwrap().into(),
//!     keep_awake: false,
//!     private: false,
//!     frames: vec![],
//! };
//! let (state, _) = update(State::default(), asked, now(0));
//! let granted = Event::PermissionGranted { origins: vec!["https://termine.example.org/*".into()] };
//! let (state, effects) = update(state, granted, now(1));
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::Read { .. })));
//!
//! // The page is read; an appointment is on offer: the person is called.
//! let page = Page {
//!     url: "https://termine.example.org/auswahl".into(),
//!     language: "de".into(),
//!     outline: "0\theading\t\tBitte wählen Sie einen Termin\n0\tbutton\t\tFr., 13.03.2026, 10:20 Uhr".into(),
//!     ..Page::default()
//! };
//! let read = Event::PageRead { tab, page, situation: Situation::default() };
//! let (_, effects) = update(state, read, now(2));
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::Notify { .. })));
//! ```

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
