//! What one character is for dates and times.

/// What a character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A digit of any width.
    Digit(u8),
    /// A letter of a script with words, without case and accent; `'\0'` for a letter no name is written with.
    Letter(char),
    /// A character of a script without spaces between words: a word may begin at each.
    Ideograph,
    /// A Hangul syllable: a word may begin at the first of a run, what follows is often an ending.
    Syllable,
    /// Anything that separates, as the ASCII character it stands for; `?` for all that is never part of a
    /// date.
    Mark(u8),
    /// Invisible: soft hyphen, zero-width and direction characters, combining accents.
    Nothing,
}

/// The letters U+00C0 to U+017F without case and accent.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo?ouuuuypsaaaaaaaceeeeiiiidnooooo?ouuuuypy\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// What that character is.
pub(super) fn look(c: char) -> Look {
    match c {
        'a'..='z' => Look::Letter(c),
        'A'..='Z' => Look::Letter(c.to_ascii_lowercase()),
        '0'..='9' => Look::Digit(offset(c, '0')),
        '\t' | '\n' | '\r' => Look::Mark(b' '),
        '~' => Look::Mark(b'-'),
        '\0'..='\x7f' => Look::Mark(offset(c, '\0')),
        '\u{80}'..='\u{2fff}' => western(c),
        '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff20}' | '～' => wide(c),
        '\u{ac00}'..='\u{d7a3}' => Look::Syllable,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Look::Ideograph,
        '\u{1f000}'..='\u{1faff}' => Look::Mark(b'?'),
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => Look::Nothing,
        _ => Look::Letter('\0'),
    }
}

/// How far a character stands behind another one; 0 where that is no byte.
fn offset(c: char, first: char) -> u8 {
    u8::try_from(u32::from(c) - u32::from(first)).unwrap_or(0)
}

/// Letters of Latin and Cyrillic, and the marks of general punctuation.
fn western(c: char) -> Look {
    match c {
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}' => Look::Mark(b' '),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{61c}'
        | '\u{300}'..='\u{36f}' => Look::Nothing,
        // The signs behind an ordinal number, as in 1º.
        'º' | 'ª' => Look::Letter('o'),
        '¢'..='¥' | '\u{20a0}'..='\u{20cf}' => Look::Mark(b'$'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Look::Mark(b'-'),
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => Look::Mark(b'\''),
        '\u{c0}'..='\u{17f}' => match LATIN.get(u32::from(c) as usize - 0xc0) {
            Some(&letter) if letter != b'?' => Look::Letter(char::from(letter)),
            _ => Look::Mark(b'?'),
        },
        'Ё' | 'ё' => Look::Letter('е'),
        'Є' | 'є' => Look::Letter('є'),
        'І' | 'і' | 'Ї' | 'ї' => Look::Letter('і'),
        'Ґ' | 'ґ' => Look::Letter('г'),
        'А'..='Я' => Look::Letter(char::from_u32(u32::from(c) + 0x20).unwrap_or(c)),
        'а'..='я' => Look::Letter(c),
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' => Look::Mark(b'?'),
        _ => Look::Letter('\0'),
    }
}

/// The marks and digits of East Asian width.
fn wide(c: char) -> Look {
    match c {
        '０'..='９' => Look::Digit(offset(c, '０')),
        '\u{3000}' => Look::Mark(b' '),
        '～' | '〜' | '－' => Look::Mark(b'-'),
        '、' | '，' => Look::Mark(b','),
        '。' | '．' => Look::Mark(b'.'),
        '（' | '【' | '「' => Look::Mark(b'('),
        '）' | '】' | '」' => Look::Mark(b')'),
        '：' => Look::Mark(b':'),
        '／' => Look::Mark(b'/'),
        '％' => Look::Mark(b'%'),
        _ => Look::Mark(b'?'),
    }
}
