//! Which frames of a page may hold appointments, so that they are worth a permission, and worth a word where they cannot be read.

use crate::page::{Attribute, Block, Page};
use crate::site::{Origin, Site};

const HOSTS: &str = include_str!("hosts.txt");
/// The least width and height of a frame that may hold appointments, in CSS pixels: a test whether a person is there is
/// 304 by 78, a banner 728 by 90.
const LEAST: (u32, u32) = (200, 100);
/// The most origins that are asked for.
const MOST: usize = 4;

/// Where those frames come from that the page shows, that nobody could read, and that may hold appointments; each once,
/// in reading order.
///
/// ```
/// use recogniser::frames;
/// use recogniser::page::Page;
///
/// let outline = "0\tframe\t\t\tsource=https://book.example.org/calendar\tsize=640x480\tplace=0\n\
///                0\tframe\t\t\tsource=https://www.youtube.com/embed/x\tsize=640x480\tplace=1\n\
///                0\tframe\t\t\tsource=https://count.example.org/\tsize=1x1\tplace=2";
/// let page = Page { outline: outline.into(), ..Page::default() };
/// let hosts: Vec<_> = frames::worth_reading(&page).iter().map(|origin| origin.host().to_owned()).collect();
/// assert_eq!(hosts, ["book.example.org"]);
/// ```
pub fn worth_reading(page: &Page) -> Vec<Origin> {
    let mut origins = Vec::new();
    for block in page.unread().filter(is_large) {
        let origin = block.attribute(Attribute::Source).and_then(Origin::of);
        let new = origin.filter(|origin| !is_known(origin.host()) && !origins.contains(origin));
        origins.extend(new.filter(|_| origins.len() < MOST));
    }
    origins
}

/// Where the frames come from that were read with a page of `site` and belong to other sites; each once.
pub fn of_other_sites(page: &Page, site: &Site) -> impl Iterator<Item = Origin> {
    let mut origins: Vec<Origin> = page.frames.iter().filter_map(|frame| Origin::of(&frame.url)).collect();
    origins.sort();
    origins.dedup();
    let site = site.clone();
    origins.into_iter().filter(move |origin| Site::of(origin.pattern()).is_some_and(|other| other != site))
}

/// Whether there is room for appointments in a frame.
fn is_large(frame: &Block<'_>) -> bool {
    frame.size().is_some_and(|(width, height)| width >= LEAST.0 && height >= LEAST.1)
}

/// Whether a host is known to be there for something else.
fn is_known(host: &str) -> bool {
    hosts().any(|(_, known)| {
        host.strip_suffix(known).is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

/// The hosts that are passed over, with their lines in the file.
fn hosts() -> impl Iterator<Item = (usize, &'static str)> {
    (1..).zip(HOSTS.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn page(source: &str, size: &str) -> Page {
        let outline = format!("0\tframe\t\t\tsource={source}\tsize={size}\tplace=0");
        Page { outline, ..Page::default() }
    }

    #[test]
    fn every_host_can_match_and_stands_once() {
        let mut seen = BTreeSet::new();
        for (line, host) in hosts() {
            let place = format!("recogniser/src/frames/hosts.txt:{line}");
            let origin = Origin::of(&format!("https://{host}/"));
            assert_eq!(origin.as_ref().map(Origin::host), Some(host), "{place}");
            assert!(seen.insert(host), "{place}: twice");
            assert_eq!(worth_reading(&page(&format!("https://a.{host}/x"), "640x480")), [], "{place}");
        }
    }

    #[test]
    fn a_small_frame_and_one_without_an_address_are_passed_over() {
        for (source, size) in [
            ("https://a.example/", "640x99"),
            ("https://a.example/", "199x480"),
            ("https://a.example/", "x"),
            ("about:blank", "640x480"),
        ] {
            assert_eq!(worth_reading(&page(source, size)), [], "{source} {size}");
        }
        assert_eq!(worth_reading(&page("https://a.example/", "200x100")).len(), 1);
    }

    #[test]
    fn a_host_that_only_ends_alike_is_asked_for() {
        assert_eq!(worth_reading(&page("https://netflix.com/", "640x480")).len(), 1);
    }

    #[test]
    fn a_page_full_of_frames_asks_for_few() {
        let line =
            |at: usize| format!("0\tframe\t\t\tsource=https://a{at}.example/\tsize=640x480\tplace={at}");
        let outline: Vec<String> = (0..50).map(line).collect();
        assert_eq!(worth_reading(&Page { outline: outline.join("\n"), ..Page::default() }).len(), MOST);
    }
}
