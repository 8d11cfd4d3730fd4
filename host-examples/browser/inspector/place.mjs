// Finds an element of a large file again without keeping the file: the plugin tells line and column, and marks taken
// while reading tell where to begin to look.

import { offsetOf, tokens } from "./markup.mjs";

/** A mark for each chunk that was read: its offset in bytes, and the line and column that it begins with. */
export class Index {
  marks = [];
  #offset = 0;
  #line = 1;
  #column = 1;

  add(chunk) {
    this.marks.push({ offset: this.#offset, line: this.#line, column: this.#column });
    let from = 0;
    // The plugin doesn't count a byte order mark.
    if (this.#offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) from = 3;
    for (let end = chunk.indexOf(10, from); end >= 0; end = chunk.indexOf(10, from)) {
      this.#line += 1;
      this.#column = 1;
      from = end + 1;
    }
    // Bytes that continue a character are none of their own.
    for (let at = from; at < chunk.length; at += 1) if ((chunk[at] & 0xc0) !== 0x80) this.#column += 1;
    this.#offset += chunk.length;
  }
}

/** How much is read at a time to find the element's end, and how much at most. */
const STEP = 262_144;
const MOST = 4_194_304;

/** `{ text, line, column }` of the element whose tag begins at `place`; cut off after four megabytes. */
export async function element(blob, place, marks) {
  for (let length = STEP; ; length *= 2) {
    const { text, isAll } = await from(blob, place, marks, length);
    const end = endOf(text);
    if (end !== undefined || isAll || length >= MOST) return { text: text.slice(0, end), ...place };
  }
}

/** What stands around a place: some lines before, and so many characters after. */
export async function surroundings(blob, { line }, marks, { before, after }) {
  const place = { line: Math.max(1, line - before), column: 1 };
  const { text } = await from(blob, place, marks, after);
  return { text: text.slice(0, after), ...place };
}

/** The text from a place on, about as long as was asked for. */
async function from(blob, place, marks, length) {
  const isBefore = (mark) => mark.line < place.line || (mark.line === place.line && mark.column <= place.column);
  const mark = marks.findLast(isBefore) ?? { offset: 0, line: 1, column: 1 };
  // Only where the chunk begins on the same line do the columns before it count.
  const relative = { line: place.line - mark.line + 1, column: mark.line === place.line ? place.column - mark.column + 1 : place.column };
  // The place may stand at the end of its chunk.
  const until = mark.offset + STEP + length;
  let bytes = new Uint8Array(await blob.slice(mark.offset, until).arrayBuffer());
  // A chunk may begin inside a character, which belongs to the chunk before.
  while (bytes.length > 0 && (bytes[0] & 0xc0) === 0x80) bytes = bytes.subarray(1);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return { text: text.slice(offsetOf(text, relative)), isAll: until >= blob.size };
}

/** Where the first element of a text ends; undefined if it does not. */
function endOf(text) {
  let depth = 0;
  for (const { kind, end } of tokens(text)) {
    if (kind === "open") depth += 1;
    else if (kind === "close") depth -= 1;
    else if (kind !== "empty") continue;
    if (depth <= 0) return end;
  }
  return undefined;
}
