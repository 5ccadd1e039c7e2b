//! Which site a page belongs to, and how to ask the browser for it.

use serde::{Deserialize, Serialize};
use structured_public_domains::registrable_domain;

/// The most characters of a host name (RFC 1035, section 2.3.4, without the final dot).
const MOST_CHARACTERS: usize = 253;

/// The unit the pace is kept for: all pages of one site share it, whatever tab or window they are in.
///
/// It is the registrable domain by the [Public Suffix List](https://publicsuffix.org), private suffixes included:
/// `service.berlin.de` → `berlin.de`, `practice.example.co.uk` → `example.co.uk`, `town.github.io` → itself. A
/// host without one (a public suffix itself, an IP address, `localhost`) is its own site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Site(String);

impl Site {
    /// The site of an `http` or `https` address; `None` for any other address.
    pub fn of(url: &str) -> Option<Self> {
        Some(Site::of_host(Address::parse(url)?.host))
    }

    /// The site of a host name or IP address.
    fn of_host(host: &str) -> Self {
        let host = host.to_ascii_lowercase();
        let is_address = host.starts_with('[') || host.split('.').all(|label| label.parse::<u8>().is_ok());
        let domain = if is_address { None } else { registrable_domain(&host) };
        Site(domain.unwrap_or(host))
    }

    /// Whether this is the person's own machine, where nobody needs protection from us.
    pub fn is_loopback(&self) -> bool {
        self.0 == "localhost"
            || self.0 == "[::1]"
            || (self.0.starts_with("127.") && self.0.split('.').count() == 4)
    }

    /// The host name part that names the site.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// The host of a page, which is what the browser grants access to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// The pattern that asks the browser for one host: `https://www.example.org/*`. Match patterns know no
    /// ports, so the pattern covers every port of the host. `None` for addresses that are not of the web.
    pub fn of(url: &str) -> Option<Self> {
        let Address { scheme, host } = Address::parse(url)?;
        Some(Origin(format!("{scheme}://{host}/*")))
    }

    /// The host: `www.example.org`.
    pub fn host(&self) -> &str {
        Address::parse(&self.0).map_or("", |address| address.host)
    }

    /// The match pattern.
    pub fn pattern(&self) -> &str {
        &self.0
    }
}

/// The whole address of a page of the web.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Url(String);

/// The longest address that is kept, in bytes: what browsers and servers commonly bear.
const MOST_URL: usize = 2048;

impl Url {
    /// `None` for what is not of the web, or longer than a page's address should be.
    pub fn of(url: &str) -> Option<Self> {
        Address::parse(url)?;
        (url.len() <= MOST_URL).then(|| Url(url.to_owned()))
    }

    /// Whether this is the address.
    pub fn is(&self, url: &str) -> bool {
        self.0 == url
    }
}

/// A stored site may be one that the list of public suffixes would cut otherwise by now; it stays what it was.
impl TryFrom<String> for Site {
    type Error = &'static str;

    fn try_from(host: String) -> Result<Self, Self::Error> {
        let is_host = Address::parse(&format!("https://{host}/")).is_some_and(|address| address.host == host);
        if is_host { Ok(Site(host)) } else { Err("no site has this name") }
    }
}

impl TryFrom<String> for Url {
    type Error = &'static str;

    fn try_from(url: String) -> Result<Self, Self::Error> {
        Url::of(&url).ok_or("this is no address of a page")
    }
}

impl TryFrom<String> for Origin {
    type Error = &'static str;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        Origin::of(&pattern).filter(|origin| origin.0 == pattern).ok_or("this is no pattern of one host")
    }
}

/// The two parts of an address that matter here.
struct Address<'a> {
    scheme: &'a str,
    host: &'a str,
}

impl<'a> Address<'a> {
    fn parse(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        if scheme != "http" && scheme != "https" {
            return None;
        }
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?;
        let host = match host.strip_prefix('[') {
            Some(address) => host.get(..address.find(']')? + 2)?,
            None => host.split(':').next()?.trim_end_matches('.'),
        };
        (1..=MOST_CHARACTERS).contains(&host.len()).then_some(Address { scheme, host })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(url: &str) -> Option<String> {
        Site::of(url).map(|site| site.name().to_owned())
    }

    #[test]
    fn all_hosts_of_a_domain_are_one_site() {
        assert_eq!(site("https://service.berlin.de/terminvereinbarung/?a=1"), Some("berlin.de".into()));
        assert_eq!(site("https://berlin.de"), Some("berlin.de".into()));
        assert_eq!(site("https://001-iz.impfterminservice.de:8443/x"), Some("impfterminservice.de".into()));
    }

    #[test]
    fn public_suffixes_part_sites() {
        for (url, expected) in [
            ("https://a.practice.co.uk/", "practice.co.uk"),
            ("https://kreuzberg.github.io/termine", "kreuzberg.github.io"),
            ("https://town.lg.jp/", "town.lg.jp"),
            ("https://www.city.kawasaki.jp/", "city.kawasaki.jp"),
            ("https://co.uk/", "co.uk"),
            ("https://intranet/", "intranet"),
            ("https://WWW.Example.ORG/", "example.org"),
        ] {
            assert_eq!(site(url).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn an_address_of_a_machine_is_its_own_site() {
        assert_eq!(site("http://127.0.0.1:8080/x"), Some("127.0.0.1".into()));
        assert_eq!(site("http://192.168.1.20/"), Some("192.168.1.20".into()));
        assert_eq!(site("http://[::1]:80/"), Some("[::1]".into()));
        assert_eq!(site("http://localhost:3000"), Some("localhost".into()));
    }

    #[test]
    fn a_host_of_more_characters_than_a_name_may_have_is_none() {
        let host = |length: usize| format!("https://{}.de/", "a".repeat(length - 3));
        assert!(Origin::of(&host(253)).is_some());
        assert_eq!(Origin::of(&host(254)), None);
    }

    #[test]
    fn only_the_machine_itself_is_loopback() {
        for (url, expected) in [
            ("http://127.0.0.1/", true),
            ("http://localhost:1/", true),
            ("http://[::1]/", true),
            ("https://127.0.0.1.example.org/", false),
            ("https://localhost.example.org/", false),
            ("http://192.168.1.1/", false),
        ] {
            assert_eq!(Site::of(url).unwrap().is_loopback(), expected, "{url}");
        }
    }

    #[test]
    fn a_user_name_in_the_address_does_not_pass_for_the_host() {
        assert_eq!(site("https://localhost@example.org/"), Some("example.org".into()));
    }

    #[test]
    fn pages_outside_the_web_have_no_site() {
        for url in [
            "about:blank",
            "chrome://extensions",
            "moz-extension://x/y",
            "file:///etc/passwd",
            "https://",
            "",
        ] {
            assert_eq!(Site::of(url), None, "{url}");
            assert_eq!(Origin::of(url), None, "{url}");
        }
    }

    #[test]
    fn the_permission_is_asked_for_one_host() {
        assert_eq!(
            Origin::of("https://www.example.org:8443/a?b").unwrap().pattern(),
            "https://www.example.org/*"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_without_a_panic(url in ".{0,80}") {
            let _ = (Site::of(&url), Origin::of(&url));
        }
    }
}
