// A loudspeaker that tests listen to: a sound server that writes what it would play to a pipe.

import { EventEmitter } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "./processes.mjs";

/** Samples a second: enough for notes of up to 4 kHz. */
const RATE = 8_000;
/** So many samples are listened to at a time: a twentieth of a second. */
const WINDOW = RATE / 20;
/** What is quieter, as the root mean square of samples from -1 to 1, is silence. */
const QUIET = 0.005;
/** A note has at least this part of the power, so that it is heard above one that fades. */
const PART = 0.5;

/** The part of a window's power that is at a frequency, by Goertzel's algorithm; 0 where it is silent.
 * @param {Float64Array} samples @param {number} hertz */
function part(samples, hertz) {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [last, before, power] = [0, 0, 0];
  for (const sample of samples) {
    [last, before] = [sample + factor * last - before, last];
    power += sample * sample;
  }
  if (power < QUIET * QUIET * samples.length) return 0;
  const there = last * last + before * before - factor * last * before;
  return (2 * there) / (samples.length * power);
}

/** Starts the sound server. */
export async function startLoudspeaker() {
  const folder = await mkdtemp(join(tmpdir(), "terminwacht-"));
  const [socket, pipe] = [join(folder, "socket"), join(folder, "pipe")];
  const sink = `file=${pipe} format=s16le rate=${RATE} channels=1 use_system_clock_for_timing=yes`;
  const server = start(
    "pulseaudio",
    [
      ...["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"],
      ...["--log-target=stderr", "--log-level=info"],
      `--load=module-pipe-sink ${sink}`,
      `--load=module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    ],
    { env: { ...process.env, PULSE_RUNTIME_PATH: folder, PULSE_STATE_PATH: folder } },
  );
  await server.logs(/startup complete/);
  const ear = new EventEmitter();
  const sound = createReadStream(pipe);
  let rest = Buffer.alloc(0);
  sound.on("data", (bytes) => {
    rest = Buffer.concat([rest, Buffer.from(bytes)]);
    while (rest.length >= 2 * WINDOW) {
      const samples = Float64Array.from({ length: WINDOW }, (_, at) => rest.readInt16LE(2 * at) / 0x8000);
      rest = rest.subarray(2 * WINDOW);
      ear.emit("window", samples);
    }
  });
  return {
    /** How programs find it. */
    address: `unix:${socket}`,
    /** Resolves when notes have sounded from now on, in their order. @param {number[]} notes in Hz */
    heard: (notes) =>
      new Promise((resolve) => {
        const left = [...notes];
        ear.on("window", function listen(samples) {
          if (left[0] !== undefined && part(samples, left[0]) >= PART) left.shift();
          if (left.length > 0) return;
          ear.off("window", listen);
          resolve(undefined);
        });
      }),
    async stop() {
      sound.destroy();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
