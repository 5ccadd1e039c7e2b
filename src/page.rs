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
//! ```
//! use terminwacht::page::{Page, Role};
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
use crate::named::named;
use serde::{Deserialize, Serialize};

/// The most blocks a page is read for; the rest is passed over. A calendar of a year with every slot shown
/// stays well below.
pub const MOST_BLOCKS: usize = 50_000;

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
}

impl Page {
    /// The blocks in reading order, at most [`MOST_BLOCKS`].
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        self.outline.split('\n').filter_map(Block::parse).take(MOST_BLOCKS)
    }
}

/// One visible piece of a page.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact that the reader flags")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// How many containers stand around it.
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
        let depth = fields.next()?.parse().ok()?;
        let role = Role::from_name(fields.next()?)?;
        let flags = fields.next()?;
        let text = fields.next()?;
        let attributes = fields.next().unwrap_or("");
        let has = |flag| flags.contains(flag);
        Some(Block {
            depth,
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
