// Entities: one with all that it says, or many to filter, sort and choose from.

import { button, count, element, fresh, labelled, table, terms, value } from "./dom.mjs";
import { certificateLine } from "./certificates.mjs";
import { ROLES, SIGNATURES, shortName } from "./names.mjs";
import { pages } from "./pages.mjs";
import { earliestEnd, leftClass, leftWords } from "./validity.mjs";

const PAGE = 50;
const SHORT = { "identity-provider": "IdP", "service-provider": "SP", "attribute-authority": "AA", "ws-federation": "WS-Fed" };

// ---- one ----

/** All of an entity. `actions` are buttons that belong to it. */
export function entityDetail(entity, actions = []) {
  const { entityId, displayName, roles, organization, contacts, extensions, validUntil, cacheDuration, signature } = entity;
  return element("article", { className: "entity" },
    element("h3", { tabIndex: -1 }, displayName ?? value(entityId)),
    element("p", { className: "actions" }, ...actions),
    terms([
      ["entityID", value(entityId)],
      ["Signature", signatureWords(signature)],
      ["Valid until", validUntil && value(validUntil)],
      ["Cache for", cacheDuration && value(cacheDuration)],
      ["Organisation", ...organisation(organization)],
      ["Extensions", extensions.map(extension)],
    ]),
    ...roles.map(roleDetail),
    contacts.length > 0 && element("section", {}, element("h4", {}, "Contacts"), terms(contacts.map(contact))));
}

export function signatureWords({ status, coveredId, algorithm, digest, certificate, code }) {
  const words = [SIGNATURES[status] ?? status];
  if (certificate !== undefined) words.push(`certificate ${certificate + 1} of those given`);
  if (coveredId !== undefined) words.push("covers ", value(coveredId));
  else if (status === "valid") words.push("covers the document");
  if (algorithm) words.push(value(shortName(algorithm)));
  if (digest) words.push(value(shortName(digest)));
  if (code) words.push(value(code));
  const parts = words.map((word, index) => [index > 0 && words[index - 1] !== "covers " ? ", " : "", word]);
  return element("span", { className: `signature ${status}` }, ...parts.flat());
}

function organisation(organization) {
  if (!organization) return [];
  const texts = (list) => list.map(({ language, value: text }) => element("span", {}, value(text), language && element("span", { className: "quiet" }, ` ${language}`)));
  return [...texts(organization.displayNames), ...texts(organization.names), ...texts(organization.urls)];
}

function contact({ kind, company, givenName, surname, emailAddresses, telephoneNumbers }) {
  const name = [givenName, surname].filter(Boolean).join(" ");
  return [kind, [name, company, ...emailAddresses, ...telephoneNumbers].filter(Boolean).map((text) => value(text))];
}

function extension({ namespace, name }) {
  return element("span", {}, value(name), " ", element("span", { className: "quiet" }, value(namespace, "quiet")));
}

function roleDetail(role) {
  const { kind, element: name, type, protocols, endpoints, keys, nameIdFormats, attributes, requestedAttributes, displayName, scopes, extensions, validUntil, errorUrl } = role;
  const wants = [
    role.wantsRequestsSigned && "wants requests signed",
    role.signsRequests && "signs its requests",
    role.wantsAssertionsSigned && "wants assertions signed",
  ].filter(Boolean);
  return element("section", { className: "role" },
    element("h4", {}, ROLES[kind] ?? kind, " ", element("span", { className: "quiet" }, type ?? name)),
    terms([
      ["Name", displayName && value(displayName)],
      ["Asks", wants.join(", ")],
      ["Valid until", validUntil && value(validUntil)],
      ["Error page", errorUrl && value(errorUrl)],
      ["NameID formats", nameIdFormats.map((format) => element("span", { title: format }, value(shortName(format)), element("span", { className: "visually-hidden" }, format)))],
      ["Scopes", scopes.map((scope) => value(scope))],
      ["Protocols", protocols.map((protocol) => value(protocol))],
    ]),
    endpoints.length > 0 && endpointTable(ROLES[kind] ?? kind, endpoints),
    keys.length > 0 && element("div", {}, element("h5", {}, "Keys"), element("ul", { className: "plain" }, ...keys.map((key) => element("li", {}, certificateLine(key))))),
    requestedAttributes.length > 0 && more("Attributes that it asks for", requestedAttributes.map(({ name: attribute, friendlyName, isRequired }) => element("span", {}, value(attribute), friendlyName && ` ${friendlyName}`, isRequired && element("strong", {}, " required")))),
    attributes.length > 0 && more("Attributes that it offers", attributes.map((attribute) => value(attribute))),
    extensions.length > 0 && more("Extensions", extensions.map(extension)));
}

function more(title, items) {
  return element("details", { open: items.length <= 8 }, element("summary", {}, `${title}: ${items.length}`), element("ul", { className: "plain" }, ...items.map((item) => element("li", {}, item))));
}

function endpointTable(role, endpoints) {
  const rows = endpoints.map(({ service, binding, location, responseLocation, index, isDefault }) => [
    service,
    element("span", { title: binding }, shortName(binding)),
    element("span", {}, value(location), responseLocation && [element("br"), element("span", { className: "quiet" }, "answers to "), value(responseLocation)]),
    index === undefined ? "" : `${index}${isDefault ? ", default" : ""}`,
  ]);
  return table(`Endpoints of the ${role.toLowerCase()}`, ["Service", "Binding", "Location", "Index"], rows);
}

// ---- many ----

/** A list that grows while the document is read. `actions(entity)` gives the buttons of the one that is looked at. */
export function entityList({ actions }) {
  const all = [];
  let chosen;
  const filter = element("input", { type: "search", placeholder: "Name or entityID", autocomplete: "off", spellcheck: false, on: { input: refilter } });
  const kind = element("select", { on: { change: refilter } },
    element("option", { value: "" }, "All roles"), ...["identity-provider", "service-provider", "attribute-authority"].map((role) => element("option", { value: role }, `${ROLES[role]}s`)));
  const order = element("select", { on: { change: refilter } },
    element("option", { value: "" }, "As in the document"), element("option", { value: "end" }, "Certificate's end"), element("option", { value: "name" }, "Name"));
  const number = element("p", { className: "quiet", id: fresh("number"), attributes: { role: "status" } });
  const list = pages(PAGE, (part) => [element("ul", { className: "rows" }, ...part.map(row))], "entities");
  const detail = element("div", { className: "detail", hidden: true });
  const node = element("div", { className: "entities" },
    element("div", { className: "list" }, element("div", { className: "bar" }, labelled("Filter", filter), labelled("Role", kind), labelled("Order", order)), number, list.node),
    detail);

  function row(item) {
    const { entity, roles, end } = item;
    const press = button("", () => open(item), { className: "entity-row", attributes: { "aria-pressed": String(item === chosen), "data-number": item.number } });
    press.append(
      element("span", { className: "names" }, element("span", { className: "name" }, entity.displayName ?? entity.entityId), entity.displayName && element("span", { className: "quiet id" }, entity.entityId)),
      element("span", { className: "facts" }, ...roles.map((role) => element("span", { className: "badge", title: ROLES[role] }, SHORT[role] ?? ROLES[role] ?? role)),
        end && element("span", { className: `left ${leftClass(end.daysLeft)}` }, leftWords(end))));
    return element("li", {}, press);
  }

  function open(item) {
    chosen = item;
    const back = button("Back to the list", () => {
      node.classList.remove("is-open");
      detail.hidden = true;
      node.querySelector('[aria-pressed="true"]')?.focus();
    }, { className: "back" });
    detail.replaceChildren(back, entityDetail(item.entity, actions(item.entity)));
    detail.hidden = false;
    node.classList.add("is-open");
    for (const pressed of node.querySelectorAll('[aria-pressed="true"]')) pressed.setAttribute("aria-pressed", "false");
    node.querySelector(`[data-number="${item.number}"]`)?.setAttribute("aria-pressed", "true");
    detail.querySelector("h3").focus();
  }

  function kept() {
    const wanted = filter.value.trim().toLowerCase();
    const some = all.filter(({ text, roles }) => (wanted === "" || text.includes(wanted)) && (kind.value === "" || roles.includes(kind.value)));
    if (order.value === "name") some.sort((one, other) => (one.text < other.text ? -1 : 1));
    if (order.value === "end") some.sort((one, other) => ((one.end?.notAfter ?? "9") < (other.end?.notAfter ?? "9") ? -1 : 1));
    number.textContent = some.length === all.length ? count(all.length, "entity", "entities") : `${some.length.toLocaleString("en")} of ${count(all.length, "entity", "entities")}`;
    return some;
  }

  function refilter() {
    list.set(kept());
    list.first();
  }

  return {
    node,
    all,
    add(entities) {
      for (const entity of entities) {
        const roles = [...new Set(entity.roles.map((role) => role.kind))];
        all.push({ number: all.length, entity, roles, end: earliestEnd(entity), text: `${entity.displayName ?? ""} ${entity.entityId}`.trim().toLowerCase() });
      }
      // Sorted, what comes can stand anywhere.
      if (order.value) list.set(kept());
      else list.grew(kept());
    },
    find: (entityId) => all.find((item) => item.entity.entityId === entityId)?.entity,
  };
}
