//! Which sites the browser lets us read, and what for.

use crate::quote::Quote;
use crate::site::{Origin, Site};
use crate::watch::{State, Watch};

/// A permission that the person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The pattern by which the browser knows it.
    pub pattern: String,
    /// What it covers, as the person is shown it: `https://www.example.org`.
    pub name: Quote,
    /// The site whose pace and looks it belongs to; `None` where it covers more than one.
    pub site: Option<Site>,
    /// The titles of the watched pages that need it, or that have a frame which does.
    pub pages: Vec<Quote>,
}

/// What was granted, by name.
///
/// ```
/// use terminwacht::{grants, watch::State};
///
/// let grants = grants::of(&["https://www.example.org/*".into()], &State::default());
/// assert_eq!(grants[0].name.as_str(), "https://www.example.org");
/// assert_eq!(grants[0].site.as_ref().unwrap().name(), "example.org");
/// ```
pub fn of(patterns: &[String], state: &State) -> Vec<Grant> {
    let mut grants: Vec<Grant> = patterns.iter().map(|pattern| grant(pattern, state)).collect();
    grants.sort_by(|one, other| (&one.name, &one.pattern).cmp(&(&other.name, &other.pattern)));
    grants.dedup();
    grants
}

fn grant(pattern: &str, state: &State) -> Grant {
    let needs = |watch: &&Watch| {
        let origins = std::iter::once(&watch.order.origin).chain(&watch.order.frames);
        origins.map(Origin::pattern).any(|own| own == pattern)
    };
    let is_one = !pattern.contains("*.") && !pattern.contains("//*/");
    Grant {
        pattern: pattern.to_owned(),
        name: Quote::new(pattern.strip_suffix("/*").unwrap_or(pattern)),
        site: if is_one { Site::of(pattern) } else { None },
        pages: state.watches.iter().filter(needs).map(|watch| watch.order.title.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A state with one watch, of a.example, with a frame of b.example.
    fn watching() -> State {
        let saved =
            serde_json::from_str::<serde_json::Value>(include_str!("../fuzz/seeds/records/full.json"));
        let mut state = crate::store::Saved::load(saved.unwrap()).unwrap();
        state.watches.truncate(1);
        let order = &mut state.watches.first_mut().unwrap().order;
        order.title = Quote::new("Termine");
        order.origin = Origin::of("https://a.example/").unwrap();
        order.frames = vec![Origin::of("https://b.example/").unwrap()];
        state
    }

    #[test]
    fn a_permission_names_the_watched_pages_that_need_it() {
        let patterns = ["c", "b", "a"].map(|name| format!("https://{name}.example/*"));
        let pages = of(&patterns, &watching()).into_iter().map(|grant| (grant.pattern, grant.pages.len()));
        let expected =
            [("a", 1), ("b", 1), ("c", 0)].map(|(name, count)| (format!("https://{name}.example/*"), count));
        assert_eq!(pages.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_covers_more_than_one_site_belongs_to_none() {
        for pattern in ["https://*/*", "*://*.example.org/*", "<all_urls>"] {
            let grants = of(&[pattern.to_owned()], &State::default());
            assert_eq!(grants.first().map(|grant| grant.site.clone()), Some(None), "{pattern}");
        }
    }
}
