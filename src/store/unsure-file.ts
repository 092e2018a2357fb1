import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { UnsureCharge } from "./unsure-charge.ts";

/**
 * Charges whose commit failed, beside the database, so that a restart finds out about them too. Best effort: the disk
 * that failed the commit may fail this as well.
 */
export class UnsureFile {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, "unsure-charges.jsonl");
  }

  add(charges: readonly UnsureCharge[]): void {
    if (charges.length === 0) return;
    try {
      const file = openSync(this.#path, "a", 0o600);
      try {
        writeSync(
          file,
          charges.map((charge) => `${JSON.stringify(charge)}\n`).join(""),
        );
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch {
      // The till is told 503 in any case.
    }
  }

  read(): UnsureCharge[] {
    let text: string;
    try {
      text = readFileSync(this.#path, "utf8");
    } catch {
      return [];
    }
    return text.split("\n").flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line) as UnsureCharge];
      } catch {
        return [];
      }
    });
  }

  clear(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // Looked at again at the next start; raising a flag that stands changes nothing.
    }
  }
}
