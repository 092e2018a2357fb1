import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";
import { runEngine } from "./run-engine.ts";
import type { Engine } from "./stage/stage.ts";
import { FaultTable } from "./table.ts";
import { missingTools } from "./tools.ts";

// npm run torture: tills charge while everything below them fails; afterwards nothing may be lost, doubled or half there.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now()) },
    engine: { type: "string", default: "both" },
    only: { type: "string", default: "" },
    main: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(
    "npm run torture -- [--minutes 10] [--seed TEXT] [--engine sqlite|postgres|both] [--only kill] [--main dist/main.js] [--json]\n\n" +
      "Instances of this build (dist) take bills while they are killed, their disk fails and their database goes away. After\n" +
      "each fault, what a till wrote down outside is held against the books, and audit proves them. Exits with 1 when\n" +
      "anything is lost, doubled, half there, or answered as it may not be. --only leaves out faults whose name does not\n" +
      "have the text; --main tries another build; --json ends with the totals for a machine. Needs Linux and root.",
  );
  process.exit(0);
}
const minutes = Number(values.minutes);
if (!(minutes > 0 && minutes <= 24 * 60)) usage("--minutes: give a number");
const engines: Engine[] = enginesNamed(values.engine);
const faults = new Map(
  [...FAULTS].filter(({ 0: { name } }) => name.includes(values.only)),
);
if (faults.size === 0) usage(`--only: no fault is named ${values.only}`);
const missing = missingTools();
if (missing.length > 0) {
  for (const line of missing) console.error(line);
  process.exit(1);
}

const { seed } = values;
const table = new FaultTable();
const directory = mkdtempSync(join(tmpdir(), "torture-"));
console.log(`seed ${seed}`);
for (const engine of engines)
  await runEngine({
    engine,
    faults: new Map(
      [...faults].filter(({ 0: fault }) => fault.engines.includes(engine)),
    ),
    seed,
    seconds: (minutes * 60) / engines.length,
    main:
      values.main ??
      fileURLToPath(new URL("../../dist/main.js", import.meta.url)),
    directory,
    table,
    say: (line) => console.log(line),
  });
console.log(`\n${table.toString()}\n`);
for (const name of table.neverCame)
  console.log(`There was no time for: ${name}.`);
if (table.failures === 0) {
  rmSync(directory, { recursive: true, force: true });
  console.log(
    `Nothing lost, doubled, half there or misanswered. Seed ${seed}.`,
  );
} else {
  console.log(
    `${table.failures} failures. Again with: npm run torture -- --minutes ${minutes} --engine ${values.engine} --seed ${seed}`,
  );
  process.exitCode = 1;
}
if (values.json) console.log(JSON.stringify(table.totals));

function enginesNamed(name: string): Engine[] {
  if (name === "sqlite") return ["SQLite"];
  if (name === "postgres") return ["PostgreSQL"];
  if (name === "both") return ["SQLite", "PostgreSQL"];
  return usage("--engine: give sqlite, postgres or both");
}

function usage(text: string): never {
  console.error(text);
  process.exit(2);
}
