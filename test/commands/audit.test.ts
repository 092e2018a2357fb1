import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { buildBill } from "../support/bill.ts";
import { runCommand } from "../support/command.ts";
import { hotelAtWork } from "../support/hotel-at-work.ts";
import { KEY } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";

// Each command is a process of its own, which takes its time on a busy machine.
jest.setTimeout(90_000);

const hotel = hotelAtWork();
const { directory, dataDir } = hotel;
beforeAll(async () => {
  for (let count = 0; count < 3; count++)
    await send(`${hotel.url()}/charge`, {
      method: "POST",
      body: JSON.stringify({ apiKey: KEY, ...buildBill() }),
    });
});

const audit = (...args: string[]) =>
  runCommand(["audit", ...args], { DATA_DIR: dataDir });

/** A copy of what the server has, and what is done to it. */
async function auditDamaged(sql: string, ...args: string[]) {
  const copy = copyOfData((db) => db.exec(sql));
  return runCommand(["audit", ...args], { DATA_DIR: copy });
}

function copyOfData(change: (db: Connection) => void): string {
  const copy = mkdtempSync(join(directory, "copy-"));
  for (const name of ["store.sqlite", "store.sqlite-wal", "trail.key"])
    copyFileSync(join(dataDir, name), join(copy, name));
  const db = openForWriting(join(copy, "store.sqlite"));
  change(db);
  db.close();
  return copy;
}

test("says that a live server's books are whole, and prints heads that a later audit can be given", async () => {
  const first = await audit();
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toMatch(/demo: 3 receipts, 9 postings, 0 refused/);
  expect(first.stdout).toMatch(/No violations\./);
  const head = /demo:1:[0-9a-f]{64}/.exec(first.stdout)![0];
  expect((await audit("--expect-head", head)).code).toBe(0);
  const other = head.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  const refuted = await audit("--expect-head", other);
  expect(refuted.code).toBe(1);
  expect(refuted.stdout).toContain(`expected ${other}; found ${head}`);
});

test("names what is wrong, what was expected and what is there, and exits with 1", async () => {
  const sql = "UPDATE folio_balances SET balance = balance + 5";
  const found = await auditDamaged(sql);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain(
    "folio-balance: 1\n  demo, folio 001: expected a balance of 36.00 with 33.00 charged, as posted; found a balance of 36.05",
  );
  expect(found.stdout).toMatch(/^1 violation\. .*docs\/operating\.md/m);
  const { stdout, code } = await auditDamaged(sql, "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    violations: 1,
    found: [
      { breach: "folio-balance", examples: [{ about: { folio: "001" } }] },
    ],
    chains: [
      { propertyId: "demo", entries: 1 },
      { propertyId: "*", entries: 1 },
    ],
  });
});

test("tells that an index does not agree with its table, as a disk leaves it; so does a backup, whose copy has the same", async () => {
  let at = 0n;
  const copy = copyOfData((db) => {
    const place = db.prepare<[string], { at: bigint }>(
      `SELECT rootpage * page_size - 1 AS at FROM sqlite_schema, pragma_page_size WHERE name = ?`,
    );
    // The end of the page is the end of a key.
    at = place.get("reservations_by_status")!.at;
  });
  const file = openSync(join(copy, "store.sqlite"), "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, Number(at));
  writeSync(file, Buffer.from([byte[0]! ^ 1]), 0, 1, Number(at));
  closeSync(file);
  const environment = { DATA_DIR: copy };
  for (const command of [["audit"], ["backup", join(copy, "copy.sqlite")]]) {
    const { code, stdout } = await runCommand(command, environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /damaged: \d+\n {2}\*, table reservations: expected a table that agrees with its indexes; found .*reservations_by_status/,
    );
  }
});

test("shows as many of each kind as it is told to, and how many more there are", async () => {
  const sql = "UPDATE postings SET net = net + 1";
  const { stdout } = await auditDamaged(sql, "--examples", "2");
  expect(stdout).toMatch(
    /posting-amounts: 9\n {2}demo.*\n {2}demo.*\n {2}and 7 more\n/,
  );
});

test("exits with 2, and says why, where it could not be found out", async () => {
  const nothing = mkdtempSync(join(directory, "empty-"));
  const notDone = async (
    said: RegExp,
    ...run: Parameters<typeof runCommand>
  ) => {
    const { code, stdout, stderr } = await runCommand(...run);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(said);
  };
  await notDone(/There is no TRAIL_KEY, and no trail.key/, ["audit"], {
    DATA_DIR: nothing,
  });
  const TRAIL_KEY = Buffer.alloc(32, 7).toString("base64");
  await notDone(/holds no database/, ["audit"], {
    DATA_DIR: nothing,
    TRAIL_KEY,
  });
  await notDone(/TRAIL_KEYS_BEFORE is not a key/, ["audit"], {
    DATA_DIR: dataDir,
    TRAIL_KEYS_BEFORE: "short",
  });
  await notDone(/no property elsewhere/, ["audit", "--property", "elsewhere"], {
    DATA_DIR: dataDir,
  });
  await notDone(/as it was printed/, ["audit", "--expect-head", "demo:1"], {
    DATA_DIR: dataDir,
  });
  const half = await auditDamaged(
    "INSERT INTO installation (name, value) VALUES ('moving', 1)",
  );
  expect([half.code, half.stderr]).toEqual([
    2,
    expect.stringMatching(/not complete/),
  ]);
  const newer = await auditDamaged(
    "INSERT INTO schema_migrations (name, applied_at) VALUES ('9999-later', 1)",
  );
  expect([newer.code, newer.stderr]).toEqual([
    2,
    expect.stringMatching(/newer version/),
  ]);
});

test("tells a wrong TRAIL_KEY from a trail that was changed", async () => {
  const TRAIL_KEY = Buffer.alloc(32, 7).toString("base64");
  const wrong = await runCommand(["audit"], { DATA_DIR: dataDir, TRAIL_KEY });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(
    /No entry of the trail was signed with the TRAIL_KEY/,
  );
});
