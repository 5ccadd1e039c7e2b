//! What is known about single sites: the operators' stances, out of `sites/`.
//!
//! A profile is data: one file a site, one field a line, `#` before a remark. It only ever makes a watch slower.

use crate::time::Span;
use jiff::civil::Date;
use recogniser::named;
use std::sync::LazyLock;

/// The profiles, one file each.
const FILES: &[(&str, &str)] = &[
    ("116117.txt", include_str!("../sites/116117.txt")),
    ("berlin.txt", include_str!("../sites/berlin.txt")),
    ("doctolib.txt", include_str!("../sites/doctolib.txt")),
];

named! {
    /// How an operator stands towards re-checks. A site without a profile counts as `slow`.
    Stance {
        /// They are welcome, at the contract's pace.
        Welcome = "welcome",
        /// They are borne at a pace of patience.
        Slow = "slow",
        /// They are not: the person refreshes, Terminwacht reads.
        RemindOnly = "remind-only",
        /// The site may not be watched.
        Never = "never",
    }
}

named! {
    /// What the person is told about a site before its first watch.
    SiteNote {
        /// In 2021 the operator blocked all automated queries.
        AutomatedQueriesBlocked = "automated_queries_blocked",
    }
}

/// What is known about one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its host names; those below them belong to it too.
    pub hosts: Vec<String>,
    /// How the operator stands towards re-checks.
    pub stance: Stance,
    /// The least time between two re-checks.
    pub interval: Option<Span>,
    /// What the person is told.
    pub note: Option<SiteNote>,
    /// The number under which the operator gives out appointments too.
    pub phone: Option<Phone>,
    /// The address that tells of the operator's own waiting list: who has an appointment is told of an earlier one.
    pub waiting_list: Option<String>,
    /// Where that is from: an address.
    pub source: String,
    /// When it was seen there.
    pub seen: Date,
}

/// An official phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// The number, as one dials it.
    pub number: String,
    /// Where that is from: an address.
    pub source: String,
}

impl Phone {
    fn parse(value: &str) -> Option<Phone> {
        let (number, source) = value.split_once(' ')?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+');
        Some(Phone { number: number.to_owned(), source: address(source).filter(|_| is_number)? })
    }
}

/// What is wrong in a profile, with its line, counted from 1; 0 for the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub what: &'static str,
}

static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| FILES.iter().filter_map(|(_, text)| Profile::parse(text).ok()).collect());

impl Profile {
    /// The profile of a host, if there is one.
    pub fn of(host: &str) -> Option<&'static Profile> {
        PROFILES.iter().find(|profile| profile.covers(host))
    }

    fn covers(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts
            .iter()
            .any(|own| host.strip_suffix(own).is_some_and(|above| above.is_empty() || above.ends_with('.')))
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Where a field is unknown, malformed, there twice, or missing.
    pub fn parse(text: &str) -> Result<Profile, Error> {
        let mut hosts = Vec::new();
        let (mut stance, mut interval, mut note) = (None, None, None);
        let (mut phone, mut waiting_list, mut source, mut seen) = (None, None, None, None);
        for (index, line) in text.lines().enumerate() {
            let wrong = |what| Error { line: index + 1, what };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (field, value) = line.split_once(' ').ok_or(wrong("a field has a name and a value"))?;
            match field {
                "host" => hosts.push(value.to_owned()),
                "stance" => set(&mut stance, Stance::from_name(value)).map_err(wrong)?,
                "interval" => {
                    let seconds = value.parse().ok().filter(|seconds| (60..=86_400).contains(seconds));
                    set(&mut interval, seconds.map(Span::seconds)).map_err(wrong)?;
                }
                "note" => set(&mut note, SiteNote::from_name(value)).map_err(wrong)?,
                "phone" => set(&mut phone, Phone::parse(value)).map_err(wrong)?,
                "waiting-list" => set(&mut waiting_list, address(value)).map_err(wrong)?,
                "source" => set(&mut source, address(value)).map_err(wrong)?,
                "seen" => set(&mut seen, value.parse::<Date>().ok()).map_err(wrong)?,
                _ => return Err(wrong("no such field")),
            }
        }
        let missing = |what| Error { line: 0, what };
        if hosts.is_empty() {
            return Err(missing("host is missing"));
        }
        Ok(Profile {
            hosts,
            stance: stance.ok_or(missing("stance is missing"))?,
            interval,
            note,
            phone,
            waiting_list,
            source: source.ok_or(missing("source is missing"))?,
            seen: seen.ok_or(missing("seen is missing"))?,
        })
    }
}

fn address(value: &str) -> Option<String> {
    value.starts_with("https://").then(|| value.to_owned())
}

fn set<T>(field: &mut Option<T>, value: Option<T>) -> Result<(), &'static str> {
    if field.is_some() {
        return Err("stands there twice");
    }
    *field = Some(value.ok_or("is malformed")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_has_its_form_and_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sites");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let listed: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names, listed, "the files in sites/, and those named in FILES");
        for (name, text) in FILES {
            if let Err(Error { line, what }) = Profile::parse(text) {
                panic!("sites/{name}:{line}: {what}");
            }
        }
    }

    #[test]
    fn a_profile_covers_its_hosts_and_those_below() {
        assert!(Profile::of("229-iz.impfterminservice.de").is_some());
        assert!(Profile::of("impfterminservice.de").is_some());
        assert!(Profile::of("notimpfterminservice.de").is_none());
        assert!(Profile::of("berlin.de").is_none());
    }

    #[test]
    fn a_wrong_profile_names_the_line() {
        let line = |text| Profile::parse(text).unwrap_err().line;
        assert_eq!(line("host a.example\nstance maybe"), 2);
        assert_eq!(line("host a.example\ninterval 5"), 2);
        assert_eq!(line("colour red"), 1);
        assert_eq!(line("host a.example\nphone 115"), 2);
        assert_eq!(line("host a.example\nphone zero https://a.example/"), 2);
        assert_eq!(line("host a.example\nwaiting-list yes"), 2);
        assert_eq!(line("host a.example\nstance slow\nsource https://a.example\n"), 0);
    }
}
