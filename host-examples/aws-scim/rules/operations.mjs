// The frame of a PATCH: what holds for users and groups alike.

import { invalid, PATH_OMITTED, Refusal } from "../errors.mjs";
import { canonical, isObject } from "./objects.mjs";
import { parsePath } from "./paths.mjs";

const PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const FRAME = { schemas: 1, Operations: 1 };
const OPERATION = { op: 1, path: 1, value: 1 };

/** The operations of a PATCH, each as `{ op, path, value }`; `path` is parsed, also where it was left out. */
export function readOperations(body, table, urns, readings) {
  if (!isObject(body)) throw invalid("Invalid JSON from RequestBody");
  const { schemas, Operations } = known(FRAME, body, readings);
  if (schemas === undefined ? readings["patch-schemas"] === "required" : !Array.isArray(schemas) || !schemas.includes(PATCH_URN)) {
    throw invalid("schemas lacks the one of PATCH");
  }
  if (!Array.isArray(Operations) || Operations.length === 0) throw invalid("Operations is no list with operations");
  return Operations.map((operation) => readOperation(operation, table, urns, readings));
}

function readOperation(operation, table, urns, readings) {
  if (!isObject(operation)) throw invalid("an operation is no object");
  const { op, path, value } = known(OPERATION, operation, readings);
  if (typeof op !== "string") throw invalid("an operation lacks op");
  // CloudTrail shows REPLACE for clients of either case (goauthentik/authentik#12321).
  const verb = op.toLowerCase();
  if (!["add", "replace", "remove"].includes(verb)) throw invalid("op is none of add, replace and remove");
  if (verb !== "remove" && value === undefined) throw invalid("an operation lacks value");
  if (path !== undefined && path !== null) return { op: verb, path: parsePath(path, table, urns, readings), value };
  if (verb === "remove") throw invalid("Missing path in PATCH request");
  return withoutPath(verb, value, table, readings);
}

/** DG/patchgroup's example shows that `id` beside the one attribute does not count. */
function withoutPath(op, value, table, readings) {
  if (!isObject(value)) throw invalid("a value without path is no object");
  const skipped = readings["pathless-schemas"] === "not-counted" ? ["id", "schemas"] : ["id"];
  const attributes = Object.keys(value).filter((name) => !skipped.includes(name));
  if (attributes.length !== 1) throw new Refusal(400, PATH_OMITTED);
  const name = canonical(table, attributes[0], readings);
  if (name === undefined) throw invalid("a value without path names no attribute of AWS");
  return { op, path: { names: [name] }, value: value[attributes[0]] };
}

function known(frame, object, readings) {
  const found = {};
  for (const [key, value] of Object.entries(object)) {
    const name = canonical(frame, key, readings);
    if (name !== undefined) found[name] = value;
    else if (readings["unknown-attributes"] === "refused") throw invalid(`${key} has no meaning in a PATCH (unknown-attributes)`);
  }
  return found;
}
