// The page: takes a document, finds out what it is, asks the plugin, and shows what came of it.

import { issueInstant } from "./captures.mjs";
import { documentView } from "./document.mjs";
import { button, bytes, copyButton, element, output, say } from "./dom.mjs";
import { Cancelled, Engine } from "./engine.mjs";
import { findingsList, ranked, tally } from "./findings.mjs";
import { Given } from "./given.mjs";
import { inspectMetadata } from "./metadata.mjs";
import { KINDS, SEVERITIES, TARGETS } from "./names.mjs";
import { attributesOf, checkResponse, planScim } from "./requests.mjs";
import { privacy, theme } from "./surroundings.mjs";
import { tabs as makeTabs } from "./tabs.mjs";

const at = (id) => document.getElementById(id);
const examples = JSON.parse(at("documents").textContent);
// The plugin is the last and largest part of the page: until it has come, questions wait.
const engine = new Engine(new Promise((resolve) => {
  document.addEventListener("DOMContentLoaded", () => resolve({ script: JSON.parse(at("worker").textContent), module: at("module").textContent }));
}));

privacy();
theme();

// ---- the form ----

for (const [kind, words] of Object.entries(KINDS)) at("kind").append(element("option", { value: kind }, words));
for (const [target, words] of Object.entries(TARGETS)) at("target").append(element("option", { value: target }, words));
at("target").value = "iam";

const given = new Given({ area: at("given"), file: at("file"), opener: at("open"), changed: () => (given.isEmpty ? forget() : begin()) });
const again = () => session && !session.isStale && inspect();
const trusted = Given.build({ label: "Certificates as PEM", hint: "Only what these signed counts as signed. Nothing in the document is trusted.", changed: again });
const knownMetadata = Given.build({ label: "Metadata of the identity provider, as AWS has it", hint: "Its keys decide whether the signature holds.", changed: again });
const knownCertificate = Given.build({ label: "Signing certificates as PEM", rows: 3, changed: again });
const decrypted = Given.build({ label: "The encrypted assertion in clear", rows: 3, hint: "Decrypt it yourself; this page has no key.", changed: again });
at("trust").append(trusted.node);
at("known").append(knownMetadata.node);
at("known-certificate").append(knownCertificate.node);
at("decrypted").append(decrypted.node);

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  // What was typed since is new; what was not is asked about once more, with the options as they are now.
  begin({ isSame: session !== undefined && !session.isStale });
});
at("given").addEventListener("input", () => {
  if (session) session.isStale = true;
});
at("form").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) at("form").requestSubmit();
});
at("form").addEventListener("change", ({ target }) => {
  if (target.id === "example" || target.closest(".given")?.contains(at("given"))) return;
  if (target.id === "kind" && session) begin();
  else if (target.id === "candidate" && session) choose(at("candidate").selectedIndex);
  else if (target.matches("select, input:not([type=file])")) again();
});
at("clear").addEventListener("click", () => {
  given.clear();
  forget();
  at("given").focus();
});
at("issued").addEventListener("click", () => {
  fill("now", issueInstant(session.candidate.shown).slice(0, 19));
  again();
});
at("cancel").addEventListener("click", () => {
  engine.cancel();
  at("inspect").focus();
});

// Where there is room, the options are open; where there is not, they would push the answer out of sight.
const isWide = matchMedia("(min-width: 1100px)");
const openOptions = () => { at("options").open = isWide.matches; };
isWide.addEventListener("change", openOptions);
openOptions();

// ---- examples ----

for (const [index, { name, kind }] of examples.entries()) {
  at("example").append(element("option", { value: index }, name));
  at("welcome").querySelector(`[data-kind="${kind}"]`).append(button(name, () => takeExample(index), { className: "link" }));
}
at("example").addEventListener("change", () => {
  if (at("example").value !== "") takeExample(Number(at("example").value));
  at("example").value = "";
});

async function takeExample(index) {
  const { file, content, second, fields = {}, metadata, tab } = examples[index];
  reset();
  for (const [id, value] of Object.entries(fields)) fill(id, value);
  if (metadata) await knownMetadata.open(metadata.content, metadata.file);
  wantedTab = tab;
  other = second && { content: second.content, name: second.file };
  await given.open(content, file);
}

/** What a document brought along says nothing about the next, unless somebody changed it since. */
const filled = new Map();

function fill(id, value) {
  if (!filled.has(id)) filled.set(id, { before: at(id).value });
  at(id).value = value;
  // As the field has it: it shortens a time with no seconds.
  filled.get(id).value = at(id).value;
}

function unfill() {
  for (const [id, { value, before }] of filled) if (at(id).value === value) at(id).value = before;
  filled.clear();
}

/** Fields as they are on a new page: what belonged to the last document says nothing about the next. */
function reset() {
  session = undefined;
  other = undefined;
  filled.clear();
  for (const id of ["now", "entity", "provider", "role", "known-id", "duration", "maximum", "kind"]) at(id).value = "";
  for (const id of ["sha1", "response-sha1", "markup"]) at(id).checked = false;
  at("channel").value = "sts";
  at("encryption").value = "allowed";
  at("target").value = "iam";
  for (const field of [trusted, knownMetadata, knownCertificate, decrypted]) field.clear();
}

// ---- dropping and pasting, anywhere ----

addEventListener("dragover", (event) => {
  event.preventDefault();
  at("drop").hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) at("drop").hidden = true;
});
addEventListener("dragend", () => { at("drop").hidden = true; });
addEventListener("drop", async (event) => {
  at("drop").hidden = true;
  if (event.defaultPrevented) return;
  event.preventDefault();
  const [first, second] = event.dataTransfer.files;
  const text = event.dataTransfer.getData("text/plain");
  if (!first && !text) return;
  other = second && { content: second, name: second.name };
  wantedTab = second && "compare";
  await given.open(first ?? text, first?.name);
});
// A drop inside a field is the field's own; the veil falls all the same.
addEventListener("drop", () => { at("drop").hidden = true; }, { capture: true });
addEventListener("paste", (event) => {
  if (event.target.closest?.("input, textarea")) return;
  const [file] = event.clipboardData.files;
  const text = event.clipboardData.getData("text/plain");
  if (file || text) given.open(file ?? text, file?.name);
});

// ---- one document after another ----

let session;
let other;
let wantedTab;
let runs = 0;

function forget() {
  unfill();
  runs += 1;
  if (engine.isBusy) engine.cancel();
  session = undefined;
  other = undefined;
  at("detected").textContent = "";
  at("verdict").hidden = true;
  at("parts").replaceChildren();
  at("welcome").hidden = false;
  at("choice").hidden = true;
}

/** Finds out what was given, then asks about it. */
async function begin({ isSame = false } = {}) {
  if (given.isEmpty) return forget();
  if (isSame) return inspect();
  // With an example its fields came first, and there is no session.
  if (session) unfill();
  const tab = wantedTab;
  wantedTab = undefined;
  const run = await alone();
  const blob = given.blob();
  const isNew = session?.blob !== blob;
  const second = other ?? (isNew ? undefined : session.second);
  other = undefined;
  const found = await working("Looking …", () => engine.run("recognise", { blob, wanted: at("kind").value })).catch((error) => run === runs && broken(error));
  if (!found || run !== runs) return;
  if (isNew) at("entity").value = "";
  if (!isWide.matches) at("options").open = false;
  session = newSession(found, blob);
  session.second = second;
  session.wantedTab = tab;
  at("detected").replaceChildren("This is ", element("strong", {}, found.what), ": ", element("span", {}, given.name), `, ${bytes(blob.size)}.`);
  at("choice").hidden = !(found.candidates?.length > 1);
  at("candidate").replaceChildren(...(found.candidates ?? []).map(({ label }, index) => element("option", { value: index, selected: index === found.chosen }, label)));
  for (const part of document.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(found.kind);
  choose(found.chosen ?? 0);
}

function choose(index) {
  session.candidate = session.candidates?.[index];
  for (const [id, value] of Object.entries(session.candidate?.defaults ?? {})) {
    if (id !== "headers") fill(id, id === "now" ? value.slice(0, 19) : value);
  }
  at("issued").hidden = session.kind !== "response" || !issueInstant(session.candidate.shown);
  return inspect();
}

const QUESTIONS = { metadata: inspectMetadata, response: checkResponse, scim: planScim, attributes: attributesOf };

async function inspect() {
  const run = await alone();
  const asked = session;
  asked.clock = new Date().toISOString();
  at("options-words").textContent = optionWords(asked);
  at("only").hidden = asked.kind !== "metadata" || !asked.isAggregate();
  const question = QUESTIONS[asked.kind];
  if (!question) {
    asked.document = [{ path: "", title: "What was given", name: "given.txt", syntax: asked.candidate.syntax, load: () => ({ text: asked.candidate.shown }) }];
    asked.setFindings([]);
    page.show({ severity: "warning", title: "What is this?", more: [element("p", {}, "Say under “Read as” how it is meant.")], tabs: [page.document()], raw: undefined });
    return;
  }
  await working("Reading …", () => question(asked, page)).catch((error) => run === runs && broken(error));
  at("only").hidden = asked.kind !== "metadata" || !asked.isAggregate();
}

/** What the options say, for those who have them closed. */
function optionWords({ kind, target, field }) {
  const when = at("now").value ? `as of ${at("now").value.replace("T", " ")}` : "as of now";
  if (kind === "metadata" || kind === "response") return `: ${TARGETS[target()] ?? "no AWS service"}, ${when}`;
  return kind === "scim" ? `: ${field("method")} ${field("path")}` : "";
}

/** Ends what is still under way; nobody waits for its answer any more. */
async function alone() {
  runs += 1;
  if (engine.isBusy) engine.cancel();
  // What was cancelled says so first.
  await Promise.resolve();
  return runs;
}

function broken(error) {
  if (error instanceof Cancelled) {
    if (!error.isSaid) page.show({ severity: "warning", title: "Cancelled", more: [], tabs: [], raw: undefined });
    return;
  }
  page.show({ severity: "error", title: "The plugin broke off, which is a mistake of ours", more: [element("p", {}, error.message)], tabs: [], raw: undefined });
}

/** What panels know of the document, and how they ask the plugin about it. */
function newSession(found, blob) {
  const text = found.candidates?.[found.chosen ?? 0]?.text;
  const content = (id) => at(id).value.trim();
  const made = {
    ...found, text, blob,
    isLarge: found.isLarge === true, name: given.name, isFile: given.isFile,
    list: [],
    pointed: [],
    field: (id) => (at(id).type === "checkbox" ? at(id).checked : content(id)),
    target: () => content("target"),
    now: () => (content("now") ? instant(content("now")) : `${made.clock.slice(0, 19)}Z`),
    entityId: () => content("entity") || undefined,
    isAggregate: () => made.documentKind === "aggregate" || (made.documentKind === undefined && /aggregate/.test(made.what)),
    async trust() {
      if (trusted.isEmpty) return {};
      return { trust: { certificates: certificates(await trusted.text()), ...(at("sha1").checked && { sha1: true }) } };
    },
    /** What is known of the call that carried a Response. */
    async circumstances() {
      const fields = { channel: content("channel"), encryption: content("encryption") };
      if (content("provider")) fields.provider = content("provider");
      if (content("role")) fields.role = content("role");
      if (content("duration")) fields.durationSeconds = Number(content("duration"));
      if (content("maximum")) fields.maxSessionDuration = Number(content("maximum"));
      if (at("response-sha1").checked) fields.sha1 = true;
      if (!decrypted.isEmpty) fields.decryptedAssertion = await decrypted.text();
      return fields;
    },
    /** What AWS knows of the identity provider. */
    async known() {
      if (!knownMetadata.isEmpty) return { metadata: await knownMetadata.text() };
      const known = {};
      if (content("known-id")) known.entityId = content("known-id");
      if (!knownCertificate.isEmpty) known.certificates = certificates(await knownCertificate.text());
      return known;
    },
    whole: async () => made.text ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(await blob.arrayBuffer()),
    run: (job, input) => working("Working …", () => engine.run(job, input)),
    call: (operation, request) => working("Working …", () => engine.call(operation, request)),
    read: (request, report) => working("Reading …", () => engine.run("read", { blob, request }, report)),
    findings: { show: (finding) => page.reveal(finding), has: (finding) => made.view?.has(finding) ?? false },
    setFindings(list) {
      made.list = list;
      made.view = documentView({ documents: made.document, findings: () => [...made.list, ...made.pointed], layOut: (syntax, source, origin) => made.run("rows", { syntax, text: source, origin }) });
    },
  };
  return made;
}

/** Each certificate of a text as its own PEM; a text without marks goes as it is, for the plugin to judge. */
function certificates(text) {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [text];
}

/** `2026-11-24T12:00` or with seconds, which browsers leave out where they are zero. */
function instant(local) {
  return `${local.length === 16 ? `${local}:00` : local.slice(0, 19)}Z`;
}

// ---- the answer ----

const page = {
  tabs: undefined,

  /** Verdict first, then the tabs. */
  show({ severity, title, more, tabs, chosen, raw }) {
    at("welcome").hidden = true;
    at("verdict").hidden = false;
    page.title(title, severity);
    at("verdict").querySelector(".more").replaceChildren(...more.flat().filter(Boolean));
    if (severity !== "busy") say(title);
    // Below the form nobody sees that an answer came.
    if (!session?.isShown && !isWide.matches) at("result").scrollIntoView();
    const list = raw === undefined ? tabs : [...tabs, { id: "raw", title: "Answer", render: () => rawPanel(raw) }];
    // With other options, the tab that was looked at; with another document, the first.
    const before = session?.isShown ? page.chosen() : undefined;
    if (list.length === 0) at("parts").replaceChildren();
    else page.tabs = makeTabs(at("parts"), list, session?.wantedTab ?? chosen ?? before);
    if (severity !== "busy" && session) Object.assign(session, { wantedTab: undefined, isShown: true });
  },

  title(text, severity) {
    if (severity) at("verdict").className = severity;
    at("verdict").querySelector("h2").textContent = text;
  },

  /** The tab in view, if there is an answer in view. */
  chosen: () => (at("parts").childElementCount > 0 ? at("parts").dataset.chosen : undefined),

  findings() {
    const { list } = session;
    const { error, warning } = tally(list);
    return {
      id: "findings", title: "Findings", count: list.length > 0 ? list.length.toLocaleString("en") : "", severity: error > 0 ? "error" : warning > 0 ? "warning" : "",
      render: () => [
        session.list.length > 0 && element("p", { className: "actions end" }, copyButton(() => asText(session.list), "the findings as text", "Copy as text")),
        findingsList(session.list, session.findings),
      ].filter(Boolean),
    };
  },

  refreshFindings: () => page.tabs.refresh("findings"),

  document: () => ({
    id: "document", title: "Document",
    async render() {
      await session.view.open();
      return session.view.node;
    },
  }),

  /** Goes to a finding's place in the document. */
  async reveal(finding) {
    // Not everything that has a place is a finding: an entity, something that was left out.
    session.pointed = session.list.includes(finding) ? [] : [finding];
    page.tabs.select("document");
    await session.view.reveal(finding);
  },

  /** One entity of an aggregate, or all of them again. */
  only(entityId) {
    at("entity").value = entityId ?? "";
    inspect();
    at("verdict").querySelector("h2").focus();
  },

  progress(done, total, words) {
    at("progress").max = total;
    at("progress").value = done;
    at("progress-words").textContent = words;
  },
};

function rawPanel(raw) {
  return [element("p", { className: "hint" }, "What the plugin answered, for programs."), output(`${JSON.stringify(raw, null, 2)}\n`, { name: "answer.json", mediaType: "application/json", what: "the answer" })];
}

/** For a ticket or a mail. Messages hold no values of the document. */
function asText(list) {
  return ranked(list).map(({ severity, code, message, path, help, source, place }) => {
    const where = place ? ` (line ${place.line}, column ${place.column})` : path ? ` (${path})` : "";
    return `${SEVERITIES[severity]}: ${message}${where}\n  What to do: ${help}\n  ${code}${source ? `; source: ${source}` : ""}\n`;
  }).join("\n");
}

let busy = 0;

/** Shows that something is under way, unless it is over before anybody could read it. */
async function working(words, work) {
  busy += 1;
  const timer = setTimeout(() => {
    at("working").hidden = false;
    if (busy === 1) {
      at("progress").removeAttribute("value");
      at("progress-words").textContent = words;
    }
  }, 150);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    busy -= 1;
    if (busy === 0) at("working").hidden = true;
  }
}

// ---- ready ----

at("inspect").disabled = false;
introduce();

function introduce() {
  engine.call("describe", {}).then(
    ({ version, factsDate }) => { at("about").textContent = `aws-federation ${version}; facts about AWS as of ${factsDate}`; },
    (error) => {
      if (error instanceof Cancelled) introduce();
      else at("about").textContent = `The plugin does not start here: ${error.message}`;
    });
}
