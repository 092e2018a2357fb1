import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Ajv2020, Options } from "ajv/dist/2020.js";
import { SCHEMAS } from "../places.ts";
import { describeFaults, type Fault } from "./fault.ts";
import type { SchemaName } from "./generated.ts";
import { MADE_CHECKS } from "./made-checks.ts";
import type { QuickCheck } from "./made-checks.ts";

export type { Fault } from "./fault.ts";

/** Says what is wrong with a value: nothing, where it fits the schema. */
export interface SchemaCheck<T> {
  (value: unknown): Fault[];
  /** The answer alone, without the reasons. */
  accepts(value: unknown): value is T;
}

/**
 * A check by `schemas/<name>.json`, compiled when it is first asked, unless the build has done it: a server that starts need
 * not wait for what is seldom sent. It never quotes the value it looks at and never lists more than `FAULTS_MAX` faults.
 */
export function compileSchema<T>(name: SchemaName): SchemaCheck<T> {
  const quick = once((): QuickCheck => {
    const compiled = MADE_CHECKS[name] ?? quickAjv().getSchema(`${name}.json`);
    if (compiled === undefined) throw new Error(`there is no schema ${name}`);
    return compiled;
  });
  const accepts = (value: unknown): value is T => quick()(value);
  const check = (value: unknown): Fault[] => {
    if (accepts(value)) return [];
    const first = quick().errors ?? [];
    // Looking for all faults costs memory for each; a value made to have a million of them gets to know one.
    if (!hasAtMost(FAULT_SEARCH_VALUES_MAX, value)) {
      return describeFaults(first, value).slice(0, 1);
    }
    const thorough = thoroughAjv().getSchema(`${name}.json`);
    void thorough?.(value);
    return describeFaults(thorough?.errors ?? first, value).slice(
      0,
      FAULTS_MAX,
    );
  };
  return Object.assign(check, { accepts });
}

export const FAULTS_MAX = 20;
const FAULT_SEARCH_VALUES_MAX = 50_000;

const quickAjv = once(() => loadAjv({ allErrors: false }));
const thoroughAjv = once(() => loadAjv({ allErrors: true, verbose: true }));

const require = createRequire(import.meta.url);

/** With every schema of `/schemas`, each known by the name of its file. */
export function loadAjv(options: Options): Ajv2020 {
  // Not before it is needed: a start that only listens to tills is spared it.
  const { Ajv2020 } = require("ajv/dist/2020.js") as {
    Ajv2020: new (options: Options) => Ajv2020;
  };
  // That they are schemas is for the tests to see, not for every start.
  const known = { strict: true, allowUnionTypes: true, validateSchema: false };
  const ajv = new Ajv2020({ ...options, ...known });
  for (const file of readdirSync(SCHEMAS)) {
    if (!file.endsWith(".json")) continue;
    const text = readFileSync(new URL(file, SCHEMAS), "utf8");
    ajv.addSchema(JSON.parse(text) as object, file);
  }
  return ajv;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function hasAtMost(valuesMax: number, root: unknown): boolean {
  const waiting = [root];
  let seen = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    seen += 1;
    if (value === null || typeof value !== "object") continue;
    const parts: unknown[] = Array.isArray(value)
      ? value
      : Object.values(value);
    if (seen + waiting.length + parts.length > valuesMax) return false;
    for (const part of parts) waiting.push(part);
  }
  return true;
}
