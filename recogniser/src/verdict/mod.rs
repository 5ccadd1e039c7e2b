//! What a page means, and the words on it that say so.
//!
//! Evidence is weighed, not taken as it comes: a sentence that nothing is free counts less than a control
//! with a time that can be pressed; the same sentence in an article counts nothing. What stands in the way
//! of the page (a waiting room, a test, a sign-in, a refusal, a breakdown) is mostly short and says it in its
//! title or heading.

mod denial;
mod obstacle;
mod offering;
mod session;
mod subject;
#[cfg(test)]
mod work;

use crate::bounds;
use crate::hint::Hint;
use crate::layout::{Area, Layout, Node};
use crate::lexicon::{self, Sign, Signs};
use crate::named;
use crate::offer::{Offer, Offers};
use crate::page::{Attribute, Line, Page, Role};
use crate::quote::Quote;
use crate::slot::{Slot, SlotIdentity};
use crate::time::Span;
use crate::when::{Context, Language};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A page of fewer characters than this says one thing only. Nearly all interstitials are shorter than 700.
const SHORT: usize = 1000;
/// A page of fewer characters than this may say what it says in a bare line.
const VERY_SHORT: usize = 300;
/// A text of more characters is no notice to the person but an article.
const NOTICE: usize = 420;
/// Fewer characters than this are a page that is not there yet.
const BARE: usize = 30;
/// A line of fewer characters than this stands for a heading on a page that has little else.
const HEADLINE: usize = 30;
/// A text of more characters than this is a paragraph.
const LINE: usize = 120;
/// So many controls with a day and a time each are slots to choose from.
const ENOUGH_WHOLE: usize = 3;
/// More days or times that are taken speak for the page.
const ENOUGH_TAKEN: usize = 3;
/// So many nodes of a list or a message tell what it is.
const MOST_ITEMS: usize = 100;
/// The most pieces of evidence on each side.
const MOST_EVIDENCE: usize = 8;

/// The most slots that a remembered verdict keeps.
pub const MOST_KEPT: usize = 12;

/// What a page means, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// What it means.
    pub meaning: Meaning,
    /// What led there, the most important first.
    #[serde(deserialize_with = "bounds::first::<MOST_EVIDENCE, _, _>")]
    pub evidence: Vec<Evidence>,
    /// What spoke against it.
    #[serde(deserialize_with = "bounds::first::<MOST_EVIDENCE, _, _>")]
    pub against: Vec<Evidence>,
    /// What the person should know besides.
    #[serde(deserialize_with = "bounds::first::<{ Note::ALL.len() }, _, _>")]
    pub notes: Vec<Note>,
    /// When the person's session ends, where a countdown on the page says so.
    pub session: Option<Countdown>,
}

/// How long something still lasts, as the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Countdown {
    /// How much was left when the page was read.
    pub left: Span,
    /// The page's own words.
    pub quote: Quote,
}

/// What a page means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Meaning {
    /// These slots are on offer.
    Free(#[serde(deserialize_with = "bounds::first::<MOST_KEPT, _, _>")] Vec<Slot>),
    /// The page says that nothing is free.
    NoneFree,
    /// A waiting room.
    Queue,
    /// A test whether a person is there.
    Challenge,
    /// The person has to sign in.
    SignIn,
    /// The site refuses.
    Refused,
    /// The site is out of order.
    Trouble,
    /// None of these can be said.
    Unclear,
}

impl Meaning {
    /// Its word in tables and wordings.
    pub fn name(&self) -> &'static str {
        match self {
            Meaning::Free(_) => "Free",
            Meaning::NoneFree => "NoneFree",
            Meaning::Queue => "Queue",
            Meaning::Challenge => "Challenge",
            Meaning::SignIn => "SignIn",
            Meaning::Refused => "Refused",
            Meaning::Trouble => "Trouble",
            Meaning::Unclear => "Unclear",
        }
    }
}

/// Words of the page and what they are evidence of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The page's own words.
    pub quote: Quote,
    /// What they show.
    pub reason: Reason,
}

named! {
    /// What a piece of evidence shows.
    Reason {
        /// A control carries the day or time of a slot.
        Control = "control",
        /// A control stands beside the day or time of a slot.
        ControlBeside = "control_beside",
        /// A day of a calendar can be pressed.
        OpenDay = "open_day",
        /// A day looks as a legend says that free days look.
        Legend = "legend",
        /// It is as the person has shown us free ones to be.
        Shown = "shown",
        /// A line says that something is free.
        Text = "text",
        /// A sentence says that nothing is free.
        SaysNone = "says_none",
        /// A day or time is taken.
        Taken = "taken",
        /// The title says it.
        Title = "title",
        /// A heading or message says it.
        Heading = "heading",
        /// The text says it.
        Words = "words",
        /// The HTTP status says it.
        Status = "status",
        /// There is a field for a password.
        Password = "password",
        /// It shows next to nothing, and what it loads says it.
        Machinery = "machinery",
        /// The page is about choosing an appointment.
        About = "about",
    }
}

named! {
    /// What the person should know beside the verdict.
    Note {
        /// The page was still loading.
        StillLoading = "still_loading",
        /// More slots may hide behind a control.
        MoreTimes = "more_times",
        /// The page was not read to its end.
        Cut = "cut",
        /// A dialog is open on top of the page.
        Dialog = "dialog",
        /// A countdown runs under something that is reserved.
        Reserved = "reserved",
        /// The choice of a slot lies behind.
        Past = "past",
        /// A waiting room says that it is the person's turn.
        YourTurn = "your_turn",
    }
}

/// Says what a page means. `today` is the civil date where the person is.
///
/// ```
/// use jiff::civil::date;
/// use recogniser::page::Page;
/// use recogniser::verdict::{Meaning, recognise};
///
/// let page = Page {
///     language: "de".into(),
///     outline: "0\theading\t\tTermin auswählen\n0\talert\t\tDerzeit sind keine freien Termine verfügbar.\n\
///               0\tbutton\t\tErneut suchen".into(),
///     ..Page::default()
/// };
/// let verdict = recognise(&page, date(2026, 3, 4));
/// assert_eq!(verdict.meaning, Meaning::NoneFree);
/// assert_eq!(verdict.evidence[0].quote.as_str(), "Derzeit sind keine freien Termine verfügbar.");
/// ```
pub fn recognise(page: &Page, today: Date) -> Verdict {
    recognise_with(page, today, &[])
}

/// [`recognise`] with what the person has shown us to be free on this site.
pub fn recognise_with(page: &Page, today: Date, hints: &[Hint]) -> Verdict {
    recognise_in_place(page, today, hints).0
}

/// Where the slots of one reading stand.
pub type Places = BTreeMap<SlotIdentity, Line>;

/// [`recognise_with`], and where the slots stand in this very reading.
pub fn recognise_in_place(page: &Page, today: Date, hints: &[Hint]) -> (Verdict, Places) {
    let layout = Layout::new(page);
    let context = Context { today, language: Language::of(&page.language, &page.outline) };
    let offers = Offers::of(&layout, context, hints);
    let view = View { page, title: lexicon::signs(&page.title), layout, offers, context };
    let mut verdict = view.judge();
    verdict.evidence.truncate(MOST_EVIDENCE);
    verdict.against.truncate(MOST_EVIDENCE);
    let notes = [
        (page.is_cut(), Note::Cut),
        (view.layout.content().any(|(_, node)| node.area == Area::Dialog), Note::Dialog),
        (view.is_reserved(), Note::Reserved),
        (view.is_past(), Note::Past),
        (verdict.meaning == Meaning::Queue && view.is_your_turn(), Note::YourTurn),
    ];
    verdict.notes.extend(notes.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note));
    // Who is signed out has no session to lose.
    verdict.session = view.session().filter(|_| verdict.meaning != Meaning::SignIn);
    let line = |offer: &Offer| Some((offer.slot.identity(), view.layout.node(offer.at)?.block.line));
    let places = view.offers.slots.iter().filter_map(line).collect();
    (verdict, places)
}

struct View<'a> {
    page: &'a Page,
    title: Signs,
    layout: Layout<'a>,
    offers: Offers,
    context: Context,
}

impl View<'_> {
    fn judge(&self) -> Verdict {
        let obstacle = self.obstacle().filter(|verdict| !self.is_only_mentioned(verdict));
        if let Some(verdict) = obstacle.as_ref().filter(|verdict| !self.is_overruled(verdict)) {
            return verdict.clone();
        }
        let (about, mentions) = self.about();
        if self.is_written_about() || self.is_of_own() {
            return unclear(about.into_iter().collect());
        }
        let denials = self.denials(about.is_some());
        let none = self.quotes_of(&denials);
        if let Some(verdict) = self.free(about.as_ref(), mentions, &denials) {
            return verdict;
        }
        if let Some(none) =
            Some(none).filter(|none| !none.is_empty()).or_else(|| self.all_taken(about.is_some(), mentions))
        {
            // Who says elsewhere that so many are free is not told that nothing is.
            let Some(counted) = self.offers.counted else { return self.none_free(none) };
            let evidence = self.quote(counted, Reason::Text).into_iter().chain(about).collect();
            return Verdict { against: none, ..unclear(evidence) };
        }
        let mut verdict = obstacle.unwrap_or_else(|| unclear(about.into_iter().collect()));
        if self.is_loading() {
            verdict.notes.push(Note::StillLoading);
        }
        verdict
    }

    /// Days, times or entries that are taken, where they are enough to speak for the page.
    fn all_taken(&self, about: bool, mentions: bool) -> Option<Vec<Evidence>> {
        let taken = &self.offers.taken;
        // One place alone that has nothing says nothing of the others, unless it says so of itself in a sentence.
        let says_so =
            taken.iter().any(|at| self.layout.node(*at).is_some_and(|node| node.signs.has(Sign::None)));
        let timed = taken.len().saturating_sub(self.offers.full);
        let counted = if mentions { taken.len() } else { timed };
        let enough = if about { taken.len() > 1 || says_so } else { counted > ENOUGH_TAKEN };
        (enough && !self.has_likely() && !self.offers.silent).then(|| {
            let quotes = taken.iter().filter_map(|at| self.quote(*at, Reason::Taken));
            quotes.take(MOST_EVIDENCE).collect()
        })
    }

    fn none_free(&self, evidence: Vec<Evidence>) -> Verdict {
        let against = self
            .offers
            .slots
            .iter()
            .map(|offer| Evidence { quote: offer.slot.words.clone(), reason: offer.reason })
            .collect();
        let notes = self.offers.more.map(|_| Note::MoreTimes).into_iter().collect();
        Verdict { meaning: Meaning::NoneFree, evidence, against, notes, session: None }
    }

    /// Whether the choice of a slot lies behind: a form for personal data, or a confirmation. Where times are chosen on the
    /// same page, nothing lies behind.
    fn is_past(&self) -> bool {
        let chooses = self.is_headed(Sign::Choose);
        let headed = self.title.has(Sign::Past) || self.is_headed(Sign::Past) && !chooses;
        let is_slot = |offer: &Offer| offer.reason == Reason::Control && offer.slot.is_whole();
        let made = self.title.has(Sign::Made) || self.is_headed(Sign::Made);
        headed && self.typed_fields() >= 3
            || self.title.has(Sign::Past) && !self.title.has(Sign::Choose)
            || made && !chooses && !self.title.has(Sign::Choose) && !self.offers.slots.iter().any(is_slot)
    }

    /// Whether a heading says that, or a message does.
    fn is_headed(&self, sign: Sign) -> bool {
        let is_heading = |node: &Node<'_>| matches!(node.block.role, Role::Heading | Role::Alert);
        self.layout.content().any(|(_, node)| is_heading(node) && node.signs.has(sign))
    }

    /// How many fields are typed into.
    fn typed_fields(&self) -> usize {
        let is_typed_into = |node: &Node<'_>| {
            node.block.role == Role::Field && is_typed(node.block.attribute(Attribute::Type))
        };
        self.layout.content().filter(|(_, node)| is_typed_into(node)).count()
    }

    fn is_loading(&self) -> bool {
        let visible = self.layout.length;
        let says = self
            .layout
            .content()
            .any(|(_, node)| node.block.busy || node.signs.has(Sign::Loading) && node.block.text.len() < 80);
        visible < BARE && !self.page.title.is_empty() || visible < SHORT && says
    }

    fn quote(&self, at: usize, reason: Reason) -> Option<Evidence> {
        let name = self.layout.node(at)?.block.name();
        let sign = match reason {
            Reason::About => Some(Sign::Choose),
            _ => None,
        };
        let words = sign.map_or(name, |sign| lexicon::sentence_with(name, sign));
        Some(Evidence { quote: Quote::new(words), reason })
    }
}

fn unclear(evidence: Vec<Evidence>) -> Verdict {
    Verdict { meaning: Meaning::Unclear, evidence, against: Vec::new(), notes: Vec::new(), session: None }
}

/// Whether a field is typed into, as those for a name and an address are.
fn is_typed(kind: Option<&str>) -> bool {
    matches!(kind, Some("text" | "email" | "tel" | "textarea"))
}
