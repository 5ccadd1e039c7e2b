// @ts-expect-error: this address is the server's.
import german from "/modules/vuetify/lib/locale/de.js";
import { days, first, isOpen, isoOf, language, openDays, words } from "./site.mjs";

const { Vue, Vuetify } = /** @type {any} */ (globalThis);

const template = `
  <v-app>
    <v-app-bar :title="words.practice"></v-app-bar>
    <v-main>
      <v-container>
        <h1>{{ words.heading }}</h1>
        <v-alert v-if="words.none && !openDays.length" type="info">{{ words.none }}</v-alert>
        <v-date-picker v-model="day" :month="month" :year="year" :allowed-dates="isAllowed" :title="words.ask">
        </v-date-picker>
        <section v-if="day">
          <h2>{{ words.times }}</h2>
          <v-chip-group>
            <v-chip v-for="time of times" :key="time" :text="time"></v-chip>
          </v-chip-group>
        </section>
      </v-container>
    </v-main>
  </v-app>`;

const [year, month] = first.split("-").map(Number);

Vue.createApp({
  template,
  data: () => ({ day: null, words, openDays, year, month: Number(month) - 1 }),
  computed: {
    times() {
      const chosen = isoOf(/** @type {any} */ (this).day);
      return days.find(({ date }) => date === chosen)?.free ?? [];
    },
  },
  methods: { isAllowed: (/** @type {Date} */ date) => isOpen(isoOf(date)) },
})
  .use(Vuetify.createVuetify({ locale: { locale: language, messages: { de: german } } }))
  .mount("#app");
