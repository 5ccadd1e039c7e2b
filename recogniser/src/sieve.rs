//! A quick test that mostly knows which words are not in a list.
//!
//! Nearly all words of a page are in none of our lists, so telling that at once is what makes a look short.

/// How many bytes of a word its head and its tail hold.
pub(crate) const EDGE: usize = 4;

/// What tells a word from others at sight: its first and last four bytes and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edges {
    /// The first bytes, the first lowest.
    pub(crate) head: u32,
    /// The last bytes, the last highest; those of a shorter word as in its head.
    pub(crate) tail: u32,
    /// The length in bytes.
    pub(crate) length: usize,
}

impl Edges {
    /// The edges of a word.
    #[inline]
    pub(crate) fn of(word: &[u8]) -> Edges {
        let length = word.len();
        if let (Some(first), Some(last)) = (word.first_chunk::<EDGE>(), word.last_chunk::<EDGE>()) {
            return Edges { head: u32::from_le_bytes(*first), tail: u32::from_le_bytes(*last), length };
        }
        let only = word.iter().rev().fold(0_u32, |edge, byte| edge << 8 | u32::from(*byte));
        Edges { head: only, tail: only, length }
    }

    /// Those of the word in lower case, if it is of ASCII letters only.
    #[inline]
    pub(crate) fn lower(self) -> Edges {
        const LOWER: u32 = 0x2020_2020;
        let letters = LOWER >> (8 * EDGE.saturating_sub(self.length));
        Edges { head: self.head | letters, tail: self.tail | letters, ..self }
    }
}

/// What words are filed under: their edges, spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u32);

impl Key {
    /// For the whole word.
    #[inline]
    pub(crate) fn whole(word: Edges) -> Key {
        let length = u32::try_from(word.length).unwrap_or(u32::MAX);
        Key::spread(word.head ^ word.tail.rotate_left(13) ^ length.wrapping_mul(0x0101_0101))
    }

    /// Fibonacci hashing, by Knuth: the upper bits are spread best.
    #[inline]
    pub(crate) fn spread(bits: u32) -> Key {
        Key(bits.wrapping_mul(0x9e37_79b1))
    }

    /// The key's upper bits, so many of them.
    #[inline]
    pub(crate) fn upper(self, bits: u32) -> usize {
        (self.0 >> (32 - bits)) as usize
    }
}

/// A set of keys that may hold more than was put in, and never less.
#[derive(Debug)]
pub(crate) struct Sieve(Vec<u64>);

/// So many upper bits of a key are told apart: few enough for 8 kB, enough to let one in twenty words through.
const BITS: u32 = 16;

impl Default for Sieve {
    fn default() -> Self {
        Sieve(vec![0; 1 << (BITS - 6)])
    }
}

impl Sieve {
    /// Puts a key in.
    pub(crate) fn add(&mut self, key: Key) {
        if let Some(bits) = self.0.get_mut(key.upper(BITS - 6)) {
            *bits |= 1 << (key.upper(BITS) & 63);
        }
    }

    /// Whether the key may be in it.
    #[inline]
    pub(crate) fn may_have(&self, key: Key) -> bool {
        self.0.get(key.upper(BITS - 6)).is_some_and(|bits| bits >> (key.upper(BITS) & 63) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_in_is_in(words in proptest::collection::vec("[a-zäöü]{1,12}", 1..50)) {
            let mut sieve = Sieve::default();
            for word in &words {
                sieve.add(Key::whole(Edges::of(word.as_bytes())));
            }
            for word in &words {
                prop_assert!(sieve.may_have(Key::whole(Edges::of(word.as_bytes()))));
            }
        }

        #[test]
        fn a_word_in_capitals_has_the_edges_of_one_without(word in "[a-zA-Z]{1,12}") {
            let lower = word.to_ascii_lowercase();
            prop_assert_eq!(Edges::of(word.as_bytes()).lower(), Edges::of(lower.as_bytes()));
        }
    }
}
