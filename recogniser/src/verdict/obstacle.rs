//! What stands in the way of the page: a waiting room, a test, a sign-in, a refusal, a breakdown.

use super::{
    BARE, Evidence, HEADLINE, LINE, MOST_ITEMS, Meaning, NOTICE, Reason, SHORT, VERY_SHORT, Verdict, View,
    is_typed,
};
use crate::layout::{Area, Node};
use crate::lexicon::{self, Sign};
use crate::offer::Strength;
use crate::page::{Attribute, Role};
use crate::quote::Quote;
use crate::when::{self, What};
use std::collections::BTreeMap;

/// So much evidence makes an obstacle.
const ENOUGH: i32 = 6;

/// So much says a paragraph that demands something.
const ASKED: i32 = 3;
/// So many lines are more than a mention.
const LINES: usize = 3;
/// No label has more characters.
const LABEL: usize = 40;
/// What was so many days ago is news.
const NEWS: i32 = 7;
/// So near after its question stands the field for the answer.
const NEXT: usize = 6;

impl View<'_> {
    /// What stands in the way of the page.
    pub(super) fn obstacle(&self) -> Option<Verdict> {
        let status = self.page.status.unwrap_or(0);
        let status_quote =
            || Evidence { quote: Quote::new(&format!("HTTP {status}")), reason: Reason::Status };
        let is_short = self.layout.length < SHORT;
        let mut best: Option<(i32, Meaning, Vec<Evidence>)> = None;
        let mut can_be_passed = false;
        for (weighs, strong, hint, meaning) in [
            (5, Sign::Queue, Sign::QueueHint, Meaning::Queue),
            (4, Sign::Challenge, Sign::ChallengeHint, Meaning::Challenge),
            (3, Sign::SignIn, Sign::SignInHint, Meaning::SignIn),
            (2, Sign::Refused, Sign::RefusedHint, Meaning::Refused),
            (1, Sign::Trouble, Sign::TroubleHint, Meaning::Trouble),
        ] {
            let mut evidence = self.signs_of(strong, hint, is_short);
            let by_status = match meaning {
                Meaning::Refused => matches!(status, 403 | 429 | 451),
                Meaning::SignIn => status == 401,
                Meaning::Trouble => (500..600).contains(&status) || matches!(status, 404 | 408 | 410),
                _ => false,
            };
            // One step in a list of many asks for nothing now.
            let demands = || {
                let demanding =
                    |(_, node): (usize, &Node<'_>)| node.signs.has(strong) && node.block.role != Role::Item;
                self.layout.content().any(demanding)
            };
            let password = (meaning == Meaning::SignIn).then(|| self.password()).flatten();
            let mut score = evidence.iter().map(|(score, _)| *score).max().unwrap_or(0);
            if by_status {
                score += ENOUGH;
            }
            // Who says in several lines how long it takes and how many are before is a waiting room, however much it tells.
            let lines = || evidence.iter().filter(|(score, _)| *score > ASKED + 1).count();
            if meaning == Meaning::Queue && lines() >= LINES {
                score += 1;
            }
            if password.is_some() {
                score += match (self.title.has(hint) || self.title.has(strong), is_short) {
                    (true, _) => 8,
                    (_, true) => 4,
                    _ if score >= ASKED && demands() => ENOUGH - ASKED,
                    _ => 1,
                };
            }
            // A page that says how to pass its test refuses nobody for good, whatever its title and status say.
            if score < ENOUGH || meaning == Meaning::Refused && can_be_passed {
                continue;
            }
            // A hint alone never counts so much.
            let says = |(score, evidence): &(i32, Evidence)| {
                *score > ENOUGH && matches!(evidence.reason, Reason::Heading | Reason::Words)
            };
            can_be_passed |= meaning == Meaning::Challenge && evidence.iter().any(says);
            evidence.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            let mut evidence: Vec<Evidence> = evidence.into_iter().map(|(_, evidence)| evidence).collect();
            evidence.extend(by_status.then(status_quote));
            evidence.extend(password);
            let score = score * 8 + weighs;
            if best.as_ref().is_none_or(|(other, ..)| score > *other) {
                best = Some((score, meaning, evidence));
            }
        }
        let (_, meaning, evidence) = best?;
        Some(Verdict { meaning, evidence, against: Vec::new(), notes: Vec::new(), session: None })
    }

    /// Where the page says it, with how much that counts: [`ENOUGH`] is enough alone.
    fn signs_of(&self, strong: Sign, hint: Sign, is_short: bool) -> Vec<(i32, Evidence)> {
        let mut found = Vec::new();
        let very_short = self.layout.length < VERY_SHORT;
        let controls = self
            .layout
            .content()
            .filter(|(_, node)| node.is_control() || matches!(node.block.role, Role::Field | Role::Frame))
            .filter(|(_, node)| node.block.role != Role::Link)
            .count();
        let lone = controls < 3;
        let paragraphs = self.layout.content().filter(|(_, node)| node.block.text.len() > LINE).count();
        // A waiting room and a test are also written about, where nothing moves and no label has a figure to show.
        let shows = |at: usize, node: &Node<'_>| {
            let is_label = matches!(node.block.role, Role::Text | Role::Cell)
                && node.signs.has(strong)
                && lexicon::letters(node.block.text) <= LABEL;
            let figures = [Some(node), self.layout.node(at + 1)];
            is_label
                && figures.iter().flatten().any(|node| node.block.text.contains(|c: char| c.is_ascii_digit()))
        };
        let waits =
            |node: &Node<'_>| node.says(Sign::Loading) && lexicon::letters(node.block.name()) <= LABEL;
        let is_article = matches!(strong, Sign::Queue | Sign::Challenge)
            && controls == 0
            && paragraphs > 1
            && !self.layout.content().any(|(at, node)| node.block.busy || waits(node) || shows(at, node));
        let title = Evidence { quote: Quote::new(&self.page.title), reason: Reason::Title };
        if self.title.has(strong) {
            found.push((if is_short { 8 } else { 5 }, title));
        } else if self.title.has(hint) {
            found.push((if is_short { 4 } else { 2 }, title));
        }
        if self.layout.length < BARE {
            let addresses =
                self.layout.nodes.iter().filter_map(|node| node.block.attribute(Attribute::Source));
            let address = addresses.into_iter().find(|address| lexicon::machinery(address) == Some(strong));
            found.extend(
                address.map(|address| {
                    (ENOUGH, Evidence { quote: Quote::new(address), reason: Reason::Machinery })
                }),
            );
        }
        for (at, node) in self.layout.content() {
            let (sign, strength) = match (node.says(strong), node.says(hint)) {
                (true, _) => (strong, 4),
                (_, true) => (hint, 1),
                _ => continue,
            };
            if self.is_about_something_else(at, node, strong) {
                continue;
            }
            let (place, reason) = self.loudness(at, node, strong, sign == hint);
            let short = match (very_short, is_short) {
                (true, _) => 3,
                (_, true) => 2,
                _ => 0,
            };
            let quote = Quote::new(lexicon::sentence_with(node.block.name(), sign));
            let most = match (sign == hint || is_article, very_short && place == 3 && lone) {
                (false, _) => i32::MAX,
                (true, true) => ENOUGH,
                (true, false) => ENOUGH - 1,
            };
            found.push(((strength + place + short).min(most), Evidence { quote, reason }));
        }
        found
    }

    /// Whether a block that has the words of an obstacle speaks of something else than what is so here and now.
    fn is_about_something_else(&self, at: usize, node: &Node<'_>, strong: Sign) -> bool {
        let block = &node.block;
        let is_waiting_or_test = matches!(strong, Sign::Queue | Sign::Challenge);
        // What is asked about, in a list of questions, is not so. What can be pressed right behind it is an answer.
        let is_question = block.text.ends_with(['?', '？'])
            && !is_waiting_or_test
            && !(block.role == Role::Text && self.is_before_control(at));
        // What waits for an answer of the page itself says so in the words of a test too: "Just a moment".
        block.busy && strong == Sign::Challenge && !self.title.has(strong)
            // A picture of a waiting room is none.
            || block.role == Role::Image && strong != Sign::Challenge
            // A talk, a book, a song may be called so.
            || is_waiting_or_test && lexicon::begins_with_quotation(block.text)
            // "Sign in to leave a comment" asks nobody else.
            || strong == Sign::SignIn && (node.signs.has(Sign::Article) || self.layout.is_aside(at))
            || is_question
            || lexicon::letters(block.text) > NOTICE
            || strong == Sign::Trouble && self.is_of_another_day(block.text)
    }

    /// How much it counts where a block says something, and what that shows.
    fn loudness(&self, at: usize, node: &Node<'_>, strong: Sign, is_hint: bool) -> (i32, Reason) {
        let characters = lexicon::letters(node.block.text);
        match node.block.role {
            // "Register a car for collection" over a form asks nobody to sign in; "Sign in" does.
            Role::Heading if is_hint && strong == Sign::SignIn && characters > HEADLINE => {
                (1, Reason::Heading)
            }
            Role::Heading | Role::Alert => (3, Reason::Heading),
            Role::Button | Role::Link | Role::Field | Role::Frame => (0, Reason::Words),
            _ if self.is_in_alert(node) => (3, Reason::Heading),
            _ if node.area == Area::Dialog => (2, Reason::Words),
            _ if self.layout.length < VERY_SHORT && characters <= HEADLINE => (3, Reason::Heading),
            // The only line under a heading stands in the place of what should be there.
            _ if strong == Sign::Trouble && !is_hint && characters <= LINE && self.is_all_of_section(at) => {
                (2, Reason::Heading)
            }
            // One step in a list of many.
            Role::Item if strong == Sign::SignIn => (0, Reason::Words),
            // A test that is all there is to fill in.
            _ if strong == Sign::Challenge && self.is_over_field(at) && self.typed_fields() == 1 => {
                (2, Reason::Words)
            }
            _ if characters <= LINE
                || matches!(strong, Sign::Challenge | Sign::SignIn) && self.is_over_field(at) =>
            {
                (1, Reason::Words)
            }
            // A paragraph tells about such things; a notice is short.
            _ => (-1, Reason::Words),
        }
    }

    /// Whether a text is a part of a message.
    fn is_in_alert(&self, node: &Node<'_>) -> bool {
        // One without a heading may be that of a chat. A short line over a longer one is a heading too.
        let is_headed = |alert| {
            let nodes = || {
                let nodes = self.layout.within(alert).take(MOST_ITEMS).map(|(_, node)| node);
                nodes.filter(|node| !node.block.text.is_empty())
            };
            let mut lines = nodes().map(|node| {
                (node.block.role == Role::Text).then(|| lexicon::letters(node.block.text) <= HEADLINE)
            });
            nodes().any(|node| node.block.role == Role::Heading)
                || lines.next() == Some(Some(true)) && lines.next() == Some(Some(false))
        };
        node.parent.is_some_and(|parent| {
            self.layout.node(parent).is_some_and(|around| around.block.role == Role::Alert)
                && is_headed(parent)
        })
    }

    /// Whether a line stands alone between two headings beside it, of which the first asks nothing.
    fn is_all_of_section(&self, at: usize) -> bool {
        let own = self.layout.node(at).and_then(|node| node.parent);
        let heading = |at: usize| {
            let node = self.layout.node(at)?;
            (node.block.role == Role::Heading && node.parent == own).then_some(node.block.text)
        };
        at.checked_sub(1).and_then(heading).is_some_and(|text| !text.ends_with(['?', '？']))
            && heading(at + 1).is_some()
    }

    /// Whether what comes next, in a list or by itself, can be pressed.
    fn is_before_control(&self, at: usize) -> bool {
        let mut behind = (at + 1..=at + NEXT).filter_map(|next| self.layout.node(next));
        behind.find(|next| !next.block.text.is_empty()).is_some_and(Node::is_control)
    }

    /// Whether a field to type into follows, as after what a test asks for.
    fn is_over_field(&self, at: usize) -> bool {
        (at + 1..=at + NEXT)
            .filter_map(|next| self.layout.node(next))
            .any(|next| next.block.role == Role::Field && is_typed(next.block.attribute(Attribute::Type)))
    }

    /// Whether a text speaks of a day to come, as a notice of coming maintenance does, or of one that is long over.
    fn is_of_another_day(&self, text: &str) -> bool {
        when::scan(text, &self.context).iter().any(|found| match found.what {
            What::Date { date, .. } => {
                let ahead = (date - self.context.today).get_days();
                !(-NEWS..=0).contains(&ahead)
            }
            _ => false,
        })
    }

    /// A field for a password that stands alone: two of them in one form are a registration.
    fn password(&self) -> Option<Evidence> {
        let fields: Vec<&Node<'_>> = self
            .layout
            .nodes
            .iter()
            .filter(|node| node.block.attribute(Attribute::Type) == Some("password"))
            .filter(|node| node.area != Area::Frame || self.layout.length < 2 * SHORT)
            .collect();
        let mut forms: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        for field in &fields {
            *forms.entry(field.parent).or_default() += 1;
        }
        let field = fields.iter().find(|field| forms.get(&field.parent) == Some(&1))?;
        Some(Evidence { quote: Quote::new(field.block.name()), reason: Reason::Password })
    }

    /// Whether an obstacle is only mentioned: somewhere in a long page, or where people write about waiting rooms and tests.
    pub(super) fn is_only_mentioned(&self, verdict: &Verdict) -> bool {
        let is_written_of =
            self.title.has(Sign::Article) && matches!(verdict.meaning, Meaning::Queue | Meaning::Challenge);
        is_written_of || self.layout.length > 4 * SHORT && !is_said_at_the_top(verdict)
    }

    /// Whether the page has more to say than its obstacle: it offers slots all the same, or says that there are none.
    pub(super) fn is_overruled(&self, verdict: &Verdict) -> bool {
        let likely = || self.offers.slots.iter().filter(|offer| offer.strength >= Strength::Likely);
        let offers = likely().next().is_some();
        match verdict.meaning {
            Meaning::Queue | Meaning::Challenge if is_said_at_the_top(verdict) => false,
            // Who is asked for a password under such a heading reads of one of many places.
            Meaning::SignIn if is_asked_for(verdict) => likely().any(|offer| offer.reason != Reason::Text),
            _ if self.layout.length < VERY_SHORT => offers,
            _ => offers || !self.denials(self.about().0.is_some()).is_empty() && !is_said_at_the_top(verdict),
        }
    }
}

/// Whether the title or the status names an obstacle.
fn is_said_at_the_top(verdict: &Verdict) -> bool {
    verdict.evidence.iter().any(|evidence| matches!(evidence.reason, Reason::Title | Reason::Status))
}

/// Whether a heading asks to sign in, over a field for a password.
fn is_asked_for(verdict: &Verdict) -> bool {
    let is_there = |reason| verdict.evidence.iter().any(|evidence| evidence.reason == reason);
    is_there(Reason::Heading) && is_there(Reason::Password)
}
