import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { ChargeTaker } from "../../src/store/postgres/charge/charge-taker.ts";
import type { ChargeTakerParts } from "../../src/store/postgres/charge/charge-taker.ts";
import type { PendingCharge } from "../../src/store/postgres/charge/charge-queue.ts";
import type { Database } from "../../src/store/postgres/connection/database.ts";
import { CommitUnknown } from "../../src/store/postgres/connection/errors.ts";
import { Health } from "../../src/store/postgres/health.ts";
import { UnsureCharges } from "../../src/store/postgres/unsure-charges.ts";
import type { WriteContext } from "../../src/store/postgres/write-context.ts";
import type { UnsureCharge } from "../../src/store/unsure-charge.ts";
import type { UnsureFile } from "../../src/store/unsure-file.ts";
import type { StoreObserver } from "../../src/store/store.ts";
import { until } from "../support/until.ts";

// What of this depends on the moment at which a database answers: it is made to answer at that moment.

const OBSERVER: StoreObserver = {
  batchCommitted: () => undefined,
  answered503Found: () => undefined,
  failed: () => undefined,
  recovered: () => undefined,
};

function unsureOf(uuid: string): UnsureCharge {
  const nothing = { key: null, fisc: null, content: "c", contentDigest: "00" };
  return { propertyId: "h", uuid, receivedAt: 1, ...nothing };
}

function unsureCharges(): { unsure: UnsureCharges; kept: UnsureCharge[] } {
  const kept: UnsureCharge[] = [];
  const file: Pick<UnsureFile, "read" | "add" | "clear"> = {
    read: () => [],
    add: (charges) => void kept.push(...charges),
    clear: () => void kept.splice(0),
  };
  return { unsure: new UnsureCharges(file as UnsureFile), kept };
}

/** Nothing is found in it. */
const EMPTY = {
  run: () => Promise.resolve(0),
  rows: () => Promise.resolve([]),
};

test("a bill that becomes unsure while others are looked for is looked for the next time", async () => {
  const { unsure, kept } = unsureCharges();
  unsure.add([unsureOf("1")]);
  let cut = ["2"];
  const database = {
    writeAfresh: async (work: (sql: unknown) => Promise<unknown>) => {
      const answer = await work(EMPTY);
      // The commit is on its way, and another batch gives up.
      unsure.add(cut.map(unsureOf));
      cut = [];
      return answer;
    },
  } as unknown as Database;
  const look = () => unsure.resolve(database, {} as WriteContext, OBSERVER);
  await look();
  expect(unsure.isEmpty).toBe(false);
  expect(kept.map(({ uuid }) => uuid)).toContain("2");
  await look();
  expect(unsure.isEmpty).toBe(true);
  expect(kept).toEqual([]);
});

test("a bill whose look-up failed for as long as its till can wait is looked for until it is known what became of it", async () => {
  const { unsure } = unsureCharges();
  let isHeld = true;
  const database = {
    write: () => {
      const error = new CommitUnknown("cut");
      health.broken(error);
      return Promise.reject(error);
    },
    writeAfresh: async (work: (sql: unknown) => Promise<unknown>) => {
      await sleep(200);
      if (isHeld) throw new Error("another instance holds the gate");
      return work(EMPTY);
    },
  } as unknown as Database;
  // All is well with the server itself, and at first nothing is unsure.
  const health = new Health(OBSERVER, () =>
    unsure.resolve(database, {} as WriteContext, OBSERVER),
  );
  const taker = new ChargeTaker({
    database,
    unsure,
    broken: (error: unknown) => health.broken(error),
    observer: OBSERVER,
  } as unknown as ChargeTakerParts);
  const charge = {
    propertyId: "h",
    businessLocationId: "1",
    identity: { uuid: "u", idempotencyKey: null, fiscId: null },
  };
  const told: unknown[] = [];
  await taker.take([
    {
      charge,
      until: performance.now() + 2_000,
      reject: (error: unknown) => void told.push(error),
    } as unknown as PendingCharge,
  ]);
  expect(told).toMatchObject([{ reason: "not-writable" }]);
  expect(unsure.isEmpty).toBe(false);
  isHeld = false;
  await until(() => unsure.isEmpty);
  await until(() => health.state === "ready");
  await health.end();
});
