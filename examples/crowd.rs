//! What a crowd of watchers does to one site over a day, beside the same crowd pressing F5 and beside pollers.
//!
//! ```text
//! cargo run --release --example crowd -- [WATCHERS] [FILE.svg]
//! ```
//!
//! Every watcher keeps the real pace of `terminwacht::pace` with the usual interval and quiet hours. The site breaks down
//! from 12 to 13 and refuses from 15:00 to 15:10. Watchers do not know of each other and the site answers as the clock
//! says, so each is followed through its days alone and only the requests of the second day are counted.

use jiff::civil::{Date, date};
use std::fmt::Write;
use std::process::ExitCode;
use terminwacht::operator::Word;
use terminwacht::pace::{DEFAULT_INTERVAL, Interval, Ledger, Outcome, Pace, Reason, Schedule, Terms, Way};
use terminwacht::site::{Origin, Site};
use terminwacht::time::{Instant, Now};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const URL: &str = "https://termine.example.org/";
/// Monday; a watch begins some time on the day before.
const TODAY: Date = date(2026, 3, 2);
/// How often people press F5, and pollers ask, in seconds.
const F5: f64 = 30.0;
const POLLER: f64 = 10.0;

/// What the site answers at a second of the day.
fn answer(second: i64) -> Outcome {
    match second.rem_euclid(DAY) {
        s if (12 * HOUR..13 * HOUR).contains(&s) && second >= DAY => Outcome::Trouble,
        s if (15 * HOUR..15 * HOUR + 600).contains(&s) && second >= DAY => Outcome::Refused,
        _ => Outcome::NoneFree,
    }
}

/// Numbers without a pattern (`SplitMix64`, by Steele, Lea and Flood).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0)
    }
}

fn pace(ledger: &Ledger, terms: Terms, interval: Interval) -> Pace<'_> {
    Pace { ledger, terms, schedule: Schedule::default(), interval, break_end: None, frames_end: None }
}

/// Follows one watcher and adds what it asks on the second day, second by second.
fn follow(number: u64, terms: Terms, interval: Interval, requests: &mut [u32]) {
    let mut chance = Chance(number.wrapping_mul(0xd134_2543_de82_ef95));
    let mut ledger = Ledger::default();
    let mut at = i64::from(chance.next() % 57_600) * 1000 + 7 * HOUR * 1000;
    while at < 2 * DAY * 1000 {
        let second = at / 1000;
        let minute = u16::try_from(second.rem_euclid(DAY) / 60).unwrap_or(0);
        let now = Now { minute, ..Now::at(Instant(at), TODAY, chance.next()) };
        ledger.tidy(now.instant);
        if pace(&ledger, terms, interval).earliest(now).0 <= now.instant {
            ledger.enter(now.instant, Way::Reload, Reason::Planned, false);
            if let Some(count) = usize::try_from(second - DAY).ok().and_then(|place| requests.get_mut(place))
            {
                *count += 1;
            }
            let outcome = answer(second);
            ledger.came(outcome);
            match outcome {
                Outcome::Trouble => ledger.troubled(false),
                Outcome::Refused => drop(ledger.refused(now.instant, false)),
                _ => {
                    ledger.answered(false);
                    ledger.gave_nothing(0, false, false);
                }
            }
        }
        at = pace(&ledger, terms, interval).next(now).0.max(at + 1);
    }
}

/// The mean and the highest rate in part of the day, in requests per second, over windows of that many seconds.
fn rates(requests: &[u32], from: i64, to: i64, window: usize) -> (f64, f64) {
    let part = |second: i64| usize::try_from(second).unwrap_or(0);
    let part = requests.get(part(from)..part(to)).unwrap_or_default();
    let rates: Vec<f64> = part
        .chunks_exact(window)
        .map(|chunk| chunk.iter().map(|count| f64::from(*count)).sum::<f64>())
        .collect();
    let scale = f64::from(u32::try_from(window).unwrap_or(1));
    let count = f64::from(u32::try_from(rates.len().max(1)).unwrap_or(1));
    (rates.iter().sum::<f64>() / count / scale, rates.iter().copied().fold(0.0, f64::max) / scale)
}

/// The day as a picture: requests per second by the minute, on a logarithmic scale.
fn draw(requests: &[u32], watchers: f64) -> String {
    let top = (watchers / POLLER).log10().ceil();
    let bottom = top - 4.0;
    let x = |minute: f64| 60.0 + minute / 1440.0 * 880.0;
    let y = |rate: f64| 360.0 - (rate.max(1e-9).log10() - bottom).max(0.0) / (top - bottom) * 320.0;
    let mut path = String::new();
    for (minute, chunk) in (0..).zip(requests.chunks_exact(60)) {
        let rate = chunk.iter().map(|count| f64::from(*count)).sum::<f64>() / 60.0;
        let _ = write!(
            path,
            "{}{:.1},{:.1} ",
            if minute == 0 { "M" } else { "L" },
            x(f64::from(minute)),
            y(rate)
        );
    }
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 420\" font-family=\"sans-serif\" font-size=\"13\">\
         <title>Requests per second over a day</title><rect width=\"960\" height=\"420\" fill=\"#fff\"/>",
    );
    for hour in (0..=24).step_by(3) {
        let place = x(f64::from(hour) * 60.0);
        let _ = write!(svg, "<text x=\"{place:.0}\" y=\"380\" text-anchor=\"middle\">{hour}:00</text>");
    }
    let mut power = bottom;
    while power <= top {
        let place = y(10_f64.powf(power));
        let _ = write!(
            svg,
            "<line x1=\"60\" x2=\"940\" y1=\"{place:.1}\" y2=\"{place:.1}\" stroke=\"#ddd\"/>\
             <text x=\"52\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            place + 4.0,
            10_f64.powf(power)
        );
        power += 1.0;
    }
    for (name, every, colour) in
        [("a poller every 10 s", POLLER, "#b00020"), ("F5 every 30 s", F5, "#9a4a00")]
    {
        let place = y(watchers / every);
        let _ = write!(
            svg,
            "<line x1=\"60\" x2=\"940\" y1=\"{place:.1}\" y2=\"{place:.1}\" stroke=\"{colour}\" stroke-dasharray=\"6 4\"/>\
             <text x=\"936\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>",
            place - 5.0
        );
    }
    let _ = write!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"#0b5cad\" stroke-width=\"2\"/>\
         <text x=\"500\" y=\"410\" text-anchor=\"middle\">{watchers} watchers, requests per second; down 12–13, refusing 15:00–15:10</text></svg>"
    );
    svg.push('\n');
    svg
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().map_or(Ok(100_000), |number| number.parse::<u32>());
    let Ok(watchers @ 1..=10_000_000) = wanted else {
        eprintln!("usage: crowd [WATCHERS, 1 to 10000000] [FILE.svg]");
        return ExitCode::from(2);
    };
    let (Some(site), Some(origin)) = (Site::of(URL), Origin::of(URL)) else { return ExitCode::FAILURE };
    let terms = Terms::of(&site, &origin, &Word::default());
    let interval = Interval::new(DEFAULT_INTERVAL, &site);
    let mut requests = vec![0_u32; usize::try_from(DAY).unwrap_or(0)];
    for number in 0..watchers {
        follow(u64::from(number), terms, interval, &mut requests);
        if number % 100_000 == 99_999 {
            eprintln!("{} of {watchers} watchers followed", number + 1);
        }
    }
    let crowd = f64::from(watchers);
    let (steady, peak) = rates(&requests, 8 * HOUR, 11 * HOUR, 60);
    let (first, _) = rates(&requests, 13 * HOUR, 13 * HOUR + 60, 60);
    let (_, recovered) = rates(&requests, 13 * HOUR, 15 * HOUR, 60);
    let (_, morning) = rates(&requests, 7 * HOUR, 8 * HOUR, 60);
    let (_, after_refusal) = rates(&requests, 15 * HOUR, 17 * HOUR, 60);
    let (night, _) = rates(&requests, 0, 7 * HOUR, 60);
    println!("{watchers} watchers, requests per second by the minute");
    println!("steady, 8 to 11                {steady:>10.1}   peak / mean {:.2}", peak / steady);
    println!("at night, 0 to 7               {night:>10.1}");
    println!("highest when the day begins    {morning:>10.1}   {:.2} × steady", morning / steady);
    println!("first minute after the outage  {first:>10.1}   {:.2} × steady", first / steady);
    println!("highest after the outage       {recovered:>10.1}   {:.2} × steady", recovered / steady);
    println!("highest after the refusals     {after_refusal:>10.1}   {:.2} × steady", after_refusal / steady);
    println!(
        "F5 every 30 s                  {:>10.1}   {:.0} × steady, outage or not",
        crowd / F5,
        crowd / F5 / steady
    );
    println!(
        "a poller every 10 s            {:>10.1}   {:.0} × steady, day and night",
        crowd / POLLER,
        crowd / POLLER / steady
    );
    if let Some(file) = arguments.next()
        && let Err(error) = std::fs::write(&file, draw(&requests, crowd))
    {
        eprintln!("{file} cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
