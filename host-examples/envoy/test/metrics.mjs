// The dashboard and the alerts name metrics and labels that a real Envoy has.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/** After some traffic: Envoy shows a histogram, and a counter of a status, from its first value on. */
export async function namesWhatEnvoyHas(admin) {
  const text = await (await fetch(`http://${admin}/stats/prometheus`)).text();
  const known = new Set([...text.matchAll(/^(\w+)\{/gm)].map(([, name]) => name));
  const labels = new Set([...text.matchAll(/(\w+)="/g)].map(([, name]) => name));

  const dashboard = JSON.parse(await readFile(new URL("../dashboard.json", import.meta.url), "utf8"));
  const alerts = await readFile(new URL("../alerts.yaml", import.meta.url), "utf8");
  const shown = expressions(dashboard);
  const rules = [...alerts.matchAll(/^ +expr: (.+)$/gm)].map(([, expression]) => expression);
  assert.equal(rules.length, alerts.match(/^ +- alert:/gm).length, "each alert has an expression in one line");
  for (const expression of [...shown, ...rules]) {
    const { metrics, labels: used } = namesIn(expression);
    assert.notEqual(metrics.length, 0, `no metric in ${expression}`);
    for (const name of metrics) assert.ok(known.has(name), `Envoy has no metric ${name}`);
    for (const name of used) assert.ok(labels.has(name), `Envoy has no label ${name}`);
  }
  // Nothing of ours is forgotten.
  const all = shown.join("\n");
  for (const name of known) if (name.startsWith("aws_federation_")) assert.match(all, new RegExp(`\\b${name}\\b`), "is not on the dashboard");
  const ids = dashboard.panels.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, "panels share an id");
  for (const { type, title, description, fieldConfig } of dashboard.panels) {
    if (type !== "row") assert.ok(title && description && fieldConfig.defaults.unit, `panel ${title}`);
  }
}

/** Every expression of a dashboard, those of its variables too. */
function expressions(value) {
  if (typeof value !== "object" || value === null) return [];
  const own = [value.expr, value.definition].filter((each) => each !== undefined);
  return [...own, ...Object.values(value).flatMap(expressions)];
}

/** Words that begin as metrics of Envoy and of the filter do; labels are told by where they stand. `le`, `job` and `instance` are Prometheus's. */
function namesIn(expression) {
  const plain = expression.replaceAll(/"[^"]*"/g, '""');
  const places = [/\{([^}]*)\}/g, /\bby \(([^)]*)\)/g, /\blabel_values\(.*,\s*(\w+)\)/g];
  const inside = places.flatMap((place) => [...plain.matchAll(place)].map(([, text]) => text)).join(" ");
  const outside = plain.replaceAll(/\{[^}]*\}|\bby \([^)]*\)|,\s*\w+\)$/g, "");
  const words = (text) => text.match(/\b(aws_federation|envoy)_\w+/g) ?? [];
  return { metrics: words(outside), labels: words(inside) };
}
