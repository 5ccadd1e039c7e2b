//! Words of a page, made safe to show.

use serde::{Deserialize, Serialize};

/// The most characters of a quote.
pub const MOST_CHARACTERS: usize = 200;
/// The most bytes of a quote, but for the sign that it is cut: two for each character, as most alphabets take. Quotes
/// are most of what is stored.
const MOST_BYTES: usize = 2 * MOST_CHARACTERS;

/// Words of a page as they may be shown to a person: white space folded, control and bidirectional
/// characters removed, [`MOST_CHARACTERS`] at the most, and fewer where they take more than two bytes each.
///
/// ```
/// use recogniser::quote::Quote;
///
/// assert_eq!(Quote::new(" free\n\u{202e} slots ").as_str(), "free slots");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Quote(String);

impl Quote {
    /// Takes the words over.
    pub fn new(words: &str) -> Self {
        let mut quote = String::new();
        let mut length = 0;
        for word in words.split(|c: char| c.is_whitespace() || c.is_control()) {
            let mut characters = word.chars().filter(|c| !is_invisible(*c)).peekable();
            if characters.peek().is_none() {
                continue;
            }
            if length > 0 {
                quote.push(' ');
                length += 1;
            }
            for character in characters {
                if length >= MOST_CHARACTERS - 1 || quote.len() + character.len_utf8() > MOST_BYTES {
                    quote.truncate(quote.trim_end().len());
                    quote.push('…');
                    return Quote(quote);
                }
                quote.push(character);
                length += 1;
            }
        }
        Quote(quote)
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Quote {
    fn from(words: &str) -> Self {
        Quote::new(words)
    }
}

impl From<String> for Quote {
    fn from(words: String) -> Self {
        Quote::new(&words)
    }
}

/// Characters without a shape that can turn, hide or join text: soft hyphen, zero-width and bidirectional
/// marks, isolates and overrides (Unicode Standard Annex 9), tags, the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_that_turn_the_text_around_are_removed() {
        assert_eq!(Quote::new("a\u{202e}b\u{2066}c\u{200b}\u{ad}d").as_str(), "abcd");
    }

    #[test]
    fn a_long_text_is_cut_with_a_sign_of_it() {
        let quote = Quote::new(&"ü".repeat(500));
        assert_eq!(quote.as_str().chars().count(), MOST_CHARACTERS);
        assert!(quote.as_str().ends_with('…'));
    }

    #[test]
    fn a_text_of_large_characters_is_cut_earlier() {
        assert_eq!(Quote::new(&"\u{1f40c}".repeat(200)).as_str(), "\u{1f40c}".repeat(100) + "…");
    }

    #[test]
    fn a_stored_quote_is_cleaned_again() {
        let quote: Quote = serde_json::from_str("\"a\\u202eb\"").unwrap();
        assert_eq!(quote.as_str(), "ab");
    }

    proptest! {
        #[test]
        fn a_quote_is_clean_whatever_the_page_says(words: String) {
            let quote = Quote::new(&words);
            prop_assert!(quote.as_str().chars().count() <= MOST_CHARACTERS);
            prop_assert!(quote.as_str().len() <= MOST_BYTES + '…'.len_utf8());
            prop_assert!(!quote.as_str().chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert_eq!(&Quote::new(quote.as_str()), &quote);
        }
    }
}
