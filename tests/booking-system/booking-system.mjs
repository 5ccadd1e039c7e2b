// A real booking system, django-appointment, as a small practice runs it: all of today's appointments are taken.
//
//   const practice = await startBookingSystem({ zone: "Europe/Berlin" });
//   await page.goto(practice.address("en"));
//   await practice.cancel("16:30");

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Where `build.sh` installs it. */
const PYTHON = fileURLToPath(new URL("../../target/booking-system/bin/python", import.meta.url));
const SERVE = fileURLToPath(new URL("serve.py", import.meta.url));

/**
 * A time zone in which today's appointments, which begin at four in the afternoon, are an hour away or more: today
 * is the day that the system opens with.
 */
export function zoneInTheMorning() {
  const isLate = (new Date().getUTCHours() + 14) % 24 >= 15;
  return isLate ? "Asia/Karachi" : "Pacific/Kiritimati";
}

/** @typedef {Awaited<ReturnType<typeof startBookingSystem>>} BookingSystem */

/** @param {{zone: string}} options the name of its time zone, which is that of its visitors as well */
export async function startBookingSystem({ zone }) {
  const server = spawn(PYTHON, [SERVE], {
    env: { ...process.env, BOOKING_ZONE: zone, PYTHONDONTWRITEBYTECODE: "1" },
  });
  const errors = text(server.stderr);
  const ended = once(server, "close");
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();

  async function line() {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the booking system ended: ${await errors}`);
    return value;
  }
  /** @param {string} deed */
  async function tell(deed) {
    server.stdin.write(`${deed}\n`);
    await line();
  }

  const origin = await line();
  return {
    /** The day that it is there, as ISO date. */
    today: new Intl.DateTimeFormat("sv", { timeZone: zone }).format(),
    /** The page on which an appointment is chosen. @param {"en" | "de"} language */
    address: (language) => `${origin}/${language}/request/1/`,
    /** Somebody else takes one of today's appointments. @param {string} start */
    book: (start) => tell(`book ${start}`),
    /** One of today's appointments becomes free. @param {string} start */
    cancel: (start) => tell(`cancel ${start}`),
    async close() {
      server.stdin.end();
      await ended;
    },
  };
}
