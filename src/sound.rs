//! The sounds that call a person: a few notes each, as data. The shell only plays what it is handed.

use crate::time::Span;
use recogniser::named;
use serde::{Deserialize, Serialize};

named! {
    /// A sound to choose.
    Tune {
        /// Two notes, the second higher.
        Rising = "rising",
        /// Two notes, the second lower, as of a door bell.
        Falling = "falling",
        /// Three notes upwards, quickly.
        Lively = "lively",
    }
}

/// One note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tone {
    /// How high, in Hz.
    pub hertz: u16,
    /// When it begins after the first, in ms.
    pub start: Span,
    /// How long until it has faded, in ms.
    pub length: Span,
}

/// Notes of the equal temperament with A at 440 Hz, rounded.
const E5: u16 = 659;
const G5: u16 = 784;
const A5: u16 = 880;
const C6: u16 = 1047;

/// A note.
const fn tone(hertz: u16, start: u32, length: u32) -> Tone {
    Tone { hertz, start: Span(start), length: Span(length) }
}

impl Tune {
    /// Its notes, in the order they begin.
    pub const fn tones(self) -> &'static [Tone] {
        match self {
            Tune::Rising => const { &[tone(E5, 0, 500), tone(A5, 220, 900)] },
            Tune::Falling => const { &[tone(G5, 0, 700), tone(E5, 350, 1_100)] },
            Tune::Lively => const { &[tone(G5, 0, 300), tone(A5, 140, 300), tone(C6, 280, 700)] },
        }
    }
}

/// How loud a sound is, in percent of the loudest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "u8")]
pub struct Volume(u8);

impl Volume {
    /// That many percent, 100 at the most.
    pub const fn percent(percent: u8) -> Self {
        Volume(if percent > 100 { 100 } else { percent })
    }

    /// In percent.
    pub fn in_percent(self) -> u8 {
        self.0
    }

    /// What the notes' swings are multiplied by, 0 to 1. Ears take a square for an even rise.
    pub fn gain(self) -> f64 {
        let part = f64::from(self.0) / 100.0;
        part * part
    }
}

impl From<u8> for Volume {
    fn from(percent: u8) -> Self {
        Volume::percent(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tune_is_short_and_of_notes_that_all_ears_and_loudspeakers_know() {
        for tune in Tune::ALL {
            assert!(tune.tones().len() >= 2, "{tune:?}");
            for Tone { hertz, start, length } in tune.tones() {
                assert!((400..2_000).contains(hertz), "{tune:?}");
                assert!(start.0 + length.0 <= 1_500, "{tune:?}");
            }
        }
    }

    #[test]
    fn half_the_volume_is_a_quarter_of_the_swing_and_more_than_all_is_all() {
        assert!((Volume::percent(50).gain() - 0.25).abs() < 1e-9);
        assert_eq!(Volume::from(250), Volume::percent(100));
    }
}
