import { readdirSync, readFileSync } from "node:fs";
import { MIGRATIONS } from "../places.ts";

export interface Migration {
  name: string;
  sql: () => string;
}

/** The numbered files of one engine, in their order. */
export function migrationsOf(engine: "sqlite" | "postgres"): Migration[] {
  const ending = `.${engine}.sql`;
  return readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => ({
      name: file.slice(0, -ending.length),
      sql: () => readFileSync(new URL(file, MIGRATIONS), "utf8"),
    }));
}

/** A database of another version of this program, met by who may not migrate it. */
export class OtherVersion extends Error {
  override readonly name = "OtherVersion";
  readonly which: "older" | "newer";
  constructor(which: OtherVersion["which"]) {
    super(
      `the database has the tables of ${which === "older" ? "an older" : "a newer"} version`,
    );
    this.which = which;
  }
}

/** Throws `OtherVersion` unless exactly today's migrations have been applied. */
export function checkVersion(
  engine: "sqlite" | "postgres",
  applied: readonly string[],
): void {
  const names = migrationsOf(engine).map(({ name }) => name);
  const known = new Set(names);
  const done = new Set(applied);
  // What is no numbered name is there for who migrates.
  const numbered = applied.filter((name) => /^\d{4}-/.test(name));
  if (numbered.some((name) => !known.has(name)))
    throw new OtherVersion("newer");
  if (names.some((name) => !done.has(name))) throw new OtherVersion("older");
}
