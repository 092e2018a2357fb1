import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, expect, jest, test } from "@jest/globals";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { buildBill } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { runCommand, startServe } from "../support/command.ts";
import { hotelAtWork } from "../support/hotel-at-work.ts";
import { KEY } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";

// Each command is a process of its own, which takes its time on a busy machine.
jest.setTimeout(90_000);

const hotel = hotelAtWork();
const { directory, dataDir } = hotel;
// Whatever became of it, nothing half made is left.
afterEach(() => {
  const names = readdirSync(directory);
  expect(names.filter((name) => /partial|-wal|-shm/.test(name))).toEqual([]);
});

const backup = (file: string, environment = {}) =>
  runCommand(["backup", file], { DATA_DIR: dataDir, ...environment });

/** What the till is told: posted, or recognised as the one that was posted. */
async function charge(url: string, bill: Bill): Promise<unknown> {
  const answer = await send(`${url}/charge`, {
    method: "POST",
    body: JSON.stringify({ apiKey: KEY, ...bill }),
  });
  return answer.json()["status"];
}

/** A data directory with a backup in it, and the keys that were kept elsewhere. */
function restore(file: string): string {
  const restored = mkdtempSync(join(directory, "restored-"));
  copyFileSync(file, join(restored, "store.sqlite"));
  for (const key of ["trail.key", "secrets.key"])
    if (existsSync(join(dataDir, key)))
      copyFileSync(join(dataDir, key), join(restored, key));
  return restored;
}

test("made while bills arrive it has all that were acknowledged before, is whole, and is gone on with", async () => {
  const before: Bill[] = [];
  const enough = new AbortController();
  const arriving = (async () => {
    while (!enough.signal.aborted) {
      const bill = buildBill();
      expect(await charge(hotel.url(), bill)).toBe("posted");
      before.push(bill);
    }
  })();
  while (before.length < 20) await new Promise(setImmediate);
  const acknowledged = [...before];
  const file = join(directory, "evening.sqlite");
  const made = await backup(file);
  enough.abort();
  await arriving;
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toMatch(/No violations\.\n\n.*evening\.sqlite: /);

  const restored = restore(file);
  const again = await startServe({ DATA_DIR: restored });
  for (const bill of acknowledged)
    expect(await charge(again.url, bill)).toBe("replayed");
  const since = buildBill();
  expect(await charge(again.url, since)).toBe("posted");
  expect(await charge(again.url, since)).toBe("replayed");
  expect(await again.stop()).toBe(0);
  const audit = await runCommand(["audit"], { DATA_DIR: restored });
  expect(audit).toMatchObject({ code: 0 });
});

test("overwrites nothing", async () => {
  const file = join(directory, "there.sqlite");
  writeFileSync(file, "kept");
  const { code, stderr } = await backup(file);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/there\.sqlite exists already/),
  ]);
  expect(readFileSync(file, "utf8")).toBe("kept");
});

test("of books that are not whole is kept, says what is wrong, and exits with 1", async () => {
  const whole = join(directory, "whole.sqlite");
  expect(await backup(whole)).toMatchObject({ code: 0 });
  const damaged = restore(whole);
  const db = openForWriting(join(damaged, "store.sqlite"));
  db.exec("UPDATE folio_balances SET balance = balance + 5");
  db.close();
  const file = join(directory, "damaged.sqlite");
  const { code, stdout } = await backup(file, { DATA_DIR: damaged });
  expect(code).toBe(1);
  expect(stdout).toMatch(/folio-balance: 1/);
  expect(existsSync(file)).toBe(true);
});

test("cut off by a signal leaves a whole file or none", async () => {
  const file = join(directory, "cut.sqlite");
  const { code } = await runCommand(
    ["backup", file],
    { DATA_DIR: dataDir },
    undefined,
    (child) => {
      const timer = setInterval(() => {
        if (!readdirSync(directory).some((name) => name.includes("partial")))
          return;
        clearInterval(timer);
        child.kill("SIGTERM");
      }, 1);
      child.once("exit", () => clearInterval(timer));
    },
  );
  expect(existsSync(file)).toBe(code === 0);
});

test("exits with 2, and says what to do, where there is nothing it can copy or no place to put it", async () => {
  const file = join(directory, "none.sqlite");
  const notDone = async (
    said: RegExp,
    ...call: Parameters<typeof backup>
  ): Promise<void> => {
    const { code, stderr } = await backup(...call);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(existsSync(file)).toBe(false);
  };
  const TRAIL_KEY = Buffer.alloc(32, 7).toString("base64");
  const DATABASE_URL = "postgres://nobody@127.0.0.1:9/pms";
  await notDone(/on a PostgreSQL server/, file, { TRAIL_KEY, DATABASE_URL });
  const empty = join(directory, "empty");
  mkdirSync(empty);
  await notDone(/holds no database/, file, { DATA_DIR: empty, TRAIL_KEY });
  await notDone(/no such file or directory/, join(directory, "no", "where"));
});
