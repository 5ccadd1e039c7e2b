// Hands what happens in the browser to the core, one event at a time, and does what the core answers.
// Every listener is registered before anything is awaited: later ones would miss the event that woke us.

import { Core, compiled, notice } from "./core/terminwacht.js";
import { setTrouble, write } from "./journal.js";
import { act, readPage } from "./pages.js";
import { send } from "./send.js";
import { play } from "./sound.js";
import { start as startCore } from "./start.js";
import { say } from "./words.js";

/** @typedef {string | Record<string, Record<string, any>>} Event */

const SAVED = "state";
const ALARM = "wake";
/** Alarms are too coarse for shorter waits, and a worker lives that long. In ms. */
const ALARM_GRAIN = 30_000;

/** @type {Promise<unknown>} Events wait here for their turn. */
let queue = Promise.resolve();
/** @type {Core | undefined} */
let core;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

// It takes longest, and comes while all else is made ready.
startCore().catch(() => {});

// These only have to start us.
browser.runtime.onInstalled.addListener(() => {});
browser.runtime.onStartup.addListener(() => {});
browser.runtime.onUpdateAvailable.addListener(() => forward("updateAvailable"));
browser.alarms.onAlarm.addListener(() => forward("woken"));
browser.tabs.onRemoved.addListener((tab) => forward({ tabClosed: { tab } }));
browser.tabs.onUpdated.addListener(
  (tab, /** @type {{status?: string, discarded?: boolean, frozen?: boolean}} */ change, { url }) => {
    if (change.discarded) forward({ tabDiscarded: { tab } });
    else if (change.frozen !== undefined) forward({ tabFrozen: { tab, frozen: change.frozen } });
    else if (change.status === "complete") forward({ pageLoaded: { tab, url } });
  },
);
browser.tabs.onReplaced?.addListener((by, tab) => forward({ tabReplaced: { tab, by } }));
browser.permissions.onAdded.addListener(async () => {
  // What was granted before counts too: a page's own permission may be older than that for a frame in it.
  const { origins } = await browser.permissions.getAll();
  forward({ permissionGranted: { origins } });
});
browser.permissions.onRemoved.addListener(({ origins }) => forward({ permissionRemoved: { origins } }));
browser.notifications.onClicked.addListener((alert) => forward({ alertClicked: { alert } }));
browser.runtime.onMessage.addListener((message, sender) => {
  if (sender.id !== browser.runtime.id) return;
  if (sender.url?.startsWith(browser.runtime.getURL(""))) forward(message);
  else if (message?.kind === "changed" && sender.tab && sender.url)
    forward({ pageChanged: { tab: sender.tab.id, url: sender.url, nonce: message.nonce } });
  else if (message?.kind === "picked" && sender.tab) openPopupAgain(sender.tab).catch(() => {});
});

// Whatever started us: of being switched on, no event tells.
queue = ready().catch(console.error);

/** @param {Event} event */
function forward(event) {
  queue = queue
    .then(async () => take(await ready(), event))
    .catch((error) => console.error(typeof event === "string" ? event : Object.keys(event), error));
}

/** The click by which the person picked something for the popup has closed it. Where the browser does not let it be opened
 * for them, they open it themselves. @param {browser.tabs.Tab} tab */
async function openPopupAgain({ id, windowId }) {
  const { picking } = await browser.storage.session.get("picking");
  if (picking === id) await browser.action.openPopup({ windowId });
}

async function ready() {
  core ??= await start();
  return core;
}

/** Takes up what was saved. Only the browser's memory tells whether the worker was killed or the browser was closed.
 * @returns {Promise<Core>} */
async function start() {
  // The browser is asked while the core is made ready.
  const stored = browser.storage.local.get(SAVED);
  stored.catch(() => {});
  const [memory] = await Promise.all([browser.storage.session.get(["watches", SAVED]), startCore()]);
  // start.js takes it from here.
  Object.assign(globalThis, { compiledCore: compiled() });
  const { core, isDamaged } = await load(memory, stored);
  saves = !core.isUnsaved();
  if (memory.watches === undefined || isDamaged)
    await take(core, { browserStarted: { tabs: await openTabs() } });
  else await take(core, "workerStarted");
  // Noted only now: a worker that is killed before learns of the browser's start again.
  await browser.storage.session.set({ watches: [...core.watches()] });
  if (isDamaged) await take(core, "memoryDamaged");
  return core;
}

/** What was saved last; what cannot be used as a whole is set aside, and goes on with what can be read of it.
 * @param {Record<string, any>} memory what the browser's memory holds: the tabs that were watched, and the state where it
 *   is not to be stored elsewhere
 * @param {Promise<Record<string, any>>} stored what is on the disk */
async function load(memory, stored) {
  let saved = memory[SAVED];
  try {
    saved ??= (await stored)[SAVED];
    return { core: Core.load(saved), isDamaged: saved === undefined && memory.watches?.length > 0 };
  } catch (error) {
    console.error("the saved state was set aside:", error);
    if (saved) await browser.storage.local.set({ [`${SAVED}-set-aside`]: saved }).catch(console.error);
    return { core: Core.salvage(saved), isDamaged: true };
  }
}

async function openTabs() {
  const tabs = await browser.tabs.query({});
  return tabs.flatMap(({ id, url, discarded }) =>
    id !== undefined && url ? [{ tab: id, url, asleep: discarded ?? false }] : [],
  );
}

/** Saves before it acts, so that a worker killed in between acts once or, for an alert, again.
 * @param {Core} core @param {Event} event */
async function take(core, event) {
  const { saved, private: hidden, alarms, touches, others } = core.take(event, now());
  for (const alarm of alarms) await perform(alarm);
  const isSaved = !saved || (await save(core, { [SAVED]: saved }, hidden));
  if (!isSaved) for (const { tab } of touches) forward({ recheckFailed: { tab } });
  for (const effect of isSaved ? [...touches, ...others] : others)
    perform(effect).catch((error) => console.error(effect.kind, error));
}

/** For so long the browser may take to save, in ms. */
const SAVING_PATIENCE = 10_000;
/** Whether the browser could save what it had to save last. */
let saves = true;
/** Whether its memory holds a state, for what may not be on the disk, or cannot be: there it outlives the worker. */
let hides = true;

/** @param {Core} core @param {object} stored for the disk @param {object | undefined} hidden for the browser's memory alone
 * @returns {Promise<boolean>} whether it is saved */
async function save(core, stored, hidden) {
  const { local, session } = browser.storage;
  const before = saves;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    const written = [
      local.set(stored),
      session.set({ watches: [...core.watches()], ...(hidden && { [SAVED]: hidden }) }),
    ];
    if (!hidden && hides) written.push(session.remove(SAVED));
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, SAVING_PATIENCE, new Error("it takes too long"));
    });
    await Promise.race([Promise.all(written), late]);
    hides = Boolean(hidden);
    core.saved();
    saves = true;
  } catch (error) {
    console.error("not saved:", error);
    saves = false;
  }
  clearTimeout(timer);
  if (saves !== before) forward(saves ? "savedAgain" : "notSaved");
  return saves;
}

/** By how much the browser's clock was ahead of one that nobody can set, at the last event. In ms.
 * @type {number | undefined} */
let lead;

function now() {
  const date = new Date();
  const before = lead;
  lead = date.getTime() - performance.now();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return {
    instant: date.getTime(),
    today: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    minute: date.getHours() * 60 + date.getMinutes(),
    online: navigator.onLine,
    ahead: before === undefined ? 0 : Math.round(lead - before),
    seed: crypto.getRandomValues(new Uint32Array(1))[0],
  };
}

/** @param {Record<string, any>} effect */
async function perform(effect) {
  const { tab } = effect;
  switch (effect.kind) {
    case "read":
      if (effect.after > 0) await new Promise((resolve) => setTimeout(resolve, effect.after));
      return readPage(tab, effect.looks, effect.nonce).then(
        (reading) => forward({ pageRead: { tab, ...reading } }),
        () => forward({ pageUnreadable: { tab } }),
      );
    case "reload":
      return browser.tabs.reload(tab).then(
        () => forward({ reloading: { tab } }),
        () => forward({ recheckFailed: { tab } }),
      );
    case "press": {
      const pressed = await act(tab, "press", effect.serial, effect.line).catch(() => false);
      return pressed ? forward({ pressed: { tab } }) : forward({ recheckFailed: { tab } });
    }
    case "outline":
      // What is no longer there is not outlined.
      return act(tab, "outline", effect.serial, effect.line).catch(() => {});
    case "sound":
      return sound(effect.tones, effect.gain);
    case "notify":
      return notify(effect.alert);
    case "send":
      return send(/** @type {any} */ (effect)).then((answer) =>
        forward({ messageAnswered: { message: effect.message, answer } }),
      );
    case "withdraw":
      return browser.notifications.clear(effect.alert);
    case "focus": {
      const { windowId } = await browser.tabs.update(tab, { active: true });
      return browser.windows.update(/** @type {number} */ (windowId), { focused: true });
    }
    case "keepAwake":
      // Not every browser can be asked.
      return browser.tabs
        .update(tab, /** @type {any} */ ({ autoDiscardable: !effect.awake }))
        .catch(() => {});
    case "journal":
      // What is not written stays owed, and comes again with the next event: no watch waits for it.
      return write(effect.records, effect.keepFrom).then(
        () => setTrouble(undefined).then(() => forward({ journalWritten: { until: effect.until } })),
        (error) => setTrouble(String(error)),
      );
    case "badge":
      return showMark(tab, effect.mark, effect.age);
    case "update":
      return browser.runtime.reload();
    case "wake":
      clearTimeout(timer);
      if (effect.at === null) return browser.alarms.clear(ALARM);
      if (effect.at - Date.now() < ALARM_GRAIN)
        timer = setTimeout(() => forward("woken"), effect.at - Date.now());
      return browser.alarms.create(ALARM, { when: effect.at, periodInMinutes: 1 });
  }
}

/** @param {{id: string, replaces: string | null}} alert */
async function notify(alert) {
  const onShow = await browser.notifications.getAll();
  const { title, lines, quiet, stays } = notice(alert);
  const before = alert.replaces ?? "";
  // One that is on show already was shown by a worker that was killed before it could say so.
  if (!(alert.id in onShow) && (!quiet || before in onShow)) {
    const options = {
      ...{ type: "basic", iconUrl: browser.runtime.getURL("icons/free-128.png") },
      ...{ title: say(title), message: lines.map(say).join("\n") },
    };
    await create(alert.id, { ...options, requireInteraction: stays, silent: quiet }).catch(() =>
      create(alert.id, options),
    );
  }
  if (before) await browser.notifications.clear(before);
  forward({ alertShown: { alert: alert.id } });
}

/** Not every browser knows every option; one that does not refuses at once.
 * @param {string} id @param {Record<string, unknown>} options */
async function create(id, options) {
  await browser.notifications.create(id, /** @type {any} */ (options));
}

/** The page that plays, once it is there. @type {Promise<unknown>} */
let player = Promise.resolve();

/** Where the background has no loudspeaker, a page of ours that nobody sees plays, and closes itself. There is one at a
 * time: a sound ends the one before.
 * @param {{hertz: number, start: number, length: number}[]} tones @param {number} gain */
function sound(tones, gain) {
  const { offscreen } = /** @type {any} */ (browser);
  if (!offscreen) return play(tones, gain);
  const url = `sound.html?${encodeURIComponent(JSON.stringify({ tones, gain }))}`;
  const justification = "Plays the sound that calls you when an appointment is free.";
  const opened = player
    .then(() => offscreen.closeDocument())
    .catch(() => {})
    .then(() => offscreen.createDocument({ url, reasons: ["AUDIO_PLAYBACK"], justification }));
  player = opened.catch(() => {});
  return opened;
}

/** @param {number} tabId @param {string} mark @param {string} age */
async function showMark(tabId, mark, age) {
  const path = Object.fromEntries([16, 32].map((size) => [size, `/icons/${mark}-${size}.png`]));
  await browser.action.setIcon({ tabId, path });
  await browser.action.setTitle({ tabId, title: browser.i18n.getMessage(`mark_${mark}`) });
  await browser.action.setBadgeText({ tabId, text: age });
  await browser.action.setBadgeBackgroundColor({ tabId, color: "#5f6368" });
}
