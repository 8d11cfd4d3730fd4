// The rows of two documents side by side: what both have on one line, what one of them has beside nothing.

/** Beyond this many rows that differ, two documents are shown as two documents: a minute of work would help nobody. */
const MOST = 4_000;

/**
 * Pairs `{ kind, before, after }`; kind is `same`, `removed`, `added` or `changed`, and `before` and `after` are rows.
 * Rows that differ in depth alone, or in the comma to what comes next, are the same.
 */
export function differences(before, after) {
  const text = ({ pieces }) => pieces.filter(([kind, piece]) => kind !== "mark" || piece !== ",").map(([, piece]) => piece).join("");
  const left = before.map(text);
  const right = after.map(text);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;

  const pairs = [];
  const same = (from, to, shift) => {
    for (let row = from; row < to; row += 1) pairs.push({ kind: "same", before: before[row], after: after[row + shift] });
  };
  same(0, start, 0);
  const common = longestCommon(left.slice(start, left.length - end), right.slice(start, right.length - end));
  let [one, other] = [start, start];
  for (const [first, second] of [...common, [left.length - end - start, right.length - end - start]]) {
    const [gone, come] = [before.slice(one, start + first), after.slice(other, start + second)];
    for (let row = 0; row < Math.max(gone.length, come.length); row += 1) {
      const kind = row >= gone.length ? "added" : row >= come.length ? "removed" : "changed";
      pairs.push({ kind, before: gone[row], after: come[row] });
    }
    [one, other] = [start + first, start + second];
    if (one < left.length - end && other < right.length - end) {
      pairs.push({ kind: "same", before: before[one], after: after[other] });
      one += 1;
      other += 1;
    }
  }
  same(left.length - end, left.length, right.length - left.length);
  return pairs;
}

/** Indices of a longest common subsequence. */
function longestCommon(left, right) {
  if (left.length === 0 || right.length === 0 || left.length > MOST || right.length > MOST) return [];
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let one = left.length - 1; one >= 0; one -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      lengths[one * width + other] = left[one] === right[other]
        ? lengths[(one + 1) * width + other + 1] + 1
        : Math.max(lengths[(one + 1) * width + other], lengths[one * width + other + 1]);
    }
  }
  const found = [];
  for (let one = 0, other = 0; one < left.length && other < right.length;) {
    if (left[one] === right[other]) found.push([one++, other++]);
    else if (lengths[(one + 1) * width + other] >= lengths[one * width + other + 1]) one += 1;
    else other += 1;
  }
  return found;
}
