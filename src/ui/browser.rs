//! What the pages ask of the browser and of the small scripts beside them.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Whether the browser may show notifications: `granted` or `denied`. Nothing where it cannot say, as Firefox.
pub(super) async fn notifications_level() -> Option<String> {
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let notifications = member(&member(&js_sys::global(), "browser")?, "notifications")?;
    let ask: Function = member(&notifications, "getPermissionLevel")?.dyn_into().ok()?;
    let answer = Promise::resolve(&ask.call0(&notifications).ok()?);
    JsFuture::from(answer).await.ok()?.as_string()
}

#[wasm_bindgen]
extern "C" {
    /// The tab that shows this very page.
    #[wasm_bindgen(catch, js_namespace = ["browser", "tabs"], js_name = getCurrent)]
    pub(super) async fn tabs_get_current() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["browser", "runtime"], js_name = openOptionsPage)]
    pub(super) fn open_options() -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["browser", "storage", "onChanged"], js_name = addListener)]
    pub(super) fn on_storage_changed(listener: &js_sys::Function);

    #[wasm_bindgen(catch, js_namespace = ["browser", "permissions"], js_name = request)]
    pub(super) fn permissions_request(permissions: &JsValue) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["browser", "permissions"], js_name = contains)]
    pub(super) async fn permissions_contains(permissions: &JsValue) -> Result<JsValue, JsValue>;

    /// A name that nobody guesses: 122 random bits, in 36 characters.
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    pub(super) fn random_name() -> String;

    /// Everything that was granted: `{permissions, origins}`.
    #[wasm_bindgen(catch, js_namespace = ["browser", "permissions"], js_name = getAll)]
    pub(super) async fn permissions_all() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["browser", "permissions"], js_name = remove)]
    pub(super) async fn permissions_remove(permissions: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["browser", "permissions", "onAdded"], js_name = addListener)]
    pub(super) fn on_permissions_added(listener: &js_sys::Function);

    #[wasm_bindgen(js_namespace = ["browser", "permissions", "onRemoved"], js_name = addListener)]
    pub(super) fn on_permissions_removed(listener: &js_sys::Function);

    #[wasm_bindgen(js_namespace = ["browser", "runtime"], js_name = getManifest)]
    pub(super) fn manifest() -> JsValue;

    #[wasm_bindgen(catch, js_namespace = ["browser", "runtime"], js_name = sendMessage)]
    pub(super) fn send_message(message: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

#[wasm_bindgen(raw_module = "../pages.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = readPage)]
    pub(super) async fn read_page(tab: i32, looks: bool) -> Result<JsValue, JsValue>;

    /// Hands a text to the person as a file.
    #[wasm_bindgen(js_name = download)]
    pub(super) fn download(name: &str, kind: &str, text: &str);

    /// What the background saved last, in the browser's memory and on the disk; `undefined` where nothing is.
    #[wasm_bindgen(catch, js_name = stored)]
    pub(super) async fn stored() -> Result<JsValue, JsValue>;

    /// Deletes what is stored on the disk but for one key.
    #[wasm_bindgen(catch, js_name = forgetAllBut)]
    pub(super) async fn forget_all_but(key: &str) -> Result<(), JsValue>;

    /// Lets the person point at something of a page.
    #[wasm_bindgen(catch, js_name = pick)]
    pub(super) async fn pick(tab: i32, purpose: &str) -> Result<JsValue, JsValue>;

    /// What they pointed at since: `{page, line, purpose}`, or `null`.
    #[wasm_bindgen(catch, js_name = takePicked)]
    pub(super) async fn take_picked(tab: i32) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What journal.js can do. The pages that show the journal hand it over: the others do without it.
    #[derive(Clone)]
    pub type Store;

    /// The sites that the journal knows.
    #[wasm_bindgen(catch, method, js_name = sites)]
    pub(super) async fn sites(this: &Store) -> Result<JsValue, JsValue>;

    /// All records: `{look, seen, offer}`, of one site or, where that is blank, of all, oldest first.
    #[wasm_bindgen(catch, method, js_name = records)]
    pub(super) async fn records(this: &Store, site: &str) -> Result<JsValue, JsValue>;

    /// Adds the records that the journal does not know, and answers how many those are.
    #[wasm_bindgen(catch, method, js_name = add)]
    pub(super) async fn add(this: &Store, records: &JsValue) -> Result<JsValue, JsValue>;

    /// Deletes all records.
    #[wasm_bindgen(catch, method, js_name = erase)]
    pub(super) async fn erase(this: &Store) -> Result<(), JsValue>;

    /// Why the journal could not be written last; `undefined` where it could.
    #[wasm_bindgen(catch, method, js_name = trouble)]
    pub(super) async fn trouble(this: &Store) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "../words.js")]
extern "C" {
    /// The language of the words.
    pub(super) fn language() -> String;

    /// The words in the person's language.
    pub(super) fn say(words: &JsValue) -> String;
}
