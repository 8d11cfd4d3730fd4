// A captured Response, a SCIM request, a request for attributes: one question each, and what to show of the answer.

import { attributesPanel, rolesIn, tracePanel } from "./attributes.mjs";
import { count, day, element, facts, value } from "./dom.mjs";
import { findingsOf, sentence, tally } from "./findings.mjs";
import { TARGETS } from "./names.mjs";
import { planPanel } from "./plan.mjs";
import { durationWords, factsPanel } from "./response.mjs";

const VERDICTS = {
  accept: ["success", "AWS would accept this Response"],
  reject: ["error", "AWS refuses this Response"],
  unknown: ["warning", "Nobody can say whether AWS would accept this Response"],
};

export async function checkResponse(session, page) {
  const { text, shown, syntax } = session.candidate;
  const known = await session.known();
  const request = { response: text, now: session.now(), ...await session.circumstances(), ...(Object.keys(known).length > 0 && { identityProvider: known }) };
  if (session.target()) request.target = session.target();
  const answer = await session.call("saml_check", request);
  const findings = findingsOf(answer);
  session.document = [
    { path: "/response", title: syntax === "xml" ? "The Response" : "What was given", name: syntax === "xml" ? "response.xml" : "response.txt", syntax, load: () => ({ text: shown }) },
    ...(known.metadata ? [{ path: "/identityProvider/metadata", title: "The identity provider's metadata", name: "metadata.xml", syntax: "xml", load: () => ({ text: known.metadata }) }] : []),
  ];
  session.setFindings(findings);
  if (answer.type === "failure") {
    page.show({ severity: "error", title: "This cannot be checked", more: [], tabs: [page.findings(), page.document()], raw: answer });
    return;
  }
  const [severity, title] = VERDICTS[answer.verdict];
  const { awsError, sessionDuration } = answer;
  page.show({
    severity, title,
    more: [
      awsError && element("blockquote", {}, element("p", {}, "AWS answers: ", awsError.code && [element("strong", {}, value(awsError.code)), ": "], value(awsError.message, "value said"))),
      facts([
        `For ${TARGETS[session.target() || "iam"]}`,
        `as of ${day(session.now())}, ${session.now().slice(11, 19)} UTC`,
        sessionDuration !== undefined && `the session lasts ${durationWords(sessionDuration)}`,
      ]),
    ],
    tabs: [page.findings(), { id: "facts", title: "What it says", render: () => factsPanel(answer) }, page.document()],
    raw: answer,
  });
}

export async function planScim(session, page) {
  const { text, defaults } = session.candidate;
  const request = { method: session.field("method"), path: session.field("path"), profile: { missingNames: session.field("names"), refuseMarkupCharacters: session.field("markup") } };
  // Who sends a body and does not say what it is sends SCIM.
  request.headers = defaults?.headers ?? [{ name: "Content-Type", value: "application/scim+json" }];
  if (text.trim() !== "") request.body = text;
  const answer = await session.call("scim_plan", request);
  const findings = findingsOf(answer);
  session.document = [{ path: "/body", title: "The body", name: "body.json", syntax: "json", load: () => ({ text }) }];
  session.setFindings(findings);
  if (answer.type === "failure") {
    page.show({ severity: "error", title: "Nothing can be planned for this request", more: findings.map(({ message }) => element("p", {}, ...sentence(message))), tabs: [page.findings(), page.document()], raw: answer });
    return;
  }
  const { error, warning, info } = tally(findings);
  const { steps = [], reply } = answer;
  const verdict = reply
    ? { severity: error > 0 ? "error" : "warning", title: `The identity provider is answered with ${reply.status}; AWS is not asked` }
    : warning + error > 0
      ? { severity: "warning", title: `AWS gets ${count(steps.length, "request")}, and something is lost on the way: ${count(warning + error, "warning")}` }
      : { severity: "success", title: `AWS gets ${count(steps.length, "request")}${info > 0 ? `, changed so that it takes it: ${count(info, "note")}` : ", as it was sent"}` };
  page.show({ ...verdict, more: [], tabs: [page.findings(), { id: "plan", title: reply ? "The answer" : "What AWS gets", render: () => planPanel(session, answer, request) }, page.document()], raw: answer });
}

export async function attributesOf(session, page) {
  const { text } = session.candidate;
  // As it stands: what is no JSON, or no request, the plugin says itself.
  const answer = await session.call("saml_attributes", text);
  const findings = findingsOf(answer);
  session.document = [{ path: "", title: "The request", name: "request.json", syntax: "json", load: () => ({ text }) }];
  session.setFindings(findings);
  if (answer.type === "failure") {
    const title = `Refused: ${findings.length === 1 ? "one thing is" : `${findings.length} things are`} wrong with the request. AWS would be told nothing`;
    page.show({ severity: "error", title, more: [], tabs: [page.findings(), page.document()], raw: answer });
    return;
  }
  const { attributes, trace } = answer;
  const { error, warning } = tally(findings);
  const told = `AWS would be told ${count(attributes.length, "attribute")} with ${count(rolesIn(attributes), "role")}`;
  const severity = error > 0 ? "error" : warning > 0 ? "warning" : "success";
  const title = error > 0 ? `${told}, but ${count(error, "problem")} need${error === 1 ? "s" : ""} your attention` : warning > 0 ? `${told}; ${count(warning, "warning")}` : told;
  page.show({
    severity, title, more: [],
    tabs: [
      ...(findings.length > 0 ? [page.findings()] : []),
      { id: "attributes", title: "Attributes", count: String(attributes.length), render: () => attributesPanel(answer) },
      { id: "trace", title: "Trace", count: String(trace.length), render: () => tracePanel(trace, session.findings) },
      page.document(),
    ],
    raw: answer,
  });
}
