//! What a look saw: a page as an outline of visible blocks in reading order.
//!
//! The reader hands a page over as one string, because crossing from JavaScript costs per object, not per
//! byte. One line is one block; its fields are parted by tabs:
//!
//! ```text
//! depth ⇥ role ⇥ flags ⇥ text [⇥ key=value]…
//! ```
//!
//! `depth` counts the containers around the block, so that the lines are a tree in pre-order. White space
//! inside a field is a single space. A line that does not follow this form is passed over: a page can at
//! most hide something from itself.
//!
//! What a page says is bounded here: texts are cut where they come in, and [`Page::blocks`] ends in time. A frame that the page's own reader cannot
//! see into comes with an outline of its own, whose blocks stand under the block of that frame.
//!
//! ```
//! use recogniser::page::{Page, Role};
//!
//! let page = Page {
//!     language: "de".into(),
//!     outline: "0\tmain\t\t\n1\theading\t\tFreie Termine\n1\tbutton\td\tWeiter".into(),
//!     ..Page::default()
//! };
//! let blocks: Vec<_> = page.blocks().collect();
//! assert_eq!(blocks[1].role, Role::Heading);
//! assert_eq!(blocks[1].text, "Freie Termine");
//! assert!(!blocks[2].enabled);
//! ```

use crate::bounds;
use crate::named;
use crate::site::Origin;
use crate::time::Span;
use serde::{Deserialize, Serialize};
use std::iter::Enumerate;
use std::str::Split;

/// The most blocks a page is read for, those in its frames included; the rest is passed over. A calendar of a year
/// with every slot shown stays well below.
pub const MOST_BLOCKS: usize = 50_000;
/// The most containers around a block; deeper ones count as beside each other. Browsers nest 512 elements at the most
/// when they parse a page.
pub const MOST_DEPTH: usize = 100;
/// The most frames whose content is taken.
pub const MOST_FRAMES: usize = 16;

/// One look's view of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Page {
    /// The address as the tab shows it.
    #[serde(deserialize_with = "bounds::address")]
    pub url: String,
    /// The document's title.
    #[serde(deserialize_with = "bounds::title")]
    pub title: String,
    /// The document's language as it states it (`de`, `en-GB`), empty where it does not.
    #[serde(deserialize_with = "bounds::language")]
    pub language: String,
    /// The HTTP status of the navigation, where the browser tells it.
    pub status: Option<u16>,
    /// What the operator says to us: the content of `<meta name="terminwacht">`, empty where there is none.
    #[serde(default, deserialize_with = "bounds::operator")]
    pub operator: String,
    /// The blocks, one a line, in the form that the module describes.
    #[serde(deserialize_with = "bounds::outline")]
    pub outline: String,
    /// Whether the reader stopped before the end of the page.
    pub cut: bool,
    /// The documents in frames that the page's own reader cannot see into, [`MOST_FRAMES`] at the most.
    #[serde(default, deserialize_with = "bounds::first::<MOST_FRAMES, _, _>")]
    pub frames: Vec<Frame>,
}

/// A document in a frame of the page, read apart because it comes from elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Frame {
    /// The browser's number for it.
    pub id: FrameId,
    /// Where its window stands: its number among the frames of the top window, then among those of that frame, and so
    /// on (`2.0`); `-` where a shadow tree keeps the frame from being counted.
    #[serde(deserialize_with = "bounds::place")]
    pub place: String,
    /// Its address.
    #[serde(deserialize_with = "bounds::address")]
    pub url: String,
    /// Its blocks.
    #[serde(deserialize_with = "bounds::outline")]
    pub outline: String,
    /// Whether the reader stopped before its end.
    pub cut: bool,
    /// What its operator says to us, as [`Page::operator`].
    #[serde(deserialize_with = "bounds::operator")]
    pub operator: String,
    /// What the person is doing in it.
    pub situation: Situation,
}

/// The browser's number for a frame, unique in its tab. Firefox counts beyond 32 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameId(pub i64);

impl FrameId {
    /// The page itself.
    pub const TOP: FrameId = FrameId(0);
}

/// Where a block was read, so that the reader finds it again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Line {
    /// In which frame.
    pub frame: FrameId,
    /// The line of that frame's outline, from 0.
    pub number: usize,
}

/// What the person is doing on the page, and how to name a block of this reading to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Situation {
    /// The number of the reading, which a press refers to.
    pub serial: u32,
    /// How long ago the person last used the page, in ms; `None` where they have not since it was loaded.
    pub since_input: Option<Span>,
    /// How long ago the person last brought the page to the front, in ms; `None` where they have not since it was loaded.
    #[serde(default)]
    pub since_front: Option<Span>,
    /// How long ago the page was loaded or its control pressed, in ms, by a clock that nobody can set; `None` where that is
    /// not known.
    #[serde(default)]
    pub age: Option<Span>,
    /// Whether a form holds something that was entered and not sent.
    pub unsent: bool,
    /// Whether the page changed while it was read.
    pub stale: bool,
}

impl Situation {
    /// Together with what the person is doing in a frame of the page.
    #[must_use]
    fn with(self, frame: Situation) -> Self {
        let shorter = |one: Option<Span>, other: Option<Span>| one.into_iter().chain(other).min();
        Situation {
            serial: self.serial,
            since_input: shorter(self.since_input, frame.since_input),
            since_front: shorter(self.since_front, frame.since_front),
            age: shorter(self.age, frame.age),
            unsent: self.unsent || frame.unsent,
            stale: self.stale || frame.stale,
        }
    }
}

impl Page {
    /// The blocks in reading order, at most [`MOST_BLOCKS`]. Those of a frame that was read apart follow the block of the
    /// frame, as what is in it. What is in a frame that the page does not show is passed over.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let top = Document { frame: FrameId::TOP, lines: self.outline.split('\n').enumerate(), depth: 0 };
        Blocks { frames: self.frames.iter().collect(), open: vec![top] }.take(MOST_BLOCKS)
    }

    /// The frames that the page shows and nobody could read, with their blocks in the page.
    pub fn unread(&self) -> impl Iterator<Item = Block<'_>> {
        self.blocks()
            .filter(|block| block.attribute(Attribute::Place).is_some())
            .filter(|block| !self.frames.iter().any(|frame| block.shows(frame)))
    }

    /// Whether the reader stopped before the end of the page, or of a document in it.
    pub fn is_cut(&self) -> bool {
        self.cut || self.frames.iter().any(|frame| frame.cut)
    }

    /// What the operators of the page and of what it embeds say to us.
    pub fn operators(&self) -> String {
        let frames = self.frames.iter().map(|frame| frame.operator.as_str());
        std::iter::once(self.operator.as_str()).chain(frames).collect::<Vec<_>>().join(" ")
    }

    /// How much it shows, in bytes of its outlines.
    pub fn size(&self) -> usize {
        self.outline.len() + self.frames.iter().map(|frame| frame.outline.len()).sum::<usize>()
    }

    /// What the person is doing on the page, its frames included.
    pub fn whole(&self, situation: Situation) -> Situation {
        self.frames.iter().fold(situation, |whole, frame| whole.with(frame.situation))
    }

    /// The number of the reading in which a frame's lines are counted, where `top` is that of the page itself.
    pub fn serial_of(&self, wanted: FrameId, top: u32) -> u32 {
        let frame = self.frames.iter().find(|frame| frame.id == wanted);
        frame.map_or(top, |frame| frame.situation.serial)
    }
}

/// The blocks of a page and of the frames in it.
struct Blocks<'a> {
    /// The frames that were not met yet.
    frames: Vec<&'a Frame>,
    /// The documents around the next block, the innermost last.
    open: Vec<Document<'a>>,
}

/// One document that is being read.
struct Document<'a> {
    frame: FrameId,
    lines: Enumerate<Split<'a, char>>,
    /// How many containers stand around it.
    depth: usize,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        loop {
            let document = self.open.last_mut()?;
            let Some((number, line)) = document.lines.next() else {
                self.open.pop();
                continue;
            };
            let Some(mut block) = Block::parse(line) else { continue };
            block.depth = block.depth.saturating_add(document.depth).min(MOST_DEPTH);
            block.line = Line { frame: document.frame, number };
            if block.role == Role::Frame
                && let Some(met) = self.frames.iter().position(|frame| block.shows(frame))
            {
                let frame = self.frames.remove(met);
                let lines = frame.outline.split('\n').enumerate();
                self.open.push(Document { frame: frame.id, lines, depth: block.depth + 1 });
            }
            return Some(block);
        }
    }
}

/// One visible piece of a page.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact that the reader flags")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Where it was read.
    pub line: Line,
    /// How many containers stand around it, [`MOST_DEPTH`] at the most.
    pub depth: usize,
    /// What it is.
    pub role: Role,
    /// Its visible text, white space folded; empty for most containers.
    pub text: &'a str,
    /// Whether a control, or a day in a calendar, can be used.
    pub enabled: bool,
    /// Whether the text is struck through.
    pub struck: bool,
    /// Whether it is ticked, chosen or the current one.
    pub selected: bool,
    /// Whether it goes on in the line of the block before it, as a link within a sentence does.
    pub joined: bool,
    /// Whether something that is no control by its markup can be pressed all the same.
    pub pressable: bool,
    /// Whether the page says that it is still loading here.
    pub busy: bool,
    attributes: &'a str,
}

impl<'a> Block<'a> {
    /// Reads one line of an outline; `None` where it does not have the form.
    pub fn parse(line: &'a str) -> Option<Self> {
        let mut fields = line.splitn(5, '\t');
        let depth: u64 = fields.next()?.parse().ok()?;
        let role = Role::from_name(fields.next()?)?;
        let flags = fields.next()?;
        let text = fields.next()?;
        let attributes = fields.next().unwrap_or("");
        let has = |flag| flags.contains(flag);
        Some(Block {
            line: Line::default(),
            depth: usize::try_from(depth).map_or(MOST_DEPTH, |depth| depth.min(MOST_DEPTH)),
            role,
            text,
            enabled: !has('d'),
            struck: has('s'),
            selected: has('c'),
            joined: has('j'),
            pressable: has('p'),
            busy: has('b'),
            attributes,
        })
    }

    /// What its markup says beside the visible text, in the order the reader found it.
    pub fn attributes(&self) -> impl Iterator<Item = (Attribute, &'a str)> {
        self.attributes
            .split('\t')
            .filter_map(|pair| pair.split_once('='))
            .filter_map(|(name, value)| Some((Attribute::from_name(name)?, value)))
    }

    /// The first attribute of that name.
    pub fn attribute(&self, wanted: Attribute) -> Option<&'a str> {
        self.attributes().find(|(name, _)| *name == wanted).map(|(_, value)| value)
    }

    /// What tells it at sight from others of its kind, piece by piece, as [`Attribute::Look`] has it.
    pub fn looks(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.attribute(Attribute::Look).unwrap_or_default().split(' ').filter(|look| !look.is_empty())
    }

    /// What a person would call it: its text, else its label, else its title or image text.
    pub fn name(&self) -> &'a str {
        if !self.text.is_empty() {
            return self.text;
        }
        [Attribute::Label, Attribute::Alt, Attribute::Title, Attribute::Value]
            .into_iter()
            .find_map(|attribute| self.attribute(attribute))
            .unwrap_or("")
    }

    /// The width and height of a frame as the page shows it, in CSS pixels.
    pub fn size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.attribute(Attribute::Size)?.split_once('x')?;
        Some((width.parse().ok()?, height.parse().ok()?))
    }

    /// Whether this is the block of that frame. One that cannot be counted is known by where it comes from.
    fn shows(&self, frame: &Frame) -> bool {
        let origin = |block: &Self| Origin::of(block.attribute(Attribute::Source)?);
        match self.attribute(Attribute::Place) {
            None => false,
            Some("-") => frame.place == "-" && origin(self) == Origin::of(&frame.url),
            Some(place) => place == frame.place,
        }
    }
}

named! {
    /// What a block is. Containers come first, with their content as the deeper blocks that follow.
    Role {
        /// The page's main part.
        Main = "main",
        /// A navigation.
        Navigation = "navigation",
        /// The page's header.
        Header = "header",
        /// The page's footer.
        Footer = "footer",
        /// Something beside the main part.
        Aside = "aside",
        /// A dialog on top of the page.
        Dialog = "dialog",
        /// A form.
        Form = "form",
        /// A named part of the page: an article, a section, a field set.
        Section = "section",
        /// A list.
        List = "list",
        /// One entry of a list.
        Item = "item",
        /// A table or grid.
        Table = "table",
        /// One row of a table.
        Row = "row",
        /// One cell of a table. Its text is its own unless it contains deeper blocks.
        Cell = "cell",
        /// A document within the page; its `source` attribute tells from where.
        Frame = "frame",
        /// A heading.
        Heading = "heading",
        /// Running text.
        Text = "text",
        /// A message the page raises: `role=alert` or `status`, a live region.
        Alert = "alert",
        /// A button.
        Button = "button",
        /// A link.
        Link = "link",
        /// One choice of a select box or list box.
        Option = "option",
        /// A radio button, with its label as text.
        Radio = "radio",
        /// A check box, with its label as text.
        Checkbox = "checkbox",
        /// An input, text area or select box, with its label as text.
        Field = "field",
        /// A picture with a text alternative.
        Image = "image",
        /// A blank mark beside a few words that explain it, as legends have; `label` holds the words.
        Mark = "mark",
        /// A script with an address of its own; only told of pages that show next to nothing.
        Script = "script",
    }
}

named! {
    /// What markup says beside the visible text.
    Attribute {
        /// `aria-label`, or the text that labels the control.
        Label = "label",
        /// `title`.
        Title = "title",
        /// `alt`.
        Alt = "alt",
        /// `value` of a choice or button; never what a person typed.
        Value = "value",
        /// `datetime`.
        Datetime = "datetime",
        /// `type` of a field.
        Type = "type",
        /// The value of a `data-` attribute that looks like a date, a time or an availability.
        Data = "data",
        /// What tells elements of one kind from others at sight: class names and the colour behind, which are
        /// only compared with those of a legend's marks. Their wording says nothing.
        Look = "look",
        /// The address of a frame or of a script.
        Source = "source",
        /// The width and height of a frame as it is seen, in CSS pixels: `640x480`.
        Size = "size",
        /// Over how many columns and rows of a table a cell reaches, where it is more than one: `2x3`.
        Span = "span",
        /// Where a frame stands that the page's own reader cannot see into, as [`Frame::place`] has it.
        Place = "place",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_block_with_its_attributes() {
        let block = Block::parse("2\tradio\tcj\t16:24 Uhr\tvalue=2021-06-17\tlabel=1. Impftermin").unwrap();
        assert_eq!((block.depth, block.role, block.text), (2, Role::Radio, "16:24 Uhr"));
        assert!(block.selected && block.joined && block.enabled);
        assert_eq!(block.attribute(Attribute::Value), Some("2021-06-17"));
        assert_eq!(block.attribute(Attribute::Alt), None);
    }

    #[test]
    fn a_line_without_the_form_is_passed_over() {
        for line in ["", "x\ttext\t\thello", "0\tmarquee\t\thello", "0\ttext", "-1\ttext\t\tx"] {
            assert_eq!(Block::parse(line), None, "{line:?}");
        }
    }

    #[test]
    fn a_control_without_text_is_called_by_its_label() {
        assert_eq!(Block::parse("0\tbutton\t\t\ttitle=x\tlabel=Suchen").unwrap().name(), "Suchen");
    }

    fn frame(id: i64, place: &str, outline: &str) -> Frame {
        let url = format!("https://widget{id}.example/");
        let situation = Situation::default();
        Frame {
            id: FrameId(id),
            place: place.into(),
            url,
            outline: outline.into(),
            cut: false,
            operator: String::new(),
            situation,
        }
    }

    /// What each block says, with its depth, frame and line.
    fn told(page: &Page) -> Vec<(&str, usize, i64, usize)> {
        page.blocks().map(|block| (block.text, block.depth, block.line.frame.0, block.line.number)).collect()
    }

    #[test]
    fn what_is_in_a_frame_stands_under_it_however_deep() {
        let page = Page {
            outline: "0\tmain\t\ta\n1\tframe\t\t\tplace=1\n1\ttext\t\tz".into(),
            frames: vec![
                frame(9, "1.0", "0\tbutton\t\tc"),
                frame(4, "1", "0\ttext\t\tb\n0\tframe\t\t\tplace=1.0"),
            ],
            ..Page::default()
        };
        assert_eq!(
            told(&page),
            [("a", 0, 0, 0), ("", 1, 0, 1), ("b", 2, 4, 0), ("", 2, 4, 1), ("c", 3, 9, 0), ("z", 1, 0, 2)]
        );
        assert_eq!(page.unread().count(), 0);
    }

    #[test]
    fn what_is_in_a_frame_that_the_page_does_not_show_is_not_read() {
        let page = Page { frames: vec![frame(4, "1", "0\ttext\t\thidden")], ..Page::default() };
        assert_eq!(told(&page), []);
    }

    #[test]
    fn a_frame_in_a_shadow_tree_is_known_by_where_it_comes_from() {
        let page = Page {
            outline: "0\tframe\t\t\tsource=https://widget4.example/x\tplace=-".into(),
            frames: vec![frame(3, "-", "0\ttext\t\tother"), frame(4, "-", "0\ttext\t\tb")],
            ..Page::default()
        };
        assert_eq!(told(&page).last(), Some(&("b", 1, 4, 0)));
    }

    #[test]
    fn a_frame_that_was_not_read_is_told_with_its_size() {
        let page = Page {
            outline: "0\tframe\t\t\tsource=https://a.example/\tsize=640x480\tplace=0\n0\tframe\t\t".into(),
            ..Page::default()
        };
        let unread: Vec<_> = page.unread().map(|block| block.size()).collect();
        assert_eq!(unread, [Some((640, 480))]);
    }

    #[test]
    fn who_uses_a_frame_uses_the_page() {
        let mut used = frame(4, "0", "");
        used.situation = Situation {
            serial: 7,
            since_input: Some(Span::seconds(3)),
            since_front: Some(Span::seconds(4)),
            age: Some(Span::seconds(9)),
            unsent: true,
            stale: true,
        };
        let page = Page { frames: vec![used], ..Page::default() };
        let top = Situation { serial: 2, age: Some(Span::seconds(5)), ..Situation::default() };
        let whole = page.whole(top);
        assert_eq!((whole.serial, whole.age), (2, Some(Span::seconds(5))));
        assert_eq!((whole.since_input, whole.unsent, whole.stale), (Some(Span::seconds(3)), true, true));
        assert_eq!(whole.since_front, Some(Span::seconds(4)));
        assert_eq!((page.serial_of(FrameId(4), 2), page.serial_of(FrameId::TOP, 2)), (7, 2));
    }

    #[test]
    fn of_very_many_frames_the_first_are_taken() {
        let frame = serde_json::to_value(frame(1, "0", "")).unwrap();
        let page: Page = serde_json::from_value(serde_json::json!({
            "url": "", "title": "", "language": "", "operator": "", "outline": "",
            "status": null, "cut": false, "frames": vec![frame; MOST_FRAMES + 1],
        }))
        .unwrap();
        assert_eq!(page.frames.len(), MOST_FRAMES);
    }

    #[test]
    fn no_block_is_deeper_than_the_bound() {
        for depth in ["101", "50000", "18446744073709551615"] {
            assert_eq!(Block::parse(&format!("{depth}\ttext\t\tx")).unwrap().depth, MOST_DEPTH, "{depth}");
        }
    }

    #[test]
    fn every_role_has_its_own_word() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(*role));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_outline_is_read_without_a_panic(outline in ".{0,400}") {
            let page = Page { outline, ..Page::default() };
            for block in page.blocks() {
                let _ = (block.name(), block.attributes().count());
            }
        }
    }
}
