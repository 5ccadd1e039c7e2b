//! A page's outline as a tree, with what the lexicon says of each block.

use crate::lexicon::{self, Reader, Sign, Signs};
use crate::page::{Attribute, Block, MOST_BLOCKS, Page, Role};

/// So many blocks of what guests say are under one heading.
const REVIEWS: usize = 100;

/// Which part of the page a block is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// What the page is about.
    Main,
    /// A dialog on top of it.
    Dialog,
    /// What frames it: header, navigation, footer.
    Frame,
}

/// One block and where it stands.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) block: Block<'a>,
    /// The container around it.
    pub(crate) parent: Option<usize>,
    /// The first node after everything in it.
    pub(crate) end: usize,
    pub(crate) area: Area,
    /// What its text says.
    pub(crate) signs: Signs,
    /// What its label, title, image text and value say beside its text.
    pub(crate) aside: Signs,
}

impl Node<'_> {
    /// Whether its text or what stands beside it has the sign.
    pub(crate) fn says(&self, sign: Sign) -> bool {
        self.signs.has(sign) || self.aside.has(sign)
    }

    /// Whether it says that something is taken, or that nothing is free.
    pub(crate) fn says_taken(&self) -> bool {
        self.says(Sign::Full) || self.says(Sign::None)
    }

    /// Whether a person can press it.
    pub(crate) fn is_control(&self) -> bool {
        match self.block.role {
            Role::Button | Role::Link | Role::Radio | Role::Checkbox | Role::Option => true,
            Role::Text | Role::Cell | Role::Item => self.block.pressable,
            _ => false,
        }
    }
}

/// The blocks of a page as a tree in reading order.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    /// How many characters a person can read outside of navigation, header and footer.
    pub(crate) length: usize,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        let lines = page.outline.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(lines.min(MOST_BLOCKS));
        let mut open: Vec<usize> = Vec::new();
        let mut length = 0;
        let mut reader = Reader::default();
        for block in page.blocks() {
            while let Some(last) = open.last().copied() {
                match nodes.get_mut(last) {
                    Some(node) if node.block.depth < block.depth => break,
                    _ => open.pop(),
                };
            }
            let parent = open.last().copied();
            let above = parent.and_then(|parent| nodes.get(parent)).map_or(Area::Main, |parent| parent.area);
            let area = area(block.role, above, open.len());
            if area != Area::Frame {
                length += lexicon::letters(block.text);
            }
            let aside = block
                .attributes()
                .filter(|(name, text)| speaks(*name) && *text != block.text)
                .map(|(_, text)| reader.signs(text))
                .fold(Signs::default(), Signs::and);
            open.push(nodes.len());
            nodes.push(Node { signs: reader.signs(block.text), aside, parent, end: 0, area, block });
        }
        close(&mut nodes);
        Layout { nodes, length }
    }

    pub(crate) fn node(&self, at: usize) -> Option<&Node<'a>> {
        visits::count();
        self.nodes.get(at)
    }

    /// The containers around a node, the nearest first.
    pub(crate) fn ancestors(&self, at: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        std::iter::successors(self.node(at).and_then(|node| node.parent), |at| self.node(*at)?.parent)
            .filter_map(|at| Some((at, self.node(at)?)))
    }

    /// The field into which a choice is folded, where it is not listed openly.
    pub(crate) fn field(&self, at: usize) -> Option<(usize, &Node<'a>)> {
        self.ancestors(at).find(|(_, node)| node.block.role == Role::Field)
    }

    /// The table around a node, the nearest.
    pub(crate) fn table(&self, at: usize) -> Option<(usize, &Node<'a>)> {
        self.ancestors(at).find(|(_, node)| node.block.role == Role::Table)
    }

    /// Whether a node stands in what a page has beside its main part.
    pub(crate) fn is_aside(&self, at: usize) -> bool {
        self.ancestors(at).any(|(_, node)| node.block.role == Role::Aside)
    }

    /// Whether guests say it: it stands under a heading such as "Reviews", before the next heading.
    pub(crate) fn is_of_guests(&self, at: usize) -> bool {
        let mut before = (at.saturating_sub(REVIEWS)..at).rev().filter_map(|before| self.node(before));
        before.find(|node| node.block.role == Role::Heading).is_some_and(|heading| {
            let is_below = || self.ancestors(at).any(|(around, _)| Some(around) == heading.parent);
            heading.signs.has(Sign::Review) && (heading.parent.is_none() || is_below())
        })
    }

    /// What is in a container, with the container itself.
    pub(crate) fn within(&self, at: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let end = self.node(at).map_or(at, |node| node.end);
        self.nodes
            .get(at..end)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .inspect(|_| visits::count())
            .map(move |(offset, node)| (at + offset, node))
    }

    /// Every node outside of navigation, header and footer.
    pub(crate) fn content(&self) -> impl Iterator<Item = (usize, &Node<'a>)> {
        self.nodes
            .iter()
            .enumerate()
            .inspect(|_| visits::count())
            .filter(|(_, node)| node.area != Area::Frame)
    }
}

/// How often nodes are looked at: the work of a verdict, the same on every machine. Counted in tests alone.
pub(crate) mod visits {
    #[cfg(test)]
    thread_local! {
        static COUNT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    #[inline]
    pub(super) fn count() {
        #[cfg(test)]
        COUNT.with(|count| count.set(count.get() + 1));
    }

    /// How many there were since this was asked last.
    #[cfg(test)]
    pub(crate) fn take() -> u64 {
        COUNT.with(std::cell::Cell::take)
    }
}

fn area(role: Role, above: Area, depth: usize) -> Area {
    match (above, role) {
        (Area::Frame, _) | (_, Role::Navigation | Role::Footer) => Area::Frame,
        (_, Role::Dialog) => Area::Dialog,
        // The header of an article or section belongs to it.
        (_, Role::Header) if depth == 0 => Area::Frame,
        (above, _) => above,
    }
}

/// Attributes that are written for people.
fn speaks(name: Attribute) -> bool {
    matches!(name, Attribute::Label | Attribute::Title | Attribute::Alt | Attribute::Value | Attribute::Data)
}

/// Fills in where each node ends, from the last to the first.
fn close(nodes: &mut [Node<'_>]) {
    for at in (0..nodes.len()).rev() {
        let Some(node) = nodes.get_mut(at) else { continue };
        node.end = node.end.max(at + 1);
        let (end, parent) = (node.end, node.parent);
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.end = parent.end.max(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::MOST_DEPTH;

    #[test]
    fn blocks_become_a_tree() {
        let page = Page {
            outline: "0\tmain\t\t\n1\trow\t\t\n2\tcell\t\ta\n2\tcell\t\tb\n1\ttext\t\tc\n0\tfooter\t\t\n1\ttext\t\td".into(),
            ..Page::default()
        };
        let layout = Layout::new(&page);
        let within: Vec<&str> = layout.within(1).map(|(_, node)| node.block.text).collect();
        assert_eq!(within, ["", "a", "b"]);
        let ancestors: Vec<usize> = layout.ancestors(3).map(|(at, _)| at).collect();
        assert_eq!(ancestors, [1, 0]);
        assert_eq!(layout.nodes.last().map(|node| node.area), Some(Area::Frame));
        assert_eq!(layout.length, 3);
    }

    #[test]
    fn fifty_thousand_containers_in_each_other_are_no_deeper_than_a_hundred() {
        let outline: Vec<String> = (0..MOST_BLOCKS).map(|depth| format!("{depth}\tsection\t\ta")).collect();
        let page = Page { outline: outline.join("\n"), ..Page::default() };
        let layout = Layout::new(&page);
        assert_eq!(layout.ancestors(MOST_BLOCKS - 1).count(), MOST_DEPTH);
        assert_eq!(layout.within(0).count(), MOST_BLOCKS);
    }
}
