import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { runCommand, startServe } from "../support/command.ts";
import type { ServingCommand } from "../support/command.ts";
import { partnerOf } from "../support/partner.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { buildProvisioning, KEY } from "../support/provisioning.ts";
import {
  previousVersion,
  TODAY,
  versionOfTomorrow,
} from "../support/version.ts";
import type { Version } from "../support/version.ts";
import { send } from "../support/wire.ts";
import { until } from "../support/until.ts";
import { undoneAfterEach } from "../support/undone.ts";

const migrations = new URL("../../src/store/migrations/", import.meta.url);
const files = readdirSync(migrations).sort();
const statementsOf = (file: string): string[] =>
  readFileSync(new URL(file, migrations), "utf8")
    .replace(/--.*$/gm, "")
    .split(";")
    .map((statement) => statement.replace(/\s+/g, " ").trim())
    .filter((statement) => statement !== "");

/** So that the version before goes on beside the new one, and can come back: see ARCHITECTURE.md. */
describe("a migration only adds", () => {
  test("after the first", () => {
    const later = files.filter((file) => !file.startsWith("0001-"));
    const bad = later.flatMap((file) =>
      whatTakesAway(statementsOf(file)).map((taken) => `${file}: ${taken}`),
    );
    expect(bad).toEqual([]);
  });

  test.each([
    "DROP TABLE postings",
    "ALTER TABLE postings DROP COLUMN sku",
    "ALTER TABLE postings RENAME COLUMN sku TO article",
    "ALTER TABLE postings ADD COLUMN room TEXT NOT NULL",
    "ALTER TABLE postings ADD CONSTRAINT some CHECK (net > 0)",
    "CREATE UNIQUE INDEX postings_once ON postings (property_id, sku)",
    "UPDATE postings SET sku = ''",
    "INSERT INTO postings (sku) VALUES ('')",
    "DROP INDEX postings_by_folio",
    "DELETE FROM postings",
  ])("which %s does not", (statement) => {
    expect(whatTakesAway([statement])).toEqual([statement]);
  });

  test.each([
    ["CREATE TABLE refunds (a TEXT)", "CREATE UNIQUE INDEX b ON refunds (a)"],
    ["CREATE INDEX postings_by_sku ON postings (property_id, sku)"],
    ["ALTER TABLE postings ADD COLUMN room TEXT"],
    ["ALTER TABLE postings ADD COLUMN rooms INTEGER NOT NULL DEFAULT 0"],
    ["INSERT INTO installation (name, value) VALUES ('a', 1)"],
    [
      "CREATE INDEX postings_by_folio_and_sku ON postings (property_id, folio_id, sku, posting_id)",
      "DROP INDEX postings_by_folio",
    ],
  ])("which %s does", (...statements) => {
    expect(whatTakesAway(statements)).toEqual([]);
  });
});

/** A migration may add rows there: names of its own, and what the planner is to believe. */
const SHARED = new Set(["installation", "sqlite_stat1"]);

function whatTakesAway(statements: readonly string[]): string[] {
  const own = statements.flatMap(
    (statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? [],
  );
  return statements.filter((statement) => {
    if (/^(CREATE (TABLE|INDEX)|ANALYZE) /.test(statement)) return false;
    const dropped = /^DROP INDEX (\w+)$/.exec(statement)?.[1];
    if (dropped !== undefined) return !givesWay(dropped, statements);
    const added = /^ALTER TABLE \w+ ADD COLUMN (.*)$/.exec(statement)?.[1];
    if (added !== undefined)
      return added.includes("NOT NULL") && !added.includes("DEFAULT");
    const filled =
      /^(?:INSERT INTO|DELETE FROM) (\w+)|^CREATE UNIQUE INDEX \w+ ON (\w+)/.exec(
        statement,
      );
    const table = filled?.[1] ?? filled?.[2] ?? "";
    return !SHARED.has(table) && !own.includes(table);
  });
}

/** To another index that finds the same: one that has, but for the id at the end, all its columns first. */
function givesWay(index: string, statements: readonly string[]): boolean {
  const columnsOf = (statement: string): string | undefined =>
    new RegExp(`^CREATE INDEX ${index} ON (\\w+ \\(.*), \\w+\\)$`).exec(
      statement,
    )?.[1];
  const columns = files.flatMap(statementsOf).map(columnsOf).find(Boolean);
  return (
    columns !== undefined &&
    statements.some((statement) =>
      statement.replace(/^CREATE INDEX \w+ ON /, "").startsWith(`${columns}, `),
    )
  );
}

/** Everything a later migration may do, on tables that every bill writes. */
const additions = (text: string, integer: string, end: string): string => `
CREATE TABLE tomorrow (property_id ${text} NOT NULL REFERENCES properties, day ${integer} NOT NULL, PRIMARY KEY (property_id, day))${end};
ALTER TABLE receipts ADD COLUMN of_tomorrow ${integer};
ALTER TABLE postings ADD COLUMN of_tomorrow ${text} NOT NULL DEFAULT 'nothing';
ALTER TABLE reservations ADD COLUMN of_tomorrow ${text};
ALTER TABLE api_keys ADD COLUMN of_tomorrow ${text};
CREATE INDEX postings_of_tomorrow ON postings (property_id, of_tomorrow);
INSERT INTO installation (name, value) VALUES ('of_tomorrow', 1);
`;
const tomorrow = (): Version =>
  versionOfTomorrow({
    "9999-tomorrow.sqlite.sql": additions("TEXT", "INTEGER", " STRICT"),
    "9999-tomorrow.postgres.sql": additions("text", "bigint", ""),
  });

const pairs: [string, () => { old: Version; new: Version }][] = [
  [
    "today's, and one with a migration that is not written yet",
    () => ({ old: TODAY, new: tomorrow() }),
  ],
];
const previous = previousVersion();
afterAll(() => previous?.remove());
if (previous !== null)
  pairs.push([
    `${previous.name}, and today's`,
    () => ({ old: previous, new: TODAY }),
  ]);

describe.each(["SQLite", "PostgreSQL"] as const)(
  "two versions on one database in %s",
  (engine) => {
    const cleaning = undoneAfterEach();

    const place = async (): Promise<Record<string, string>> => {
      const dataDir = mkdtempSync(join(tmpdir(), "versions-"));
      cleaning.push(() => rmSync(dataDir, { recursive: true }));
      const hotel = join(dataDir, "hotel.json");
      writeFileSync(hotel, JSON.stringify(buildProvisioning()));
      const own = { DATA_DIR: dataDir, PROVISION_FILE: hotel };
      if (engine === "SQLite") return own;
      const databaseUrl = await freshDatabase();
      cleaning.push(() => dropDatabase(databaseUrl));
      return {
        ...own,
        DATABASE_URL: databaseUrl,
        TRAIL_KEY: Buffer.alloc(32, 1).toString("base64"),
        SECRETS_KEY: Buffer.alloc(32, 2).toString("base64"),
      };
    };
    const serve = async (
      environment: Record<string, string>,
      version: Version,
    ): Promise<ServingCommand> => {
      const serving = await startServe(environment, version.main);
      cleaning.push(() => serving.stop());
      return serving;
    };

    test.each(pairs)(
      "%s: the old one goes on while the new one migrates, each knows the other's bills, and the old one can come back",
      async (_names, versions) => {
        const { old, new: newer } = versions();
        cleaning.push(() => newer.remove());
        const environment = await place();
        const first = await serve(environment, old);
        const till = startTill(first.url);
        await until(() => till.posted.length > 10);

        const second =
          engine === "PostgreSQL" ? await serve(environment, newer) : null;
        if (second === null) {
          const keys = ["keys", "list", "--property", "demo"];
          const done = await runCommand(keys, environment, newer.main);
          expect(done).toMatchObject({ code: 0, stderr: "" });
        }
        const before = till.posted.length;
        await until(() => till.posted.length > before + 10);
        await till.stop();
        if (second !== null)
          await expectAlike(first.url, second.url, till.posted);
        await first.stop();

        const upgraded = second ?? (await serve(environment, newer));
        const sold = till.posted.at(-1)!;
        expect(await charged(upgraded.url, voidOf(sold))).toBe("posted");
        const more = saleOf();
        expect(await charged(upgraded.url, more)).toBe("posted");
        await upgraded.stop();

        const back = await serve(environment, old);
        for (const bill of [...till.posted, more])
          expect(await charged(back.url, bill)).toBe("replayed");
        expect(await charged(back.url, voidOf(more))).toBe("posted");
        expect(await balanceAt(back.url)).toBe(`${till.posted.length - 1}.00`);
      },
      120_000,
    );
  },
);

function saleOf(): Bill {
  return buildBill({
    transactions: [buildLine({ amount: 1 })],
    payments: [buildPayment({ amount: 1 })],
  });
}

async function charged(url: string, bill: Bill): Promise<unknown> {
  const answer = await sent(url, bill);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return answer.json()["status"];
}

function sent(url: string, bill: Bill): ReturnType<typeof send> {
  return send(`${url}/charge`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...bill, apiKey: KEY }),
  });
}

async function balanceAt(url: string): Promise<unknown> {
  const folio = await partnerOf(url)("GET", "/folios/001");
  return folio.json()["balance"];
}

/** One bill after the other, until told to stop; all that were acknowledged. */
function startTill(url: string): { posted: Bill[]; stop: () => Promise<void> } {
  const posted: Bill[] = [];
  let going = true;
  const run = async (): Promise<void> => {
    while (going) {
      const bill = saleOf();
      const { status } = await sent(url, bill);
      // While tables are changed it may take too long: then nothing was posted.
      if (status === 200) posted.push(bill);
      else expect(status).toBe(503);
    }
  };
  const done = run();
  return {
    posted,
    stop: async () => {
      going = false;
      await done;
    },
  };
}

/** What one has posted the other recognises; the same bill on both at once is one; both show the same. */
async function expectAlike(
  one: string,
  other: string,
  posted: Bill[],
): Promise<void> {
  for (const bill of posted.slice(-5))
    expect(await charged(other, bill)).toBe("replayed");
  for (let round = 0; round < 5; round++) {
    const bill = saleOf();
    const answers = await Promise.all([
      charged(one, bill),
      charged(other, bill),
    ]);
    expect(answers.sort()).toEqual(["posted", "replayed"]);
    posted.push(bill);
  }
  expect(await balanceAt(one)).toBe(`${posted.length}.00`);
  expect(await balanceAt(other)).toBe(`${posted.length}.00`);
}
