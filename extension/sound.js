// Plays the notes that the core names. They are made here, of oscillators: no file is loaded.

/** @typedef {{hertz: number, start: number, length: number}} Tone times in ms */

/** How long a note swells, in s: at once it would click. */
const SWELL = 0.012;
/** What is left of a note when nobody hears it any more. */
const INAUDIBLE = 0.0005;
/** So much later than the last note a loudspeaker that does not take them is given up, in ms. */
const LATE = 2_000;

/** Lets notes sound in a context. @param {BaseAudioContext} context @param {Tone[]} tones @param {number} gain
 * @returns {Promise<unknown>} resolves when the last has faded */
export function sing(context, tones, gain) {
  const notes = tones.map(({ hertz, start, length }) => {
    const begin = context.currentTime + start / 1000;
    const end = begin + length / 1000;
    const note = new OscillatorNode(context, { frequency: hertz, type: "triangle" });
    const loudness = new GainNode(context, { gain: 0 });
    // Notes that overlap must not come to more than the loudspeaker takes.
    loudness.gain
      .setValueAtTime(0, begin)
      .linearRampToValueAtTime(gain / 2, begin + SWELL)
      .exponentialRampToValueAtTime(INAUDIBLE, end);
    note.connect(loudness).connect(context.destination);
    note.start(begin);
    note.stop(end);
    return new Promise((resolve) => note.addEventListener("ended", resolve));
  });
  return Promise.all(notes);
}

/** Plays notes on the loudspeaker. @param {Tone[]} tones @param {number} gain 0 to 1 */
export async function play(tones, gain) {
  const context = new AudioContext();
  const end = Math.max(...tones.map(({ start, length }) => start + length));
  try {
    await Promise.race([sing(context, tones, gain), new Promise((give) => setTimeout(give, end + LATE))]);
  } finally {
    await context.close();
  }
}
