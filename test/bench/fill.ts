import { mkdirSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { startProgress } from "../../src/commands/progress.ts";
import { fillStore } from "./fill-store.ts";

// node test/bench/fill.ts: an embedded database as a hotel has it after so many receipts. migrate-store takes it to PostgreSQL.

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    receipts: { type: "string", default: "100000" },
    "per-day": { type: "string", default: "1000" },
  },
});
const dataDir = values["data-dir"];
if (dataDir === undefined) {
  console.error(
    "node test/bench/fill.ts --data-dir DIR [--receipts 100000] [--per-day 1000]",
  );
  process.exit(2);
}
mkdirSync(dataDir, { recursive: true });
if (readdirSync(dataDir).length > 0) {
  console.error(`${dataDir} is not empty`);
  process.exit(2);
}
const receipts = Number(values.receipts);
const bar = startProgress({
  shown: true,
  label: "Filling",
  unit: "receipts",
  total: receipts,
});
const startedAt = performance.now();
fillStore({
  dataDir,
  receipts,
  receiptsPerDay: Number(values["per-day"]),
  progress: bar.update,
});
bar.stop();
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${receipts} receipts in ${seconds.toFixed(0)} s, ${Math.round(receipts / seconds)} a second`,
);
