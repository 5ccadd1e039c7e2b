// Writes zip archives whose bytes depend on nothing but the files in them: sorted names, one time, no further fields.

import { crc32 } from "node:zlib";

/** @typedef {{content: Uint8Array, executable?: boolean}} File */

/** The first moment that the format can tell, 1 January 1980, as it tells the day; the time is zero. */
const DAY = 0x21;
/** The version of the format that has all of this. */
const VERSION = 20;
/** The system whose permissions the archive carries. */
const UNIX = 3 << 8;
/** Names are in UTF-8. */
const FLAGS = 0x800;

/** @param {[bytes: 2 | 4, value: number][]} fields */
function record(...fields) {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value, 0, bytes);
      return field;
    }),
  );
}

/**
 * @param {Map<string, File>} files by path
 * @param {(content: Uint8Array) => Promise<Uint8Array>} deflate
 */
export async function zip(files, deflate) {
  const bodies = [];
  const directory = [];
  let offset = 0;
  for (const path of [...files.keys()].sort()) {
    const { content, executable } = /** @type {File} */ (files.get(path));
    const deflated = await deflate(content);
    const isSmaller = deflated.length < content.length;
    const data = isSmaller ? deflated : content;
    const name = Buffer.from(path);
    const about = record(
      [2, VERSION],
      [2, FLAGS],
      [2, isSmaller ? 8 : 0],
      [2, 0],
      [2, DAY],
      [4, crc32(content)],
      [4, data.length],
      [4, content.length],
      [2, name.length],
      [2, 0],
    );
    const permissions = (executable ? 0o100755 : 0o100644) * 2 ** 16;
    directory.push(
      record([4, 0x02014b50], [2, UNIX + VERSION]),
      about,
      record([2, 0], [2, 0], [2, 0], [4, permissions], [4, offset]),
      name,
    );
    const body = Buffer.concat([record([4, 0x04034b50]), about, name, data]);
    bodies.push(body);
    offset += body.length;
  }
  const end = Buffer.concat(directory);
  const { size } = files;
  return Buffer.concat([
    ...bodies,
    end,
    record([4, 0x06054b50], [2, 0], [2, 0], [2, size], [2, size], [4, end.length], [4, offset], [2, 0]),
  ]);
}
