/**
 * Names the indexes that no statement of a whole run of the tests has used: each costs every bill its share. Reads what
 * `test/support/postgres-database.ts` has written where INDEX_USE_FILE says.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (file === undefined || !existsSync(file)) {
  console.error(
    "There is no record of index use. Make one: INDEX_USE_FILE=FILE npm test; node .ci/check-index-use.mjs FILE",
  );
  process.exit(1);
}
const MIGRATIONS = new URL("../src/store/migrations/", import.meta.url);
const migrations = readdirSync(MIGRATIONS)
  .map((name) => readFileSync(new URL(name, MIGRATIONS), "utf8"))
  .join("");
const scans = new Map();
for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const [name, times] = line.split(" ");
  // A test that plays a version which is not written yet has indexes of its own.
  if (!migrations.includes(` INDEX ${name} `)) continue;
  scans.set(name, (scans.get(name) ?? 0n) + BigInt(times));
}
const unused = [...scans].filter(([, times]) => times === 0n);
for (const [name] of unused)
  console.error(`${name} was used by nothing: drop it, or test what needs it.`);
if (unused.length > 0 || scans.size === 0) process.exit(1);
console.log(`all ${scans.size} indexes were used`);
