// Certificates: how long each holds, on one line of time, and a card for each.

import { copyButton, count, day, downloadButton, element, facts, labelled, svg, terms, value } from "./dom.mjs";
import { pages } from "./pages.mjs";
import { SOON, leftClass, leftWords } from "./validity.mjs";

const PAGE = 24;
const DAY = 86_400_000;
/** A certificate for a hundred years would leave no room for the others. */
const HORIZON = 20 * 365 * DAY;

/** The certificates of these entities, each once, the one that ends first before the others. */
export function certificatesOf(entities) {
  const found = new Map();
  for (const { entityId, displayName, roles } of entities) {
    for (const role of roles) {
      for (const { use, certificate } of role.keys) {
        if (!certificate) continue;
        if (!found.has(certificate.fingerprint)) found.set(certificate.fingerprint, { certificate, uses: [] });
        const entry = found.get(certificate.fingerprint);
        if (certificate.pem && !entry.certificate.pem) entry.certificate = certificate;
        entry.uses.push({ entityId, displayName, element: role.element, use });
      }
    }
  }
  return [...found.values()].sort((one, other) => (one.certificate.notAfter < other.certificate.notAfter ? -1 : 1));
}

/** The panel for a list of them. `now` is the instant that days were counted from. */
export function certificatesPanel(entities, now) {
  const found = certificatesOf(entities);
  if (found.length === 0) return element("p", { className: "nothing" }, "No role names a certificate.");
  const areMany = entities.length > 1;
  const list = pages(PAGE, (part) => [timeline(part, now), element("ul", { className: "cards" }, ...part.map((entry) => card(entry, areMany, now)))], "certificates");
  const ended = found.filter(({ certificate: { daysLeft } }) => daysLeft < 0);
  const soon = found.filter(({ certificate: { daysLeft } }) => daysLeft >= 0 && daysLeft < SOON);
  const choices = [
    ["All of them", found], ["Ended", ended], [`Less than ${SOON} days left`, soon],
    [`${SOON} days or more left`, found.filter(({ certificate: { daysLeft } }) => daysLeft >= SOON)],
  ];
  const choice = element("select", { on: { change: () => list.set(choices[choice.selectedIndex][1]) } },
    ...choices.map(([words, some]) => element("option", { disabled: some.length === 0 }, `${words}: ${some.length.toLocaleString("en")}`)));
  list.set(found);
  return [
    facts([
      found.length === 1 ? "One certificate" : `${count(found.length, "certificate")}, the one that ends first before the others`,
      ended.length > 0 && element("strong", { className: "left error" }, `${ended.length.toLocaleString("en")} ended`),
      soon.length > 0 && element("strong", { className: "left warning" }, `${soon.length.toLocaleString("en")} with less than ${SOON} days left`),
    ]),
    found.length > PAGE && labelled("Show", choice),
    list.node,
  ].filter(Boolean);
}

/** The name that people know a certificate by. */
function commonName(subject) {
  const [, name] = /(?:^|,)\s*CN=((?:\\.|[^,\\])*)/i.exec(subject) ?? [];
  return name ?? (subject || "a certificate without a subject");
}

function useWords(use) {
  return use === undefined ? "signing and encryption" : use;
}

/** A key on one line. */
export function certificateLine({ use, certificate, names, encryptionMethods }) {
  if (!certificate) return element("span", {}, `${useWords(use)}: a key without a certificate `, ...names.map((name) => value(name)));
  return element("span", {}, element("span", { className: "badge" }, useWords(use)), " ", value(commonName(certificate.subject)), " ",
    element("span", { className: `left ${leftClass(certificate.daysLeft)}` }, leftWords(certificate)),
    encryptionMethods.length > 0 && element("span", { className: "quiet" }, ` takes ${encryptionMethods.map((method) => method.split(/[#/]/).pop()).join(", ")}`));
}

function card({ certificate, uses }, areMany, now) {
  const { subject, issuer, serial, fingerprint, notBefore, notAfter, daysLeft, keyType, keyBits, signatureAlgorithm, isSelfIssued, pem } = certificate;
  const owners = new Set(uses.map(({ displayName, entityId }) => displayName ?? entityId));
  return element("li", { className: `card ${leftClass(daysLeft)}` },
    element("h4", {}, value(commonName(subject))),
    Date.parse(notBefore) > Date.parse(now) && element("p", { className: "left warning" }, `not valid before ${day(notBefore)}`),
    element("p", { className: `left ${leftClass(daysLeft)}` }, leftWords(certificate)),
    terms([
      ["For", [...new Set(uses.map(({ use, element: role }) => `${useWords(use)} (${role})`))].join(", ")],
      areMany ? ["Of", [...owners].slice(0, 5).map((owner) => value(owner)), owners.size > 5 && `and ${owners.size - 5} more`] : [""],
      ["Valid", `${day(notBefore)} to ${day(notAfter)}`],
      ["Key", `${keyType.toUpperCase()}${keyBits ? ` ${keyBits}` : ""}`],
      ["Signed with", value(signatureAlgorithm)],
      ["Subject", value(subject)],
      isSelfIssued ? ["Issuer", "itself"] : ["Issuer", value(issuer)],
      ["Serial", value(serial)],
      ["SHA-256", element("code", { className: "value fingerprint" }, ...fingerprint.match(/.{1,4}/g).flatMap((four) => [four, element("wbr")]))],
    ]),
    element("p", { className: "actions" },
      copyButton(() => fingerprint, "the fingerprint", "Copy SHA-256"),
      pem && copyButton(() => pem, "the certificate as PEM", "Copy PEM"),
      pem && downloadButton(() => pem, `${fingerprint.slice(0, 16)}.pem`, "application/x-pem-file", "the certificate as PEM")));
}

/** Bars on one axis, with today. Positions are percentages, so that letters keep their size at every width. */
function timeline(entries, now) {
  const today = Date.parse(now);
  const times = entries.map(({ certificate: { notBefore, notAfter } }) => [Date.parse(notBefore), Date.parse(notAfter)]);
  const from = Math.max(Math.min(today, ...times.map(([begin]) => begin)), today - HORIZON);
  const to = Math.min(Math.max(today + 90 * DAY, ...times.map(([, end]) => end)), today + HORIZON);
  const at = (time) => `${(Math.min(Math.max((time - from) / (to - from), 0), 1) * 100).toFixed(3)}%`;
  const width = (begin, end) => `${Math.max(Number.parseFloat(at(end)) - Number.parseFloat(at(begin)), 0.4).toFixed(3)}%`;
  const row = 34;
  const height = entries.length * row + 34;
  const bars = entries.flatMap(({ certificate }, index) => {
    const [begin, end] = times[index];
    const top = index * row;
    const isOver = end < from;
    return [
      svg("text", { x: 0, y: top + 13, class: "bar-name" }, `${commonName(certificate.subject)}: ${leftWords(certificate)}`),
      svg("rect", { x: isOver ? "0" : at(begin), y: top + 18, width: isOver ? "0.4%" : width(begin, end), height: 10, rx: 3, class: `validity ${leftClass(certificate.daysLeft)}` }),
    ];
  });
  const named = entries.map(({ certificate }) => `${commonName(certificate.subject)} from ${day(certificate.notBefore)} to ${day(certificate.notAfter)}`).join("; ");
  return element("div", { className: "timeline" },
    svg("svg", { width: "100%", height, role: "img", "aria-label": `Validity: ${named}` },
      ...years(from, to).flatMap((year) => [
        svg("line", { x1: at(Date.UTC(year)), x2: at(Date.UTC(year)), y1: 0, y2: height - 18, class: "year" }),
        svg("text", { x: at(Date.UTC(year)), y: height - 4, class: "year-name", "text-anchor": "middle" }, String(year)),
      ]),
      ...bars,
      svg("line", { x1: at(today), x2: at(today), y1: 0, y2: height - 18, class: "today" }),
      svg("text", { x: at(today), y: height - 4, class: "today-name", "text-anchor": today - from < (to - from) / 8 ? "start" : to - today < (to - from) / 8 ? "end" : "middle" }, "now")));
}

/** At most six first days of years, none at the very edge, where the number would be cut off, nor on top of today's name. */
function years(from, to) {
  const [first, last] = [new Date(from).getUTCFullYear() + 1, new Date(to).getUTCFullYear()];
  const step = Math.max(1, Math.ceil((last - first + 1) / 6));
  const list = [];
  for (let year = first; year <= last; year += step) {
    const share = (Date.UTC(year) - from) / (to - from);
    if (share > 0.05 && share < 0.95) list.push(year);
  }
  return list;
}
