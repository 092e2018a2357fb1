import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  test,
} from "@jest/globals";
import { systemClock } from "../../src/clock.ts";
import type { ChargeOutcome } from "../../src/folios/charge-decision.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import type { Store } from "../../src/store/store.ts";
import { billFor, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { startCuttingProxy } from "../support/cutting-proxy.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { askPostgres, startPostgres } from "../support/postgres-server.ts";
import type { PostgresServer } from "../support/postgres-server.ts";
import { startStandby } from "../support/postgres-standby.ts";
import {
  closeAll,
  firstPage,
  hotel,
  openPostgres,
  planOf,
  sendTo,
} from "./store-fixture.ts";
import { until } from "../support/until.ts";
import { StoreProcess } from "./store-process.ts";

const everything = firstPage("receivedAt");
const receipts = async (store: Store): Promise<number> =>
  (await store.list("receipts", hotel.id, everything)).totalResults;
const balance = async (store: Store, folioId = "001"): Promise<bigint> =>
  (await store.getFolio(hotel.id, folioId))!.balance;
const openProvisioned = async (databaseUrl: string): Promise<Store> => {
  const store = await openPostgres({ databaseUrl });
  await store.provision(planOf(hotel));
  return store;
};

let directory: string;
const processes: StoreProcess[] = [];
const startProcess = async (url: string): Promise<StoreProcess> => {
  const process = new StoreProcess(mkdtempSync(join(directory, "p-")), url);
  processes.push(process);
  await until(() => process.events.includes("ready"));
  return process;
};
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "postgres-faults-"));
});
afterEach(async () => {
  for (const process of processes.splice(0)) {
    process.kill();
    await process.exited();
  }
  await closeAll();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Bills one after the other and several at once, until told to stop; every answer is kept. */
function evening(store: Store): {
  acknowledged: { bill: Bill; outcome: ChargeOutcome }[];
  unsure: Bill[];
  stop: () => Promise<void>;
} {
  const acknowledged: { bill: Bill; outcome: ChargeOutcome }[] = [];
  const unsure: Bill[] = [];
  let going = true;
  const till = async (number: number): Promise<void> => {
    while (going) {
      const sent = billFor(number % 2 === 0 ? "001" : "002", 1);
      try {
        const outcome = await sendTo(store, hotel, sent);
        acknowledged.push({ bill: sent, outcome });
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        unsure.push(sent);
        await sleep(20);
      }
    }
  };
  const tills = Promise.all(Array.from({ length: 8 }, (_, n) => till(n)));
  return {
    acknowledged,
    unsure,
    stop: async () => {
      going = false;
      await tills;
    },
  };
}

/** Sent again, each is recognised as the one that was acknowledged: it is there, once. */
async function expectAllThereOnce(
  store: Store,
  acknowledged: readonly { bill: Bill; outcome: ChargeOutcome }[],
): Promise<void> {
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { bill: sent, outcome } of acknowledged) {
    const again = await sendTo(store, hotel, sent);
    expect(again).toEqual({ ...outcome, kind: "replayed" });
  }
  const count = await receipts(store);
  const sum = (await balance(store, "001")) + (await balance(store, "002"));
  expect(sum).toBe(BigInt(count) * 100n);
}

describe("a start", () => {
  test.each([
    ["fsync", "off", {}],
    ["full_page_writes", "off", {}],
    ["synchronous_commit", "off", {}],
    ["synchronous_commit", "local", { synchronous_standby_names: "other" }],
  ])("is refused while %s is %s", async (name, value, more) => {
    const unsafe = await startPostgres({
      settings: { [name]: value, ...more },
    });
    try {
      await expect(openPostgres({ databaseUrl: unsafe.url() })).rejects.toThrow(
        name,
      );
    } finally {
      await unsafe.remove();
    }
  });

  test("is refused where only the role's commits are not synchronous", async () => {
    const url = await freshDatabase();
    const name = new URL(url).pathname.slice(1);
    await askPostgres(
      url,
      `ALTER DATABASE ${name} SET synchronous_commit = off`,
    );
    await expect(openPostgres({ databaseUrl: url })).rejects.toThrow(
      "synchronous_commit is off",
    );
    await dropDatabase(url);
  });

  test("of ten instances at once on an empty database migrates it once, each with a number of its own", async () => {
    const databaseUrl = await freshDatabase();
    const stores = await Promise.all(
      Array.from({ length: 10 }, () => openPostgres({ databaseUrl })),
    );
    const applied = await askPostgres(
      databaseUrl,
      "SELECT name FROM schema_migrations WHERE name <> 'guard' ORDER BY name",
    );
    const names = readdirSync(
      new URL("../../src/store/migrations/", import.meta.url),
    ).flatMap((file) => /^(.*)\.postgres\.sql$/.exec(file)?.[1] ?? []);
    expect(applied).toEqual(names.sort().map((name) => ({ name })));
    const numbers = await askPostgres(
      databaseUrl,
      "SELECT writer FROM writers",
    );
    expect(numbers).toHaveLength(10);
    await stores[0]!.provision(planOf(hotel));
    const posted = await Promise.all(
      stores.map((store) => sendTo(store, hotel, billFor("001", 1))),
    );
    expect(posted.map((outcome) => outcome.kind)).toEqual(
      Array(10).fill("posted"),
    );
    expect(await balance(stores[9]!)).toBe(1000n);
  }, 60_000);
});

describe("two instances", () => {
  let one: Store;
  let other: Store;
  const open = async (): Promise<void> => {
    const databaseUrl = await freshDatabase();
    one = await openProvisioned(databaseUrl);
    other = await openPostgres({ databaseUrl });
  };

  test("the same bill on both at the same moment is posted once and acknowledged alike", async () => {
    await open();
    for (let round = 0; round < 10; round++) {
      const sent = billFor("001", 1);
      const answers = await Promise.all(
        [one, other, one, other].map((store) => sendTo(store, hotel, sent)),
      );
      const posted = answers.filter((answer) => answer.kind === "posted");
      expect(posted).toHaveLength(1);
      for (const answer of answers)
        expect(answer).toEqual({ ...posted[0], kind: answer.kind });
    }
    expect(await balance(one)).toBe(1000n);
    expect(await receipts(other)).toBe(10);
  });

  test("a bill on one and its void on the other, at the same moment, end at zero and linked", async () => {
    await open();
    for (let round = 0; round < 10; round++) {
      const sale = billFor("001", 5);
      const reversal = voidOf(sale);
      const [first, second] = await Promise.all([
        sendTo(one, hotel, sale),
        sendTo(other, hotel, reversal),
      ]);
      if (first.kind !== "posted" || second.kind !== "posted")
        throw new Error("unexpected");
      const view = await one.getReceipt(hotel.id, String(second.receiptId));
      expect(view?.reverses).toBe(first.receiptId);
    }
    expect(await balance(one)).toBe(0n);
  });

  test("a check-out on one stands before or after a bill on the other, never between its facts and its postings", async () => {
    await open();
    for (let round = 0; round < 10; round++) {
      const change = (status: "in-house" | "checked-out") =>
        one.changeReservations({
          actor: { type: "command", name: "test" },
          propertyId: hotel.id,
          mode: "merge",
          reservations: [{ reservationId: "001", status }],
          confirmed: false,
          ifVersion: null,
        });
      const before = await balance(one);
      const [, outcome] = await Promise.all([
        change("checked-out"),
        sendTo(other, hotel, billFor("001", 1)),
      ]);
      const charged = (await balance(one)) - before;
      expect(charged).toBe(outcome.kind === "posted" ? 100n : 0n);
      expect(await sendTo(other, hotel, billFor("001", 1))).toMatchObject({
        reason: "guest-checked-out",
      });
      await change("in-house");
    }
  });
});

describe("the line to the server", () => {
  test("cut between a commit and its answer: the bill is found, acknowledged and there once", async () => {
    const databaseUrl = await freshDatabase();
    const proxy = await startCuttingProxy(Number(new URL(databaseUrl).port));
    const url = new URL(databaseUrl);
    url.port = String(proxy.port);
    const store = await openProvisioned(url.href);
    proxy.cutAfterCommit = 1;
    const sent = billFor("001", 7);
    const outcome = await sendTo(store, hotel, sent);
    expect(proxy.cutAfterCommit).toBe(0);
    expect(outcome.kind).toBe("replayed");
    await until(() => store.status().writable);
    await expectAllThereOnceOf(store, sent, outcome, 700n);
    await proxy.close();
  });

  test("cut before the commit arrived: the bill is taken again, and there once", async () => {
    const databaseUrl = await freshDatabase();
    const proxy = await startCuttingProxy(Number(new URL(databaseUrl).port));
    const url = new URL(databaseUrl);
    url.port = String(proxy.port);
    const store = await openProvisioned(url.href);
    proxy.cutBeforeCommit = 1;
    const sent = billFor("001", 7);
    const outcome = await sendTo(store, hotel, sent);
    expect(proxy.cutBeforeCommit).toBe(0);
    expect(outcome.kind).toBe("posted");
    await until(() => store.status().writable);
    await expectAllThereOnceOf(store, sent, outcome, 700n);
    await proxy.close();
  });

  test("cut for longer than a till can wait: 503, and the bill found later is flagged answered-503, also where the clock was put back", async () => {
    const databaseUrl = await freshDatabase();
    const proxy = await startCuttingProxy(Number(new URL(databaseUrl).port));
    const url = new URL(databaseUrl);
    url.port = String(proxy.port);
    const found: bigint[] = [];
    let aheadMs = 24 * 60 * 60 * 1000;
    const store = await openPostgres({
      databaseUrl: url.href,
      clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
      observer: {
        batchCommitted: () => undefined,
        answered503Found: ({ receiptId }) => void found.push(receiptId),
        failed: () => undefined,
        recovered: () => undefined,
      },
    });
    await store.provision(planOf(hotel));
    expect((await sendTo(store, hotel, billFor("001", 1))).kind).toBe("posted");
    aheadMs = 0;
    const right = proxy.target;
    proxy.cutAfterCommit = 1;
    // The connection that is open goes on; for a new one nobody listens there.
    proxy.target = 9;
    const answer = sendTo(store, hotel, billFor("001", 7));
    await expect(answer).rejects.toMatchObject({ reason: "not-writable" });
    expect(store.status().writable).toBe(false);
    proxy.target = right;
    await until(() => found.length > 0);
    const view = await store.getReceipt(hotel.id, String(found[0]));
    expect(view?.flags).toContain("answered-503");
    expect(await balance(store)).toBe(800n);
    await proxy.close();
  });

  const expectAllThereOnceOf = async (
    store: Store,
    sent: Bill,
    outcome: ChargeOutcome,
    amount: bigint,
  ): Promise<void> => {
    const again = await sendTo(store, hotel, sent);
    expect(again).toEqual({ ...outcome, kind: "replayed" });
    expect(await balance(store)).toBe(amount);
    expect(await receipts(store)).toBe(1);
  };
});

describe("an instance", () => {
  test("frozen while it holds a guest keeps nobody else waiting; after five seconds it has lost him, and thawed its bill is there once", async () => {
    const databaseUrl = await freshDatabase();
    const store = await openProvisioned(databaseUrl);
    const proxy = await startCuttingProxy(Number(new URL(databaseUrl).port));
    const url = new URL(databaseUrl);
    url.port = String(proxy.port);
    const frozen = await startProcess(url.href);
    const stopped = new Promise<void>((resolve) => {
      proxy.withCommit = () => {
        process.kill(frozen.pid, "SIGSTOP");
        resolve();
      };
    });
    const held = billFor("001", 3);
    const late = frozen.send(held);
    await stopped;
    const started = Date.now();
    const waited = sendTo(store, hotel, billFor("001", 4));
    // In one batch with the one that waits.
    const other = sendTo(store, hotel, billFor("002", 5));
    expect((await other).kind).toBe("posted");
    expect(Date.now() - started).toBeLessThan(1_500);
    await expect(waited).rejects.toMatchObject({ reason: "overloaded" });
    expect(Date.now() - started).toBeLessThan(3_000);
    const again = billFor("001", 4);
    await until(async () => (await kindOf(store, again)) === "posted");
    expect(Date.now() - started).toBeLessThan(9_000);
    process.kill(frozen.pid, "SIGCONT");
    expect((await late)?.kind).toMatch(/posted|replayed|unavailable/);
    expect(await kindOf(store, held)).toMatch(/posted|replayed/);
    expect(await balance(store)).toBe(700n);
    expect(await receipts(store)).toBe(3);
    await proxy.close();
  }, 60_000);
});

/** `busy` where its till is sent away. */
async function kindOf(store: Store, sent: Bill): Promise<string> {
  try {
    return (await sendTo(store, hotel, sent)).kind;
  } catch (error) {
    if (error instanceof StoreUnavailable) return "busy";
    throw error;
  }
}

describe("a server", () => {
  let server: PostgresServer;
  afterEach(() => server.remove());

  test("killed in the middle of commits keeps every bill that was acknowledged, once", async () => {
    server = await startPostgres();
    const store = await openProvisioned(server.url());
    for (let round = 0; round < 3; round++) {
      const bills = evening(store);
      await until(() => bills.acknowledged.length > 20);
      await server.kill();
      await sleep(300);
      await server.start();
      const before = bills.acknowledged.length;
      await until(() => bills.acknowledged.length > before + 20);
      await bills.stop();
      await until(() => store.status().writable);
      await expectAllThereOnce(store, bills.acknowledged);
    }
  }, 120_000);

  test("that fails over to its synchronous standby loses no bill that was acknowledged", async () => {
    server = await startPostgres({ settings: { wal_level: "replica" } });
    const standby = await startStandby(server);
    const proxy = await startCuttingProxy(server.port);
    const url = new URL(server.url());
    url.port = String(proxy.port);
    try {
      const store = await openProvisioned(url.href);
      const bills = evening(store);
      await until(() => bills.acknowledged.length > 50);
      await server.kill();
      await askPostgres(standby.url(), "SELECT pg_promote()");
      proxy.target = standby.port;
      const before = bills.acknowledged.length;
      await until(() => bills.acknowledged.length > before + 50);
      await bills.stop();
      await expectAllThereOnce(store, bills.acknowledged);
      await closeAll();
    } finally {
      await proxy.close();
      await standby.remove();
    }
  }, 120_000);
});
