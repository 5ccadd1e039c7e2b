//! Where messages are sent to, and what it takes to be let in there.

use crate::site::Origin;
use recogniser::named;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The most characters of an address: what browsers and servers commonly bear.
const MOST_CHARACTERS: usize = 2048;
/// The most characters of a topic, by ntfy's own rule.
const MOST_OF_TOPIC: usize = 64;
/// The most characters of a token. Those of ntfy have 32; a signed one (RFC 7519) of some hundred bytes fits too.
const MOST_OF_TOKEN: usize = 1000;

/// The address of a server of the web, written out: `https://ntfy.example.org/`.
///
/// ```
/// use terminwacht::push::Address;
///
/// assert_eq!(Address::read(" ntfy.Example.org ").unwrap().as_str(), "https://ntfy.example.org/");
/// assert!(Address::read("https://me:secret@example.org/").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Address(String);

named! {
    /// Why something entered is no address that messages can be sent to.
    AddressError {
        /// Nothing is entered.
        Empty = "empty",
        /// It has not the form of an address.
        Malformed = "malformed",
        /// It is not of the web.
        Scheme = "scheme",
        /// It holds a user name or a password, which would stand in clear wherever the address does.
        Credentials = "credentials",
        /// More than the server is named where only the server belongs.
        Path = "path",
    }
}

impl Address {
    /// Reads an address as a person enters it: without a scheme it is taken for `https`.
    ///
    /// # Errors
    /// Where it is none that messages can be sent to.
    pub fn read(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MOST_CHARACTERS || !text.chars().all(|c| c.is_ascii_graphic() && c != '\\') {
            return Err(AddressError::Malformed);
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(AddressError::Scheme);
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(AddressError::Credentials);
        }
        let authority = authority.to_ascii_lowercase();
        let slash = if path.starts_with('/') { "" } else { "/" };
        let address = Address(format!("{scheme}://{authority}{slash}{path}"));
        let is_whole = has_host(&authority) && Origin::of(&address.0).is_some();
        if is_whole { Ok(address) } else { Err(AddressError::Malformed) }
    }

    /// Reads the address of a server alone, as a person enters it.
    ///
    /// # Errors
    /// Where it is none, or more than that.
    pub fn read_server(text: &str) -> Result<Self, AddressError> {
        let address = Address::read(text)?;
        if address.is_server() { Ok(address) } else { Err(AddressError::Path) }
    }

    /// Whether it names a server and nothing on it.
    fn is_server(&self) -> bool {
        self.0.splitn(4, '/').nth(3).is_some_and(str::is_empty)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the browser is asked for; every address has one.
    pub fn origin(&self) -> Option<Origin> {
        Origin::of(&self.0)
    }

    /// Whether what is sent there can be read on its way: it is not encrypted, and leaves the person's own network.
    pub fn is_open(&self) -> bool {
        self.0.starts_with("http:") && !self.origin().is_some_and(|origin| is_private(origin.host()))
    }
}

/// Whether the part of an address between the slashes is a host with a port or without.
fn has_host(authority: &str) -> bool {
    let bracketed = authority.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = if let Some((address, port)) = bracketed {
        (address.parse::<Ipv6Addr>().is_ok(), port)
    } else {
        let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        let is_name = |label: &str| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        (host.split('.').all(is_name), port)
    };
    let is_port = |digits: &str| {
        digits.chars().all(|c| c.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0)
    };
    host && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// Whether a host is the person's own machine or in their own network: by its address (RFC 1918, RFC 3927, RFC 4193), by
/// a name that no public server has (RFC 6762, RFC 8375, and `internal`, which is reserved for this), or by a name without
/// a dot.
fn is_private(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some_and(is_private_v4)
        }
        Err(_) => {
            !host.contains('.')
                || [".localhost", ".local", ".internal", ".home.arpa"].iter().any(|end| host.ends_with(end))
        }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local()
}

/// A stored address is taken as it stands: it was read before.
impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_address = Address::read(&text).is_ok_and(|address| address.0 == text);
        if is_address { Ok(Address(text)) } else { Err("nothing can be sent to this address") }
    }
}

/// An ntfy topic: what a phone subscribes to. Whoever knows it can read what is sent there, unless the server guards it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Topic(String);

impl Topic {
    /// Reads a topic as a person enters it; `None` where ntfy would refuse it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=MOST_OF_TOPIC).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        fits.then(|| Topic(text.to_owned()))
    }

    /// The topic.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Topic {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Topic::read(&text).filter(|topic| topic.0 == text).ok_or("ntfy has no such topic")
    }
}

/// What proves to the server that we may send: it goes along as a bearer token (RFC 6750).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Token(String);

impl Token {
    /// Reads a token as a person enters it; `None` where it cannot stand in a header.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=MOST_OF_TOKEN).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic());
        fits.then(|| Token(text.to_owned()))
    }

    /// The token.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A secret is not printed.
impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token")
    }
}

impl TryFrom<String> for Token {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Token::read(&text).filter(|token| token.0 == text).ok_or("no header takes this token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, AddressError> {
        Address::read(text).map(|address| address.as_str().to_owned())
    }

    #[test]
    fn an_address_is_written_out() {
        for (text, address) in [
            ("ntfy.sh", "https://ntfy.sh/"),
            ("HTTPS://Ntfy.Example.ORG:8443", "https://ntfy.example.org:8443/"),
            ("http://127.0.0.1:2586", "http://127.0.0.1:2586/"),
            ("http://[::1]:80/hook", "http://[::1]:80/hook"),
            ("https://a.example/Hook/1?key=A#part", "https://a.example/Hook/1?key=A"),
            ("https://a.example?key=A", "https://a.example/?key=A"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(address), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        for (text, error) in [
            ("  ", AddressError::Empty),
            ("a b", AddressError::Malformed),
            ("https://", AddressError::Malformed),
            ("https://a..example/", AddressError::Malformed),
            ("https://a.example:99999/", AddressError::Malformed),
            ("https://a.example:0/", AddressError::Malformed),
            ("https://*/", AddressError::Malformed),
            ("https://[a]/", AddressError::Malformed),
            ("https://tür.example/", AddressError::Malformed),
            ("https:\\\\a.example", AddressError::Malformed),
            ("ftp://a.example/", AddressError::Scheme),
            ("javascript://a.example/", AddressError::Scheme),
            ("https://me:secret@a.example/", AddressError::Credentials),
            ("https://a.example@b.example/", AddressError::Credentials),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn where_a_server_belongs_nothing_on_it_is_taken() {
        assert!(Address::read_server("https://ntfy.sh").is_ok());
        for text in ["https://ntfy.sh/topic", "https://ntfy.sh/?a", "https://ntfy.sh//"] {
            assert_eq!(Address::read_server(text), Err(AddressError::Path), "{text}");
        }
    }

    #[test]
    fn what_goes_over_a_foreign_network_in_clear_is_open() {
        for (address, open) in [
            ("https://a.example/", false),
            ("http://a.example/", true),
            ("http://203.0.113.7/", true),
            ("http://172.32.0.1/", true),
            ("http://[2001:db8::1]/", true),
            ("http://10.evil.example/", true),
            ("http://127.0.0.1:9/", false),
            ("http://localhost/", false),
            ("http://[::1]/", false),
            ("http://192.168.1.20/", false),
            ("http://172.16.0.1/", false),
            ("http://[fd00::1]/", false),
            ("http://server/", false),
            ("http://server.local/", false),
            ("http://server.home.arpa/", false),
        ] {
            assert_eq!(Address::read(address).unwrap().is_open(), open, "{address}");
        }
    }

    #[test]
    fn a_topic_is_what_ntfy_takes_for_one() {
        for topic in ["a", "My_Topic-1", &"a".repeat(64)] {
            assert!(Topic::read(topic).is_some(), "{topic}");
        }
        for topic in ["", "a b", "a/b", "ä", &"a".repeat(65)] {
            assert_eq!(Topic::read(topic), None, "{topic}");
        }
    }

    #[test]
    fn a_token_breaks_out_of_no_header_and_is_not_printed() {
        assert!(Token::read("tk_abc").is_some());
        for token in ["", "a b", "a\r\nHost: b", "ä", &"a".repeat(1001)] {
            assert_eq!(Token::read(token), None, "{token}");
        }
        assert_eq!(format!("{:?}", Token::read("secret")), "Some(Token)");
    }

    proptest! {
        #[test]
        fn an_address_that_was_read_is_read_alike_again_and_can_be_asked_for(text in "(https?://)?[ -~]{0,30}") {
            if let Ok(address) = Address::read(&text) {
                prop_assert_eq!(Address::read(address.as_str()), Ok(address.clone()));
                prop_assert!(address.origin().is_some());
            }
        }
    }
}
