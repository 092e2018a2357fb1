import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

const store = new URL("../../src/store/", import.meta.url);
const files = readdirSync(store, { recursive: true, encoding: "utf8" });
const sources = files
  .filter((file) => /^postgres\/.*\.ts$|\.postgres\.sql$/.test(file))
  .map((file) => ({
    file,
    text: readFileSync(new URL(file, store), "utf8")
      .replace(/\/\*[^]*?\*\//g, "")
      .replace(/(^|\s)(\/\/|--) .*$/gm, ""),
  }));

/** So that a pooler may stand between and a distributed SQL engine may serve (design, "The store"). */
describe("the PostgreSQL engine does without", () => {
  test.each([
    ["advisory locks", /advisory/i],
    ["LISTEN and NOTIFY", /\b(LISTEN|NOTIFY|UNLISTEN)\b/],
    ["triggers", /\bTRIGGER\b/i],
    ["deferrable constraints", /\bDEFERR(ABLE|ED)\b/i],
    ["sequences", /\b(SEQUENCE|NEXTVAL|(BIG|SMALL)?SERIAL|IDENTITY)\b/],
    [
      "settings of a session",
      /\bSET (?!LOCAL\b)[a-z_]+ *(=|TO)\s*['0-9a-z$]+\s*["`;]/,
    ],
    ["statements kept on a connection", /\bPREPARE\b|\bname: *["`]/],
    ["tables of a session", /\bTEMP(ORARY)?\b/],
  ])("%s", (_what, pattern) => {
    const using = sources.filter(({ text }) => pattern.test(text));
    expect(using.map(({ file }) => file)).toEqual([]);
  });
});

test("every migration is there for both engines, with the same tables", () => {
  const migrations = files.filter((file) => file.startsWith("migrations/"));
  const names = (engine: string): string[] =>
    migrations
      .filter((file) => file.endsWith(`.${engine}.sql`))
      .map((file) => file.replace(`.${engine}.sql`, ""));
  expect(names("postgres")).toEqual(names("sqlite"));
  const tables = (engine: string): string[] =>
    migrations
      .filter((file) => file.endsWith(`.${engine}.sql`))
      .flatMap((file) => {
        const text = readFileSync(new URL(file, store), "utf8");
        return [...text.matchAll(/CREATE TABLE (\w+)/g)].map(
          ([, name]) => name!,
        );
      });
  const own = ["charge_gates", "charge_locks"];
  expect(tables("postgres").filter((name) => !own.includes(name))).toEqual(
    tables("sqlite"),
  );
});
