// Metadata: asks the plugin about a document, whole or in chunks, and says what came of it.

import { certificatesPanel } from "./certificates.mjs";
import { comparePanel } from "./compare.mjs";
import { configurePanel } from "./configure.mjs";
import { button, count, day, element, facts, say, value } from "./dom.mjs";
import { entityDetail, entityList, signatureWords } from "./entities.mjs";
import { findingsOf, tally, tallyWords } from "./findings.mjs";
import { TARGETS } from "./names.mjs";
import { transformPanel } from "./transform.mjs";

/** What is shown around a place outside entities: lines before it, characters after it. */
const AROUND = { before: 10, after: 32_768 };

export async function inspectMetadata(session, page) {
  const request = { now: session.now(), ...await session.trust() };
  if (session.target()) request.target = session.target();
  if (session.entityId()) request.entityId = session.entityId();
  return session.isLarge ? inspectLarge(session, page, request) : inspectWhole(session, page, request);
}

async function inspectWhole(session, page, request) {
  const answer = await session.call("metadata_inspect", { metadata: session.text, ...request });
  const findings = findingsOf(answer);
  session.document = [{ path: "/metadata", title: "Metadata", name: fileName(session), syntax: "xml", load: () => ({ text: session.text }) }];
  session.setFindings(findings);
  if (answer.type === "failure") {
    page.show({ ...refused(findings), tabs: [page.findings(), page.document()], raw: answer });
    return;
  }
  const { document, entities, signature } = answer;
  session.documentKind = document.kind;
  const list = entities.length > 1 ? filledList(session, page, entities) : undefined;
  page.show({
    ...judged(session, document, findings),
    more: documentFacts(session, page, document, signature),
    tabs: [
      page.findings(),
      { id: "entities", title: entities.length === 1 ? "Entity" : "Entities", count: entities.length > 1 ? String(entities.length) : "", render: () => list?.node ?? entities.map((entity) => entityDetail(entity, actions(session, page, entity))) },
      ...furtherTabs(session, page, document, () => entities),
    ],
    raw: answer,
  });
}

// ---- in chunks ----

async function inspectLarge(session, page, request) {
  const list = entityList({ actions: (entity) => actions(session, page, entity) });
  const findings = [];
  session.document = [];
  session.setFindings(findings);
  const tabs = [{ id: "entities", title: "Entities", count: "", render: () => list.node }, page.findings()];
  page.show({ severity: "busy", title: "Reading …", more: [], tabs, chosen: "entities" });

  let waiting = [];
  let isDrawing = false;
  let isOver = false;
  const draw = () => {
    isDrawing = false;
    // The last picture was asked for before the end was known.
    if (isOver) return;
    list.add(waiting);
    waiting = [];
    page.tabs.count("entities", list.all.length.toLocaleString("en"));
    page.title(`${count(list.all.length, "entity", "entities")} so far${request.trust ? "; the signature is judged at the end" : ""}`);
  };
  const report = ({ entities, findings: more, bytes, total, index }) => {
    waiting.push(...entities);
    findings.push(...placed(more));
    session.index = index ?? session.index;
    page.progress(bytes, total, `${Math.floor((bytes / total) * 100)} %, ${count(list.all.length + waiting.length, "entity", "entities")}`);
    // What comes between two pictures is drawn once.
    if (!isDrawing) {
      isDrawing = true;
      requestAnimationFrame(draw);
    }
  };
  let answer;
  try {
    answer = await session.read({ task: "inspect", ...request }, report);
  } catch (error) {
    draw();
    isOver = true;
    // What was read is there, and said to be a part.
    page.refreshFindings();
    page.title(`Cancelled: ${count(list.all.length, "entity", "entities")} of the document were read`, "warning");
    say("Cancelled");
    throw Object.assign(error, { isSaid: true });
  }
  const last = answer.inspect ?? answer;
  waiting.push(...(last.entities ?? []));
  draw();
  isOver = true;
  findings.push(...placed(findingsOf(last)));
  session.index = answer.index;
  session.document = [largeDocument(session, list)];
  session.setFindings(findings);
  if (answer.type === "failure") {
    page.show({ ...refused(findings), tabs: [page.findings(), ...(list.all.length > 0 ? [{ ...tabs[0], count: String(list.all.length) }] : []), page.document()], raw: answer });
    return;
  }
  const { document, signature } = last;
  session.documentKind = document.kind;
  const entities = () => list.all.map(({ entity }) => entity);
  page.show({
    ...judged(session, document, findings),
    more: documentFacts(session, page, document, signature),
    tabs: [
      page.findings(),
      { ...tabs[0], count: list.all.length.toLocaleString("en") },
      ...furtherTabs(session, page, document, entities),
    ],
    // Who looks at the list already goes on looking at it.
    chosen: page.chosen() ?? "entities",
    raw: { ...last, entities: entities(), findings },
  });
}

/** The part of a large document that a finding or an entity points to. */
function largeDocument(session, list) {
  return {
    path: "/metadata", title: "A part of the document", name: "part-of-metadata.xml", syntax: "xml",
    async load(finding) {
      const { place } = finding ?? { place: { line: 1, column: 1 } };
      const where = { blob: session.blob, index: session.index ?? [] };
      const entity = place.entityId !== undefined ? list.find(place.entityId) : undefined;
      if (!entity) return { ...await session.run("surroundings", { ...where, place, size: AROUND }), note: `from line ${Math.max(1, place.line - AROUND.before).toLocaleString("en")} on` };
      const { line, column } = entity.place;
      return { ...await session.run("element", { ...where, place: { line, column } }), note: element("span", {}, "the entity ", value(entity.entityId)) };
    },
  };
}

/** A reader has no request that the document stands in; the page knows it by the name that it has elsewhere. */
function placed(findings) {
  return findings.map((finding) => (finding.place && finding.path === "" ? { ...finding, path: "/metadata" } : finding));
}

// ---- what was found, in words ----

function refused(findings) {
  return { severity: "error", title: findings.length === 1 ? "This cannot be read" : `This cannot be read: ${tallyWords(findings)}`, more: [] };
}

function judged(session, { kind }, findings) {
  const { error, warning } = tally(findings);
  const severity = error > 0 ? "error" : warning > 0 ? "warning" : "success";
  const target = session.target();
  if (kind === "aggregate" && !session.entityId()) return { severity, title: `The aggregate was read: ${tallyWords(findings)}` };
  if (!target) return { severity, title: findings.length === 0 ? "Nothing was found wrong" : `Read: ${tallyWords(findings)}` };
  const name = TARGETS[target];
  if (error > 0) return { severity, title: `This will not work with ${name}: ${count(error, "problem")}` };
  if (warning > 0) return { severity, title: `${name} takes this, and you should look at ${count(warning, "warning")}` };
  return { severity, title: `${name} takes this document` };
}

function documentFacts(session, page, document, signature) {
  const { kind, name, entities, identityProviders, serviceProviders, validUntil, cacheDuration, byteOrderMark, encoding, characters } = document;
  const roles = [identityProviders > 0 && count(identityProviders, "identity provider"), serviceProviders > 0 && count(serviceProviders, "service provider")].filter(Boolean).join(", ");
  return [facts([
    kind === "aggregate" ? `Aggregate of ${count(entities, "entity", "entities")}${roles ? `: ${roles}` : ""}` : `One entity${roles ? `: ${roles}` : ""}`,
    name && value(name),
    `${characters.toLocaleString("en")} characters`,
    element("span", {}, "Signature: ", signatureWords(signature)),
    validUntil && `valid until ${day(validUntil)}`,
    cacheDuration && element("span", {}, "cache for ", value(cacheDuration)),
    encoding && value(encoding),
    byteOrderMark && "begins with a byte order mark",
    `as of ${day(session.now())}`,
  ]), session.entityId() && element("p", {}, "One entity alone: ", value(session.entityId()), " ", button("Back to all of them", () => page.only(undefined), { className: "link" }))];
}

// ---- what else can be done with it ----

function furtherTabs(session, page, { identityProviders, serviceProviders }, entities) {
  const tabs = [
    { id: "certificates", title: "Certificates", render: () => certificatesPanel(entities(), session.now()) },
    page.document(),
  ];
  if (identityProviders > 0) tabs.push({ id: "transform", title: "For AWS", render: () => transformPanel(session) });
  if (serviceProviders > 0 && session.documentKind === "entity" && !session.isLarge) tabs.push({ id: "configure", title: "Configuration", render: () => configurePanel(session) });
  if (identityProviders > 0) tabs.push({ id: "compare", title: "Compare", render: () => comparePanel(session, session.second) });
  return tabs;
}

function filledList(session, page, entities) {
  const list = entityList({ actions: (entity) => actions(session, page, entity) });
  list.add(entities);
  return list;
}

function actions(session, page, entity) {
  const { entityId, place } = entity;
  const made = [button("Show in the document", () => page.reveal({ severity: "info", code: "", message: "the entity begins here", help: "", path: "/metadata", place: { ...place, entityId } }))];
  if (session.isAggregate() && !session.entityId()) made.push(button("Look at this one alone", () => page.only(entityId), { title: "With its certificates as PEM, its findings, and the document that AWS takes" }));
  return made;
}

function fileName(session) {
  return session.isFile ? session.name : "metadata.xml";
}
