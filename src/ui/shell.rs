//! What the pages share: the clock, and the way to the background.

use super::browser;
use crate::store::Saved;
use crate::time::{Instant, Now};
use crate::wasm::to_js;
use crate::watch::{Event, State};
use jiff::civil::{Date, Weekday};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Hands an event to the background, which answers through the saved state.
pub(super) fn send(event: &Event) {
    if let Ok(answer) = to_js(event).map_err(JsValue::from).and_then(|event| browser::send_message(&event)) {
        // The background gives no answer of its own; a promise left alone would be reported as unhandled.
        spawn_local(async move {
            let _ = JsFuture::from(answer).await;
        });
    }
}

/// Hands an event to the background, and waits until it has come there.
pub(super) async fn say_to_background(event: &Event) {
    let message = to_js(event).map_err(JsValue::from);
    if let Ok(answer) = message.and_then(|message| browser::send_message(&message)) {
        let _ = JsFuture::from(answer).await;
    }
}

/// What the background saved last.
pub(super) async fn stored() -> Option<State> {
    let areas = browser::stored().await.ok()?;
    first_of(js_sys::Array::from(&areas).to_vec())
}

/// The state in the browser's memory where that holds private watches too, else the one on the disk.
pub(super) fn first_of(areas: Vec<JsValue>) -> Option<State> {
    let load = |saved| Saved::load(serde_wasm_bindgen::Deserializer::from(saved)).ok();
    areas.into_iter().find_map(load)
}

/// The browser's clock.
#[allow(clippy::cast_possible_truncation, reason = "ms since 1970 fit i64 for the next 290 million years")]
pub(super) fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// How many minutes the person's clock is ahead of UTC at a point in time.
#[allow(clippy::cast_possible_truncation, reason = "zones are within a day of UTC")]
pub(super) fn ahead_of_utc(at: Instant) -> i32 {
    -(js_date(at).get_timezone_offset() as i32)
}

#[allow(clippy::cast_precision_loss, reason = "the browser's own clock is a float of ms")]
fn js_date(at: Instant) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(at.0 as f64))
}

/// The days of the week, from Monday.
pub(super) fn weekdays() -> impl Iterator<Item = Weekday> {
    (0..7).filter_map(|day| Weekday::from_monday_zero_offset(day).ok())
}

/// The date where the person is.
pub(super) fn today() -> Date {
    let date = js_sys::Date::new_0();
    let narrow = |number: u32| i8::try_from(number).unwrap_or(1);
    Date::new(
        i16::try_from(date.get_full_year()).unwrap_or(1970),
        narrow(date.get_month() + 1),
        narrow(date.get_date()),
    )
    .unwrap_or(Date::ZERO)
}

/// This moment, for what is only shown.
pub(super) fn moment() -> Now {
    let date = js_sys::Date::new_0();
    let minute = u16::try_from(date.get_hours() * 60 + date.get_minutes()).unwrap_or(0);
    Now { minute, ..Now::at(now(), today(), 0) }
}
