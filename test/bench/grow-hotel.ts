import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { startProgress } from "../../src/commands/progress.ts";
import { fillStore } from "./fill-store.ts";
import { growStore } from "./grow-store.ts";

export const BASE = 100_000;
const RECEIPTS_PER_DAY = 4_000;

/** A database below `dir` with so many times `BASE` receipts: the one that is there, else a new one. Answers where. */
export function growHotel(dir: string, times: number): string {
  const dataDir = join(dir, `${times * BASE}`);
  if (existsSync(dataDir)) return dataDir;
  const base = join(dir, `base-${BASE}`);
  if (!existsSync(base))
    inFull(base, (empty) => {
      const bar = startProgress({
        shown: true,
        label: "Filling",
        unit: "receipts",
        total: BASE,
      });
      fillStore({
        dataDir: empty,
        receipts: BASE,
        receiptsPerDay: RECEIPTS_PER_DAY,
        progress: bar.update,
      });
      bar.stop();
    });
  inFull(dataDir, (empty) => {
    const bar = startProgress({
      shown: true,
      label: `Growing to ${times * BASE}`,
      unit: "times",
      total: times,
    });
    growStore({ from: base, to: empty, times, progress: bar.update });
    bar.stop();
  });
  return dataDir;
}

/** Nothing of it is left for the system to write, which would keep the disk from whoever reads or syncs next. */
export function syncFiles(directory: string): void {
  for (const name of readdirSync(directory)) {
    const file = openSync(join(directory, name), "r");
    fsyncSync(file);
    closeSync(file);
  }
}

/** A directory that is there is whole. */
function inFull(directory: string, fill: (empty: string) => void): void {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  fill(unfinished);
  syncFiles(unfinished);
  renameSync(unfinished, directory);
}
