// Finds out what somebody dropped or pasted: metadata, a Response in one of the forms that it is captured in, a SCIM
// request, a request of the plugin's own. It looks at shapes only; whether the thing is any good, the plugin says.

import { attributeValue, localName, resolved, rootOf } from "./markup.mjs";

/** What `recognise` gives: a kind, words for it, and candidates to choose from. */
const METADATA_ROOTS = ["EntityDescriptor", "EntitiesDescriptor"];
const PROTOCOL_ROOTS = ["Response", "Assertion", "EncryptedAssertion", "LogoutResponse", "LogoutRequest", "AuthnRequest", "ArtifactResponse", "Envelope"];
/** Words that stand in what AWS answers when it refuses a Response. */
const AWS_ERROR = /\b(?:InvalidIdentityToken|ExpiredTokenException|AccessDenied|IDPRejectedClaim|InvalidSAML|AssumeRoleWithSAML|SAML response|AuthnResponse|SAMLAssertion|DurationSeconds)\b/i;

/**
 * `{ kind, what, candidates, chosen }`: `kind` is `metadata`, `response`, `scim`, `attributes` or `unknown`; `what` says
 * in words what was recognised. Each candidate has `text` (what the plugin gets), `shown` (the document to look at),
 * `syntax`, `label`, and `defaults` for the fields of the form. `wanted` overrides the kind.
 */
export function recognise(text, wanted) {
  const found = detect(text);
  if (!wanted || found.kind === wanted) return { ...found, chosen: found.chosen ?? 0 };
  const syntax = /^\ufeff?\s*</.test(text) ? "xml" : /^\ufeff?\s*[[{]/.test(text) ? "json" : "text";
  const defaults = wanted === "scim" ? scimDefaults(parsed(text)) : {};
  return { kind: wanted, what: `${found.what}, read as you said`, candidates: [{ text, shown: text, syntax, label: "", defaults }], chosen: 0 };
}

function detect(text) {
  const bare = text.replace(/^\ufeff/, "").trim();
  if (bare === "") return one("unknown", "nothing", text, "text");
  if (bare.startsWith("<")) return markup(text, bare);
  if (/^[[{]/.test(bare)) {
    const value = parsed(bare);
    if (value !== undefined) return json(text, value);
    if (/"(?:principal|mapping)"\s*:/.test(bare)) return one("attributes", "JSON that cannot be read", text, "json");
    if (/"schemas"|"userName"|urn:ietf:params:scim/i.test(bare)) return one("scim", "JSON that cannot be read", text, "json", scimDefaults());
    return one("unknown", "JSON that cannot be read", text, "json");
  }
  const request = httpRequest(bare);
  if (request && isScim(request)) return scimRequests([request], "a SCIM request with its headers");
  const fields = formFields(bare);
  if (fields.length > 0) {
    return responses(fields.map((field) => ({ ...captured(field), defaults: { channel: "console" } })), "a form body with a SAMLResponse", text);
  }
  const decoded = decodedBase64(bare);
  if (decoded !== undefined) {
    const root = rootOf(decoded);
    if (root && METADATA_ROOTS.includes(root.name)) return one("metadata", `SAML metadata in base64, ${aggregateOrEntity(root)}`, decoded, "xml");
    return responses([{ text: bare, shown: decoded, syntax: "xml" }], "a SAMLResponse in base64", text);
  }
  if (AWS_ERROR.test(bare)) return one("response", "an error that AWS answered", text, "text");
  return one("unknown", "text of no kind that this page knows", text, "text");
}

function one(kind, what, text, syntax, defaults = {}) {
  return { kind, what, candidates: [{ text, shown: text, syntax, label: "", defaults }] };
}

// ---- XML and HTML ----

function markup(text, bare) {
  const root = rootOf(bare);
  if (root && METADATA_ROOTS.includes(root.name)) return one("metadata", `SAML metadata, ${aggregateOrEntity(root)}`, text, "xml");
  if (root && PROTOCOL_ROOTS.includes(root.name)) {
    const what = root.name === "Response" ? "a SAMLResponse as XML" : `a SAML message, ${root.name}`;
    return one("response", what, text, "xml");
  }
  const inputs = formInputs(bare);
  if (inputs.length > 0) {
    return responses(inputs.map((value) => ({ ...captured(value), defaults: { channel: "console" } })), "a page with a SAMLResponse in its form", text);
  }
  if (root?.name === "ErrorResponse" || AWS_ERROR.test(bare)) return one("response", "an error that AWS answered", text, "xml");
  if (root && root.name.toLowerCase() === "html") return one("unknown", "a web page without a SAMLResponse", text, "xml");
  return one("metadata", root ? `XML whose root is ${root.name}` : "something like XML", text, "xml");
}

function aggregateOrEntity(root) {
  return root.name === "EntitiesDescriptor" ? "an aggregate" : "one entity";
}

/** The values of the inputs called SAMLResponse. Comments of a page are no part of its forms. */
function formInputs(page) {
  const values = [];
  for (const [tag] of page.replace(/<!--[^]*?(?:-->|$)/g, "").matchAll(/<input\b[^<>]*>/gi)) {
    const attributes = new Map();
    for (const [, name, quoted, apostrophed, bare] of tag.matchAll(/([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g)) {
      if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), quoted ?? apostrophed ?? bare);
    }
    if (attributes.get("name") === "SAMLResponse" && attributes.get("value")) values.push(resolved(attributes.get("value")));
  }
  return values;
}

// ---- what is posted ----

/** The SAMLResponse fields of a body, a URL or a command line, still encoded. */
function formFields(text) {
  return [...text.matchAll(/(?:^|[&?;'"\s])SAMLResponse=([^&'"\s]*)/g)].map(([, value]) => value);
}

/** A value of the field: what the plugin gets, and what it holds. */
function captured(value) {
  const plain = percentDecoded(value);
  const shown = plain.trimStart().startsWith("<") ? plain : decodedBase64(plain);
  return { text: plain, shown: shown ?? value, syntax: shown === undefined ? "text" : "xml" };
}

/** A plus sign stays one: it is a digit of base64. */
function percentDecoded(text) {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** XML out of base64, also as URLs write it and in lines; undefined where there is none. */
function decodedBase64(text) {
  const digits = percentDecoded(text).replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (digits.length < 64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0));
    const decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /^\ufeff?\s*</.test(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

/** Several Responses: the one that went to AWS comes first to mind. What is there once goes to the plugin as it is. */
function responses(candidates, what, whole) {
  const named = candidates.map((candidate, index) => ({ label: `Response ${index + 1}`, defaults: {}, ...candidate }));
  if (named.length === 1 && whole !== undefined) return { kind: "response", what, candidates: [{ ...named[0], text: whole }] };
  const sent = named.findIndex(({ url }) => isAws(url));
  const many = named.length > 1 ? `, ${named.length} of them` : "";
  return { kind: "response", what: what + many, candidates: named, chosen: Math.max(sent, 0) };
}

const AWS_HOSTS = /(?:^|\.)(?:signin\.aws\.amazon\.com|signin\.aws|amazonaws\.cn|amazonaws-us-gov\.com|amazoncognito\.com|awsapps\.com|amazonaws\.com|aws\.amazon\.com)$/;

function isAws(url) {
  try {
    const { hostname, host } = new URL(url);
    return AWS_HOSTS.test(hostname) || host === "127.0.0.1:35001";
  } catch {
    return false;
  }
}

// ---- JSON ----

function json(text, value) {
  const entries = harEntries(value);
  if (entries) return fromHar(text, entries);
  if (typeof value?.SAMLResponse === "string") return responses([captured(value.SAMLResponse)], "a SAMLResponse in JSON");
  if (value?.principal !== undefined || value?.mapping !== undefined) return one("attributes", "a request for AWS's attributes", text, "json");
  if (isScimBody(value)) return one("scim", scimWords(value), text, "json", scimDefaults(value));
  // A request as the plugin takes it.
  if (typeof value?.method === "string" && typeof value?.path === "string") {
    const headers = Array.isArray(value.headers) ? value.headers : [];
    return scimRequests([{ method: value.method, path: value.path, headers, body: typeof value.body === "string" ? value.body : "" }], "a SCIM request");
  }
  if (typeof value?.metadata === "string") return one("metadata", "SAML metadata in JSON", value.metadata, "xml");
  return one("unknown", "JSON of no kind that this page knows", text, "json");
}

function parsed(text) {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** Of a HAR file, of one entry, or of a list of entries. */
function harEntries(value) {
  const list = Array.isArray(value) ? value : value?.log?.entries ?? value?.entries ?? [value];
  if (!Array.isArray(list)) return undefined;
  const entries = list.filter((entry) => typeof entry?.request?.url === "string");
  return entries.length > 0 ? entries : undefined;
}

function fromHar(text, entries) {
  const found = new Map();
  const scim = [];
  for (const { request, response, startedDateTime } of entries) {
    const { url } = request;
    const at = instant(startedDateTime);
    const add = (value, label, sent) => {
      const candidate = { ...captured(value), url: sent ? url : undefined, label: `${label} ${host(url)}`, defaults: { channel: "console", ...(at && { now: at }) } };
      // What a page holds and then posts is one Response; the post tells where it went.
      if (sent || !found.has(candidate.text)) found.set(candidate.text, candidate);
    };
    const posted = request.postData ?? {};
    const fields = formFields(String(posted.text ?? ""));
    const parameters = Array.isArray(posted.params) ? posted.params : [];
    if (fields.length === 0) fields.push(...parameters.filter(({ name }) => name === "SAMLResponse").map(({ value }) => String(value)));
    for (const field of fields) add(field, "sent to", true);
    const content = response?.content ?? {};
    const page = content.encoding === "base64" ? latin(content.text) : content.text;
    if (typeof page === "string" && page.includes("SAMLResponse")) for (const value of formInputs(page)) add(value, "in a page of", false);
    const asScim = { method: String(request.method ?? ""), path: pathOf(url), headers: pairs(request.headers), body: String(posted.text ?? "") };
    if (isScim(asScim)) scim.push(asScim);
  }
  const many = entries.length === 1 ? "a HAR entry" : `a HAR file with ${entries.length} requests`;
  if (found.size > 0) return responses([...found.values()], `a SAMLResponse in ${many}`);
  if (scim.length > 0) return scimRequests(scim, `a SCIM request in ${many}`);
  return one("unknown", `${many}, none of them with a SAMLResponse or for SCIM`, text, "json");
}

function instant(text) {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return "an address that is none";
  }
}

function pathOf(url) {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}

function latin(text) {
  try {
    return atob(text);
  } catch {
    return "";
  }
}

function pairs(headers) {
  // Names that begin with a colon are HTTP/2's own and no headers.
  const list = Array.isArray(headers) ? headers : [];
  return list.filter(({ name }) => !String(name).startsWith(":")).map(({ name, value }) => ({ name: String(name), value: String(value) }));
}

// ---- SCIM ----

function isScimBody(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const schemas = [value.schemas].flat().map(String);
  return schemas.some((schema) => /^urn:(?:ietf:params:)?scim:/i.test(schema)) || "userName" in value || Array.isArray(value.Operations);
}

function isScim({ path, headers }) {
  return /\/(?:Users|Groups|Me|Bulk|ServiceProviderConfig|ResourceTypes|Schemas)(?:[/?]|$)/i.test(path) &&
    (/\/scim\b/i.test(path) || headers.some(({ name, value }) => /^(?:content-type|accept)$/i.test(name) && value.includes("scim+json")));
}

function scimWords(body) {
  const { path, method } = scimDefaults(body);
  if (method === "PATCH") return "a SCIM patch";
  return path.includes("/Groups") ? "a SCIM group" : "a SCIM user";
}

/** How such a body is usually sent. */
function scimDefaults(body = {}) {
  const schemas = [body?.schemas].flat().map((schema) => String(schema).toLowerCase());
  const isGroup = schemas.some((schema) => schema.endsWith(":group")) || Array.isArray(body?.members);
  const resource = isGroup ? "/scim/v2/Groups" : "/scim/v2/Users";
  const id = typeof body?.id === "string" && /^[\w.-]+$/.test(body.id) ? body.id : undefined;
  if (schemas.some((schema) => schema.endsWith(":patchop")) || Array.isArray(body?.Operations)) {
    return { method: "PATCH", path: `${resource}/${id ?? "ID"}` };
  }
  return id ? { method: "PUT", path: `${resource}/${id}` } : { method: "POST", path: resource };
}

/** A request as browsers and proxies write it down. */
function httpRequest(text) {
  const [head, ...rest] = text.split(/\r?\n\r?\n/);
  const [start, ...lines] = head.split(/\r?\n/);
  const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(start.trim()) ?? [];
  if (!method) return undefined;
  const headers = lines.flatMap((line) => {
    const [, name, value] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    return name ? [{ name, value }] : [];
  });
  return { method, path: target.startsWith("/") ? target : pathOf(target), headers, body: rest.join("\n\n") };
}

function scimRequests(list, what) {
  const candidates = list.map(({ method, path, headers, body }) => ({
    text: body, shown: body, syntax: "json", label: `${method} ${path}`, defaults: { method, path, headers },
  }));
  return { kind: "scim", what: what + (list.length > 1 ? `, ${list.length} of them` : ""), candidates, chosen: 0 };
}

/** What the issuer says the time was: unsigned, and only offered as a time to check against. */
export function issueInstant(xml) {
  const root = rootOf(xml);
  const attribute = root?.attributes.find(({ name }) => localName(name) === "IssueInstant");
  return attribute && instant(attributeValue(attribute));
}
