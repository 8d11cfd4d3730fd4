// Every metric that dashboard.json and alerts.yaml ask for is one that Envoy has.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const METRIC = /\b(?:aws_federation|envoy)_[a-z_]+/g;
/** Labels, whose names look alike. */
const LABELS = new Set(["envoy_response_code", "envoy_cluster_name"]);

const read = (name) => readFile(new URL(`../${name}`, import.meta.url), "utf8");

/** `prometheus` is what an Envoy that has carried something out says at /stats/prometheus. */
export async function checkDashboard(prometheus) {
  const panels = JSON.parse(await read("dashboard.json")).panels;
  assert.ok(panels.every(({ title, description, targets }) => title && description && targets.length > 0));
  const asked = [...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), await read("alerts.yaml")].join("\n");
  const names = [...new Set(asked.match(METRIC))].filter((name) => !LABELS.has(name));
  assert.ok(names.length > 10, names.join());
  const known = new Set(prometheus.split("\n").map((line) => /^[a-z_]+/.exec(line)?.[0]));
  assert.deepEqual(names.filter((name) => !known.has(name)), []);
}
