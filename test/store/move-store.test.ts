import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { openMovable } from "../../src/store/open-movable.ts";
import { moveStore, TargetInUse } from "../../src/store/move-store.ts";
import {
  MOVABLE_TABLES,
  SideInUse,
  STAYS_BEHIND,
} from "../../src/store/movable-store.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import {
  closeAll,
  hotel,
  openPostgres,
  openSqlite,
  planOf,
  sendTo,
} from "./store-fixture.ts";

afterEach(closeAll);

const bill = buildBill({
  transactions: [buildLine({ amount: 12.5 })],
  payments: [buildPayment({ amount: 12.5, reservationId: "001" })],
});
const refused = buildBill({
  transactions: [buildLine({ amount: 4 })],
  payments: [buildPayment({ amount: 4, reservationId: "999" })],
});
const now = Date.now();

async function fill(store: Store): Promise<void> {
  await store.provision(planOf(hotel));
  await sendTo(store, hotel, bill, "key-1");
  await sendTo(store, hotel, refused);
  for (let count = 0; count < 30; count++) {
    const more = buildBill({
      transactions: [buildLine({ amount: 1 })],
      payments: [buildPayment({ amount: 1, reservationId: "002" })],
    });
    await sendTo(store, hotel, more);
    if (count % 3 === 0) await sendTo(store, hotel, voidOf(more));
  }
}

async function move(from: string, to: string, rowsMax = Infinity) {
  const source = await openMovable(from, { side: "source", now });
  try {
    const target = await openMovable(to, { side: "target", now });
    try {
      return await moveStore(source, target, (rows) => {
        if (rows > rowsMax) throw new Error("interrupted");
      });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const directory = (): string => mkdtempSync(join(tmpdir(), "move-store-"));

async function expectMoved(store: Store): Promise<void> {
  expect((await sendTo(store, hotel, bill, "key-1")).kind).toBe("replayed");
  expect((await store.getFolio(hotel.id, "001"))?.balance).toBe(1250n);
  expect((await store.getFolio(hotel.id, "002"))?.balance).toBe(2000n);
  expect((await sendTo(store, hotel, refused)).kind).toBe("refused");
  const sale = buildBill({
    transactions: [buildLine({ amount: 2 })],
    payments: [buildPayment({ amount: 2, reservationId: "001" })],
  });
  expect((await sendTo(store, hotel, sale)).kind).toBe("posted");
}

describe("a hotel that moves", () => {
  test("from the embedded database to PostgreSQL and back has everything it had", async () => {
    const [dataDir, back] = [directory(), directory()];
    const databaseUrl = await freshDatabase();
    const before = await openSqlite({ dataDir });
    await fill(before);
    await before.close();
    const there = await move(dataDir, databaseUrl);
    expect(await move(databaseUrl, back)).toEqual(there);
    await expectMoved(await openPostgres({ databaseUrl }));
    await expectMoved(await openSqlite({ dataDir: back }));
  });

  test("goes on where it was interrupted", async () => {
    const dataDir = directory();
    const databaseUrl = await freshDatabase();
    const before = await openSqlite({ dataDir });
    await fill(before);
    await before.close();
    await expect(move(dataDir, databaseUrl, 100)).rejects.toThrow(
      "interrupted",
    );
    await move(dataDir, databaseUrl);
    await expectMoved(await openPostgres({ databaseUrl }));
  });

  test("does not move into a database that is in use", async () => {
    const dataDir = directory();
    const databaseUrl = await freshDatabase();
    const before = await openSqlite({ dataDir });
    await fill(before);
    await before.close();
    const there = await openPostgres({ databaseUrl });
    await fill(there);
    await expect(move(dataDir, databaseUrl)).rejects.toThrow(SideInUse);
    await there.close();
    await expect(move(dataDir, databaseUrl)).rejects.toThrow(TargetInUse);
  });
});

test("every table is moved, or said to stay behind", () => {
  const migrations = new URL("../../src/store/migrations/", import.meta.url);
  const named = readdirSync(migrations).flatMap((file) => [
    ...readFileSync(new URL(file, migrations), "utf8").matchAll(
      /CREATE TABLE (\w+)/g,
    ),
  ]);
  const tables = new Set(named.map((match) => match[1]!));
  const known = [...MOVABLE_TABLES.map(({ name }) => name), ...STAYS_BEHIND];
  expect([...tables].filter((name) => !known.includes(name))).toEqual([]);
});
