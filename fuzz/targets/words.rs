//! Any word of an operator is heeded as far as it is known, and more words never ask for less.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terminwacht::operator::Word;
use terminwacht::time::Span;

fuzz_target!(|content: &str| {
    let word = Word::read(content);
    assert!(word.min_interval.is_none_or(|interval| interval <= Span::minutes(24 * 60)));
    let more = Word::read(&format!("no-recheck min-interval=900 {content}"));
    assert!(more.no_recheck && more.min_interval >= Some(Span::minutes(15)));
});
