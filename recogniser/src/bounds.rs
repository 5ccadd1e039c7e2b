//! How much of anything comes in.
//!
//! A message beyond its bounds is refused, with an error that names what is too long: nothing of ours is. Of a stored
//! list [`first`] or [`last`] keeps what is within, so that a record that grew too long is not lost as a whole.

use serde::de::{Deserialize, Deserializer, Error};

/// Declares text with the most characters it may have, as a function for `deserialize_with`.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $most:literal)*) => { $(
        $(#[$meta])*
        ///
        /// # Errors
        /// Where it is longer, or no text.
        pub fn $name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
            bounded(String::deserialize(deserializer)?, stringify!($name), $most)
        }
    )* };
}

texts! {
    /// The address of a page. Chromium takes none that is longer, and Firefox only half of it.
    address: 2_097_152
    /// The title of a page; the reader sends the beginning of a longer one.
    title: 1_000
    /// The language of a page, as a tag (RFC 5646), of which the longest registered has 17.
    language: 100
    /// What an operator says to us; the reader sends the beginning of what is longer.
    operator: 300
    /// The outline of a page: the reader stops at 2,000,000 characters, after which the line may still end.
    outline: 2_200_000
    /// Where a frame stands among the windows of a page: a number for each one around it.
    place: 100
    /// What tells a slot apart from others: 120 bytes, as `recogniser/src/slot.rs` makes it.
    identity: 120
}

/// Text of no more than so many characters.
///
/// # Errors
/// Where it has more, with its name.
pub fn bounded<E: Error>(text: String, name: &str, most: usize) -> Result<String, E> {
    // No text has more characters than bytes.
    if text.len() > most && text.chars().nth(most).is_some() {
        return Err(E::custom(format_args!("the {name} is longer than {most} characters")));
    }
    Ok(text)
}

/// A minute of a day, 0 to 1439.
///
/// # Errors
/// Where no day has such a minute.
pub fn minute<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let minute = u16::deserialize(deserializer)?;
    if minute < 24 * 60 { Ok(minute) } else { Err(D::Error::custom("no day has such a minute")) }
}

/// The first `MOST` of a list; the rest is passed over.
///
/// # Errors
/// Where it is no such list.
pub fn first<'de, const MOST: usize, D, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Deserialize<'de> + IntoIterator + FromIterator<C::Item>,
{
    Ok(C::deserialize(deserializer)?.into_iter().take(MOST).collect())
}

/// The last `MOST` of a list, which are the newest; those before are passed over.
///
/// # Errors
/// Where it is no such list.
pub fn last<'de, const MOST: usize, D, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Deserialize<'de> + IntoIterator<IntoIter: ExactSizeIterator> + FromIterator<C::Item>,
{
    let list = C::deserialize(deserializer)?.into_iter();
    let over = list.len().saturating_sub(MOST);
    Ok(list.skip(over).collect())
}
