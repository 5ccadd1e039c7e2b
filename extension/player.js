// The script of the page that plays a sound where the background cannot: what to play stands in the page's address.

import { play } from "./sound.js";

const { tones, gain } = JSON.parse(decodeURIComponent(location.search.slice(1)));
await play(tones, gain).finally(() => window.close());
