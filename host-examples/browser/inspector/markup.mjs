// Walks XML source and remembers where everything stands. It judges nothing: what is well-formed is the plugin's to
// say, and a document that is not must still be shown, with the plugin's finding at its place.

/**
 * The tokens of a document, in order and without a gap: `{ kind, start, end, line, column }`, tags with `name`, start
 * tags with `attributes` (as written, quotes included). Lines and columns count as the plugin's do: from 1, a line ends
 * with a line feed, columns are characters (code points), and a byte order mark is none.
 */
export function tokens(source) {
  const list = [];
  const place = placeAfter(source);
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < source.length) {
    const token = next(source, at);
    list.push({ ...token, start: at, ...place(at) });
    at = token.end;
  }
  return list;
}

function next(source, at) {
  if (source[at] !== "<") {
    const tag = source.indexOf("<", at);
    return { kind: "text", end: tag < 0 ? source.length : tag };
  }
  if (source.startsWith("<!--", at)) return until(source, at, "-->", "comment");
  if (source.startsWith("<![CDATA[", at)) return until(source, at, "]]>", "cdata");
  if (source.startsWith("<?", at)) return until(source, at, "?>", "instruction");
  if (source.startsWith("<!", at)) return until(source, at, ">", "declaration");
  if (source.startsWith("</", at)) {
    const { end } = until(source, at, ">", "");
    return source[end - 1] === ">" && end > at + 2 ? { kind: "close", end, name: source.slice(at + 2, end - 1).trim() } : { kind: "text", end };
  }
  return open(source, at);
}

function until(source, at, mark, kind) {
  const found = source.indexOf(mark, at);
  return { kind, end: found < 0 ? source.length : found + mark.length };
}

// Sticky, so that each looks only where the tag has got to: the walk stays linear.
const NAME = /[^\s<>/="']+/y;
const ATTRIBUTE = /\s*([^\s<>/="']+)(?:\s*=\s*("[^"]*"|'[^']*'))?/y;
const END = /\s*(\/?)>/y;

/** A start tag; what does not look like one is text up to the next `<`. */
function open(source, at) {
  const name = matchAt(NAME, source, at + 1);
  const attributes = [];
  if (name) {
    let rest = at + 1 + name[0].length;
    for (;;) {
      const end = matchAt(END, source, rest);
      if (end) return { kind: end[1] ? "empty" : "open", end: rest + end[0].length, name: name[0], attributes };
      const attribute = matchAt(ATTRIBUTE, source, rest);
      if (!attribute) break;
      attributes.push({ name: attribute[1], value: attribute[2] });
      rest += attribute[0].length;
    }
  }
  const tag = source.indexOf("<", at + 1);
  return { kind: "text", end: tag < 0 ? source.length : tag };
}

function matchAt(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** The place of an offset; offsets must be asked for in rising order, so that the whole is one pass. */
function placeAfter(source) {
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let column = 1;
  return (offset) => {
    for (; at < offset; at += 1) {
      const unit = source.charCodeAt(at);
      if (unit === 10) {
        line += 1;
        column = 1;
      } else if (unit < 0xdc00 || unit > 0xdfff) {
        // The second half of a pair is no character of its own.
        column += 1;
      }
    }
    return { line, column };
  };
}

/** Where a place stands in the source: the reverse of what `tokens` tells. */
export function offsetOf(source, { line, column }) {
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let left = line - 1; left > 0; left -= 1) {
    const end = source.indexOf("\n", at);
    if (end < 0) return source.length;
    at = end + 1;
  }
  for (let left = column - 1; left > 0 && at < source.length && source[at] !== "\n"; left -= 1) {
    at += source.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

/** Name and namespace prefix of the root element, without reading further. */
export function rootOf(source) {
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < source.length) {
    const token = next(source, at);
    if (token.kind === "open" || token.kind === "empty") return { name: localName(token.name), attributes: token.attributes };
    const white = token.kind === "text" && source.slice(at, token.end).trim() === "";
    if (!white && !["comment", "instruction", "declaration"].includes(token.kind)) return undefined;
    at = token.end;
  }
  return undefined;
}

export function localName(name) {
  return name.slice(name.indexOf(":") + 1);
}

/** The value of an attribute without its quotes; the five entities and character references resolved. */
export function attributeValue({ value }) {
  return value === undefined ? "" : resolved(value.slice(1, -1));
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function resolved(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hexadecimal, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const point = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
