//! A text as numbers, words with a meaning, and signs.

use super::names::{self, Meaning};

/// What one token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number of so many digits.
    Number {
        value: u32,
        digits: u8,
    },
    Word(Meaning),
    /// A word of no meaning here.
    Other,
    Sign(char),
    /// A Chinese or Korean character that is written behind a number: year, month, day, hour, minute.
    Unit(Unit),
    /// A weekday that is a single character, which only counts in brackets.
    DayCharacter(i8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    pub(super) kind: Kind,
}

/// The longest word that has a meaning, in bytes.
const LONGEST: usize = 32;

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut spaced = false;
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if is_invisible(character) {
            continue;
        }
        if character.is_whitespace() {
            spaced = true;
            continue;
        }
        let mut end = start + character.len_utf8();
        let kind = if let Some(digit) = digit(character) {
            let (mut value, mut digits) = (digit, 1_u8);
            while let Some((at, next)) = characters.peek().copied() {
                let Some(digit) = digit_of(next) else {
                    if is_invisible(next) {
                        characters.next();
                        continue;
                    }
                    break;
                };
                value = value.saturating_mul(10).saturating_add(digit);
                digits = digits.saturating_add(1);
                end = at + next.len_utf8();
                characters.next();
            }
            Kind::Number { value, digits }
        } else if let Some(kind) = character_kind(character) {
            kind
        } else if character.is_alphabetic() {
            word.clear();
            word.extend(lower(character));
            while let Some((at, next)) = characters.peek().copied() {
                if !(next.is_alphabetic() && character_kind(next).is_none()
                    || is_invisible(next)
                    || next == '\u{307}')
                {
                    break;
                }
                if word.len() < LONGEST {
                    word.extend(lower(next).filter(|next| !is_invisible(*next)));
                }
                end = at + next.len_utf8();
                characters.next();
            }
            word_kind(&word)
        } else {
            Kind::Sign(plain(character))
        };
        tokens.push(Token { start, end, spaced, kind });
        spaced = false;
    }
    tokens
}

fn word_kind(word: &str) -> Kind {
    match word {
        "午前" | "오전" => return Kind::Word(Meaning { am: true, ..Meaning::default() }),
        "午後" | "오후" => return Kind::Word(Meaning { pm: true, ..Meaning::default() }),
        _ => {}
    }
    let meaning = names::meaning(word);
    if meaning == Meaning::default() { Kind::Other } else { Kind::Word(meaning) }
}

fn digit(character: char) -> Option<u32> {
    digit_of(character)
}

/// The value of a digit, full-width ones included.
fn digit_of(character: char) -> Option<u32> {
    match character {
        '0'..='9' => character.to_digit(10),
        '０'..='９' => u32::from(character).checked_sub(u32::from('０')),
        _ => None,
    }
}

fn lower(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().filter(|lower| *lower != '\u{307}')
}

fn character_kind(character: char) -> Option<Kind> {
    Some(match character {
        '年' | '년' => Kind::Unit(Unit::Year),
        '月' | '월' => Kind::Unit(Unit::Month),
        '日' | '일' => Kind::Unit(Unit::Day),
        '時' | '시' => Kind::Unit(Unit::Hour),
        '分' | '분' => Kind::Unit(Unit::Minute),
        '火' | '화' => Kind::DayCharacter(2),
        '水' | '수' => Kind::DayCharacter(3),
        '木' | '목' => Kind::DayCharacter(4),
        '金' | '금' => Kind::DayCharacter(5),
        '土' | '토' => Kind::DayCharacter(6),
        _ => return None,
    })
}

/// Signs that stand for the same.
fn plain(character: char) -> char {
    match character {
        '–' | '—' | '‐' | '‑' | '‒' | '−' | '~' | '〜' | '～' => '-',
        '：' => ':',
        '／' => '/',
        '．' => '.',
        '，' | '、' => ',',
        '（' => '(',
        '）' => ')',
        other => other,
    }
}

/// Soft hyphens and marks without a width.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}
