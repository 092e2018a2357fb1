/**
 * What a merge must pass, cheapest first. Prints the time of each step and stops at the first that fails.
 * `--full` adds the checks that take minutes; `--no-tests` leaves out the tests (.ci/run runs them by itself).
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const quick = [
  ["format", ["check:format"], "`npm run format` puts it right."],
  ["lint", ["check:lint"], "`npx eslint --fix .` puts some of it right."],
  ["types", ["check:types"]],
  [
    "imports",
    ["check:imports"],
    "The staircase is in .dependency-cruiser.cjs.",
  ],
  ["unused code", ["check:unused"]],
  ["API description", ["check:api"]],
  ["schema types", ["check:generated"], "`npm run generate` makes them anew."],
];
const tests = [["tests", ["test"]]];
const long = [
  ["longer property tests", ["check:properties"]],
  ["fuzzing on SQLite", ["fuzz", "--", "--requests", "200000"]],
  [
    "fuzzing on PostgreSQL",
    ["fuzz", "--", "--requests", "20000", "--engine", "postgresql"],
  ],
  ["torture", ["torture"]],
  ["tests on Node 22 and 26", ["check:nodes"]],
  ["container", ["check:container"]],
  ["npm start on a fresh clone", ["check:start"]],
];

const asked = new Set(process.argv.slice(2));
const steps = [
  ...quick,
  ...(asked.has("--no-tests") ? [] : tests),
  ...(asked.has("--full") ? long : []),
];

const start = Date.now();
for (const [name, script, hint] of steps) run(name, script, hint);
console.log(`all ${steps.length} checks passed in ${seconds(start)}`);

function run(name, script, hint = "") {
  console.log(`--- ${name}`);
  const start = Date.now();
  const result = spawnSync("npm", ["run", "--silent", ...script], {
    stdio: "inherit",
  });
  if (result.status === 0) {
    console.log(`ok  ${name} (${seconds(start)})`);
    return;
  }
  console.error(`FAILED  ${name} (${seconds(start)}). ${hint}`);
  process.exit(1);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
