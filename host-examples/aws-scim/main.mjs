// The command line: starts the stand-in and prints the address that an identity provider is given.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Faults } from "./faults.mjs";
import { startAwsScim } from "./server.mjs";
import { listing, mostLenient, readings, strictest, SWITCHES } from "./switches.mjs";

const USAGE = `usage: node main.mjs [OPTION ...]

  --port N              default 0: any free one. The stand-in listens on 127.0.0.1 and nowhere else
  --tenant ID           the first part of the address
  --token TEXT          the access token that it wants
  --switches            lists what is uncertain about AWS, and ends
  --strict NAME         the strict reading of a switch, which is the default
  --lenient NAME        the lenient reading
  --reading NAME=VALUE  any reading
  --all-lenient         the lenient reading of every switch that no other option names
  --page N              pages of lists with a cursor have at most N resources, also where more are asked for
  --fault JSON          makes requests go wrong; see README.md
  --state FILE          users and groups to begin with: {"users":[...],"groups":[...]}
  --seed TEXT           ids follow from it
  --now TIME            the clock begins there and advances a second each time it is asked
  --config FILE         JSON with port, tenant, token, readings, page, faults, state, seed, now; options win over it
  --quiet               no line for each request on stderr`;

const CONFIG = ["port", "tenant", "token", "readings", "page", "faults", "state", "seed", "now"];

class Misuse extends Error {}

try {
  const options = readOptions();
  if (options) await run(options);
} catch (error) {
  console.error(`aws-scim: ${error.message}\n\n${error instanceof Misuse ? USAGE : ""}`.trim());
  process.exitCode = error instanceof Misuse ? 2 : 1;
}

async function run({ quiet, ...options }) {
  const server = await startAwsScim({ ...options, log: quiet ? undefined : (line) => console.error(line) });
  console.log(`${server.base}/`);
  console.log(`token: ${server.service.token}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());
}

function readOptions() {
  const text = { type: "string" };
  const several = { type: "string", multiple: true };
  const flag = { type: "boolean" };
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        ...{ port: text, tenant: text, token: text, switches: flag, strict: several, lenient: several, reading: several },
        ...{ "all-lenient": flag, page: text, fault: several, state: text, seed: text, now: text, config: text },
        ...{ quiet: flag, help: flag },
      },
    }));
  } catch (error) {
    throw new Misuse(error.message);
  }
  if (values.help) return void console.log(USAGE);
  if (values.switches) return void process.stdout.write(listing());
  const config = values.config === undefined ? {} : readConfig(values.config);
  const now = values.now ?? config.now;
  const faults = [...(config.faults ?? []), ...(values.fault ?? []).map((fault) => parse(fault, "--fault"))];
  try {
    new Faults(faults); // refuses what makes no sense
    return {
      quiet: values.quiet,
      port: wholeNumber(values.port ?? config.port ?? 0, "port"),
      tenant: values.tenant ?? config.tenant,
      token: values.token ?? config.token,
      switches: chosen(values, config.readings),
      faults,
      seed: values.seed ?? config.seed,
      now: now === undefined ? undefined : steppingClock(now),
      pageLimit: values.page === undefined && config.page === undefined ? undefined : wholeNumber(values.page ?? config.page, "page", 1),
      state: values.state === undefined ? config.state : parse(readFileSync(values.state, "utf8"), values.state),
    };
  } catch (error) {
    throw new Misuse(error.message);
  }
}

function readConfig(file) {
  let config;
  try {
    config = parse(readFileSync(file, "utf8"), file);
  } catch (error) {
    throw new Misuse(error.message);
  }
  const unknown = Object.keys(config).find((name) => !CONFIG.includes(name));
  if (unknown !== undefined) throw new Misuse(`${file} has ${unknown}; known: ${CONFIG.join(", ")}`);
  return config;
}

function chosen(values, configured = {}) {
  const all = values["all-lenient"] ? Object.fromEntries(SWITCHES.map(({ name }) => [name, mostLenient(name)])) : {};
  Object.assign(all, configured);
  for (const name of values.lenient ?? []) all[name] = mostLenient(name);
  for (const name of values.strict ?? []) all[name] = strictest(name);
  for (const pair of values.reading ?? []) {
    const [name, reading] = pair.split("=");
    all[name] = reading;
  }
  readings(all); // refuses what there is not
  return all;
}

function steppingClock(text) {
  const start = Date.parse(text);
  if (Number.isNaN(start)) throw new Misuse("--now is no time");
  let seconds = 0;
  return () => new Date(start + 1000 * seconds++);
}

function wholeNumber(value, name, least = 0) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > 65_535) throw new Misuse(`${name} is no number from ${least} to 65535`);
  return number;
}

function parse(text, where) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse(`${where} is not JSON: ${error.message}`);
  }
}
