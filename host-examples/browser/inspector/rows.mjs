// A document laid out in rows that can be read: one element or one member a row, each with the place in the source that
// it came from. Pieces are text as it stands in the source; only white space between them is ours.

import { tokens } from "./markup.mjs";

/** Longer start tags get a row for each attribute. */
const WIDE = 100;
/** Longer texts can be folded. */
export const LONG = 240;

/**
 * Rows are `{ depth, line, column, pieces: [[kind, text], ...] }`; JSON's have a `pointer` instead of a place, and
 * rows with `isMore` belong to the row before. Kinds are `mark`, `name`, `attribute`, `value`, `text`, `comment`.
 */
export function rows(text, syntax, origin) {
  if (syntax === "xml") return moved(xmlRows(text), origin);
  if (syntax === "json") return jsonRows(text) ?? plainRows(text);
  return plainRows(text);
}

/** Of a part of a document, which begins at `origin`. */
function moved(list, { line: first, column: before } = { line: 1, column: 1 }) {
  for (const row of list) {
    if (row.line === 1) row.column += before - 1;
    if (row.line !== undefined) row.line += first - 1;
  }
  return list;
}

function plainRows(text) {
  return text.replace(/^\ufeff/, "").split(/\r?\n/).map((content, index) => ({
    depth: 0, line: index + 1, column: 1, pieces: [["text", content]],
  }));
}

// ---- XML ----

function xmlRows(source) {
  const list = tokens(source);
  const made = [];
  let depth = 0;
  for (let index = 0; index < list.length; index += 1) {
    const token = list[index];
    const { kind, line, column } = token;
    if (kind === "open" || kind === "empty") {
      const leaf = kind === "open" ? leafAfter(list, index, source) : undefined;
      startTag(made, depth, token, leaf);
      if (leaf) index = leaf.last;
      else if (kind === "open") depth += 1;
    } else if (kind === "close") {
      depth = Math.max(0, depth - 1);
      made.push({ depth, line, column, pieces: closeTag(token.name) });
    } else {
      const content = source.slice(token.start, token.end);
      if (kind === "text") {
        if (content.trim() !== "") made.push({ depth, ...firstVisible(content, line, column), pieces: [["text", oneLine(content)]] });
      } else {
        content.split(/\r?\n/).forEach((part, row) => {
          made.push({ depth, line: line + row, column: row === 0 ? column : 1, pieces: [[kind === "cdata" ? "text" : "comment", part.trim()]] });
        });
      }
    }
  }
  return made;
}

/** A text's place is where its first visible character stands: findings and people point there. */
function firstVisible(content, line, column) {
  const white = content.slice(0, content.length - content.trimStart().length);
  const lines = white.split("\n");
  return lines.length === 1
    ? { line, column: column + white.length }
    : { line: line + lines.length - 1, column: lines.at(-1).length + 1 };
}

/** An element with text alone, or with nothing, stands on one row. */
function leafAfter(list, index, source) {
  const [first, second] = [list[index + 1], list[index + 2]];
  const { name } = list[index];
  if (first?.kind === "close" && first.name === name) return { text: "", last: index + 1 };
  if (first?.kind === "text" && second?.kind === "close" && second.name === name) {
    return { text: oneLine(source.slice(first.start, first.end)), last: index + 2 };
  }
  return undefined;
}

function oneLine(text) {
  return text.trim().replace(/\s*\n\s*/g, " ");
}

function startTag(made, depth, { kind, name, attributes, line, column }, leaf) {
  const end = [["mark", kind === "empty" ? "/>" : ">"]];
  if (leaf) end.push(["text", leaf.text], ...closeTag(name));
  const written = attributes.map(({ name, value }) => [["attribute", name], ...(value === undefined ? [] : [["mark", "="], ["value", value]])]);
  const width = written.flat().reduce((sum, [, text]) => sum + text.length, name.length + 2);
  const begin = [["mark", "<"], ["name", name]];
  if (width <= WIDE || attributes.length < 2) {
    made.push({ depth, line, column, pieces: [...begin, ...written.flatMap((pieces) => [["mark", " "], ...pieces]), ...end] });
    return;
  }
  made.push({ depth, line, column, pieces: begin });
  written.forEach((pieces, index) => {
    made.push({ depth: depth + 2, isMore: true, pieces: index === written.length - 1 ? [...pieces, ...end] : pieces });
  });
}

function closeTag(name) {
  return [["mark", "</"], ["name", name], ["mark", ">"]];
}

// ---- JSON ----

const JSON_TOKEN = /\s*(?:("[^"\\]*(?:\\.[^"\\]*)*")|(-?\d[\d.eE+-]*|true|false|null)|([[\]{}:,]))/y;

/** Members and elements as they stand, twin keys included; undefined for what is no JSON. */
function jsonRows(source) {
  const made = [];
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  const take = () => {
    JSON_TOKEN.lastIndex = at;
    const found = JSON_TOKEN.exec(source);
    if (!found) throw new SyntaxError("no JSON");
    at = JSON_TOKEN.lastIndex;
    return { string: found[1], scalar: found[2], mark: found[3] };
  };
  const peek = () => {
    const before = at;
    const token = take();
    at = before;
    return token;
  };
  const value = (depth, pointer, before) => {
    if (depth > 200) throw new RangeError("too deep to be shown");
    const { string, scalar, mark } = take();
    if (string ?? scalar) {
      made.push({ depth, pointer, pieces: [...before, ["value", string ?? scalar]] });
    } else if (mark === "{" || mark === "[") {
      const close = mark === "{" ? "}" : "]";
      if (peek().mark === close) {
        take();
        made.push({ depth, pointer, pieces: [...before, ["mark", mark + close]] });
        return;
      }
      made.push({ depth, pointer, pieces: [...before, ["mark", mark]] });
      for (let index = 0; ; index += 1) {
        let name = [];
        let step = String(index);
        if (mark === "{") {
          const key = take().string;
          if (!key || take().mark !== ":") throw new SyntaxError("no member");
          name = [["attribute", key], ["mark", ": "]];
          step = JSON.parse(key).replaceAll("~", "~0").replaceAll("/", "~1");
        }
        value(depth + 1, `${pointer}/${step}`, name);
        const after = take().mark;
        if (after === ",") made.at(-1).pieces.push(["mark", ","]);
        else if (after === close) break;
        else throw new SyntaxError("no end");
      }
      made.push({ depth, pieces: [["mark", close]] });
    } else {
      throw new SyntaxError("no value");
    }
  };
  try {
    value(0, "", []);
    return source.slice(at).trim() === "" ? made : undefined;
  } catch {
    return undefined;
  }
}

/** The row that a finding points to: of the element that begins there, or else of the last thing before it. */
export function rowAt(list, { line, column }) {
  let found = -1;
  for (let index = 0; index < list.length; index += 1) {
    const row = list[index];
    if (row.line === undefined) continue;
    if (row.line > line || (row.line === line && row.column > column)) break;
    found = index;
  }
  return Math.max(found, 0);
}

/** The row of a JSON Pointer, or of the nearest value around it; -1 where there is none. */
export function rowOfPointer(list, pointer) {
  for (let wanted = pointer; ; wanted = wanted.slice(0, wanted.lastIndexOf("/"))) {
    const found = list.findIndex((row) => row.pointer === wanted);
    if (found >= 0 || wanted === "") return found;
  }
}
