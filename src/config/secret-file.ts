import { randomBytes } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const KEY_BYTES = 32;

/**
 * A random key that is made once and stays in the data directory, readable by its owner only.
 * Processes that start together agree on one: a complete file is linked into place, and never over another.
 */
export function keepSecretFile(directory: string, name: string): Buffer {
  const path = join(directory, name);
  const known = readSecretFile(path);
  if (known !== null) return known;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const text = randomBytes(KEY_BYTES).toString("base64");
  writeFileSync(draft, `${text}\n`, { flag: "wx", mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return readSecretFile(path)!;
}

/** Null: there is none. */
export function readSecretFile(path: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), "base64");
  if (key.length === KEY_BYTES) return key;
  throw new Error(
    `${path} does not hold a key of ${KEY_BYTES} bytes: restore it from a backup`,
  );
}
