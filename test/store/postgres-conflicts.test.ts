import { afterEach, describe, expect, test } from "@jest/globals";
import pg from "pg";
import type { Store } from "../../src/store/store.ts";
import {
  billFor,
  buildBill,
  buildLine,
  buildPayment,
} from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { startCuttingProxy } from "../support/cutting-proxy.ts";
import type { CuttingProxy } from "../support/cutting-proxy.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import { askPostgres, startPostgres } from "../support/postgres-server.ts";
import { startStandby } from "../support/postgres-standby.ts";
import {
  actor,
  closeAll,
  firstPage,
  hotel,
  openPostgres,
  planOf,
  sendTo,
} from "./store-fixture.ts";
import { until } from "../support/until.ts";
import { undoneAfterEach } from "../support/undone.ts";

afterEach(closeAll);
const cleaning = undoneAfterEach();

const everything = firstPage("receivedAt");

/** Each is there, once: sent again it is recognised, and the books have its amount and no more. */
async function expectOnce(store: Store, bills: Bill[]): Promise<void> {
  for (const sent of bills)
    expect((await sendTo(store, hotel, sent)).kind).toBe("replayed");
  const { totalResults } = await store.list("receipts", hotel.id, everything);
  expect(totalResults).toBe(bills.length);
  const one = await store.getFolio(hotel.id, "001");
  const two = await store.getFolio(hotel.id, "002");
  expect(one!.balance + two!.balance).toBe(BigInt(bills.length) * 100n);
}

async function openBehindProxy(): Promise<{
  store: Store;
  proxy: CuttingProxy;
  databaseUrl: string;
}> {
  const databaseUrl = await freshDatabase();
  const url = new URL(databaseUrl);
  const proxy = await startCuttingProxy(Number(url.port));
  cleaning.push(() => proxy.close());
  url.port = String(proxy.port);
  const store = await openPostgres({ databaseUrl: url.href });
  await store.provision(planOf(hotel));
  return { store, proxy, databaseUrl };
}

/** Somebody else on the same database, in a transaction. */
async function somebody(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // Its database goes away under it.
  client.on("error", () => undefined);
  await client.connect();
  cleaning.push(() => client.end());
  await client.query("BEGIN");
  return client;
}

const lockGuest = (client: pg.Client, reservationId: string) =>
  client.query(
    "SELECT 1 FROM reservations WHERE reservation_id = $1 FOR UPDATE",
    [reservationId],
  );

describe("a bill whose transaction came second", () => {
  test.each(["40001", "40P01"])(
    "(%s at its commit) is taken again, with all of its batch, and each is there once",
    async (code) => {
      const { store, proxy } = await openBehindProxy();
      proxy.commitErrors = [code, code];
      const bills = Array.from({ length: 20 }, (_, n) =>
        billFor(n % 2 === 0 ? "001" : "002", 1),
      );
      const answers = await Promise.all(
        bills.map((sent) => sendTo(store, hotel, sent)),
      );
      expect(proxy.commitErrors).toEqual([]);
      expect(answers.map(({ kind }) => kind)).toEqual(Array(20).fill("posted"));
      expect(store.status().writable).toBe(true);
      await expectOnce(store, bills);
    },
  );

  test("that conflicts again and again is answered 503, and is not there", async () => {
    const { store, proxy } = await openBehindProxy();
    proxy.commitErrors = Array<string>(20).fill("40001");
    const answer = sendTo(store, hotel, billFor("001", 1));
    await expect(answer).rejects.toMatchObject({ reason: "overloaded" });
    proxy.commitErrors = [];
    await expectOnce(store, []);
  });

  test.each([
    ["53100", "has no room left"],
    ["58030", "cannot read or write its disk"],
  ])(
    "(%s) while the server %s is answered 503, and is not there; when it is over, bills are taken",
    async (code) => {
      const { store, proxy } = await openBehindProxy();
      proxy.commitErrors = Array<string>(10_000).fill(code);
      const answer = sendTo(store, hotel, billFor("001", 1));
      await expect(answer).rejects.toMatchObject({ reason: "not-writable" });
      expect(store.status().writable).toBe(false);
      proxy.commitErrors = [];
      await until(() => store.status().writable);
      await expectOnce(store, []);
      const next = billFor("001", 1);
      expect((await sendTo(store, hotel, next)).kind).toBe("posted");
      await expectOnce(store, [next]);
    },
  );

  test("in a real deadlock is taken again and posted once", async () => {
    const databaseUrl = await freshDatabase();
    const name = new URL(databaseUrl).pathname.slice(1);
    await askPostgres(
      databaseUrl,
      `ALTER DATABASE ${name} SET deadlock_timeout = '200ms'`,
    );
    const store = await openPostgres({ databaseUrl });
    await store.provision(planOf(hotel));
    let bills = 0;
    // On a busy machine the lock may be waited for in vain before the server looks for deadlocks: then once more.
    await until(async () => {
      const other = await somebody(databaseUrl);
      await other.query("SET LOCAL deadlock_timeout = '60s'");
      await lockGuest(other, "002");
      // Locks 001, then waits for 002.
      const both = buildBill({
        transactions: [buildLine({ amount: 2 })],
        payments: [
          buildPayment({ amount: 1, reservationId: "001" }),
          buildPayment({ amount: 1, reservationId: "002" }),
        ],
      });
      const locked = other.query(LOCK_FIRST_WHEN_WAITED_FOR);
      const answer = sendTo(store, hotel, both);
      await locked;
      await other.query("COMMIT");
      expect((await answer).kind).toBe("posted");
      expect((await sendTo(store, hotel, both)).kind).toBe("replayed");
      bills++;
      const { rows } = await other.query<{ deadlocks: string }>(DEADLOCKS);
      return Number(rows[0]!.deadlocks) > 0;
    });
    for (const folioId of ["001", "002"])
      expect((await store.getFolio(hotel.id, folioId))?.balance).toBe(
        BigInt(bills) * 100n,
      );
  });
});

/** Where it is waited for, nothing of this process is in between: the server looks for deadlocks after 200 ms. */
const LOCK_FIRST_WHEN_WAITED_FOR = `DO $$ BEGIN
  WHILE NOT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid) LOOP
    PERFORM pg_sleep(0.005);
  END LOOP;
  PERFORM 1 FROM reservations WHERE reservation_id = '001' FOR UPDATE;
END $$`;
const DEADLOCKS =
  "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

test("while a bill waits for a guest whom somebody has locked, the guest's next one keeps no connection: others are posted", async () => {
  const databaseUrl = await freshDatabase();
  const store = await openPostgres({ databaseUrl });
  await store.provision(planOf(hotel));
  const other = await somebody(databaseUrl);
  await lockGuest(other, "001");
  const waiting = async () =>
    (await askPostgres<{ waiting: number }>(databaseUrl, WAITING))[0]!.waiting;
  const first = sendTo(store, hotel, billFor("001", 1));
  await until(async () => (await waiting()) === 1);
  const second = sendTo(store, hotel, billFor("001", 2));
  const others = [1, 2, 3, 4, 5].map(async (amount) => {
    const { kind } = await sendTo(store, hotel, billFor("002", amount));
    return [kind, await waiting()] as const;
  });
  for (const [kind, waitingThen] of await Promise.all(others)) {
    expect(kind).toBe("posted");
    expect(waitingThen).toBeLessThanOrEqual(1);
  }
  await other.query("COMMIT");
  const kinds = [(await first).kind, (await second).kind];
  expect(kinds).toEqual(["posted", "posted"]);
  expect((await store.getFolio(hotel.id, "001"))!.balance).toBe(300n);
});

test("bills of the same lines for one guest, of which each waits for the one before, keep no other bill of the guest waiting", async () => {
  const store = await openPostgres();
  await store.provision(planOf(hotel));
  let answered = 0;
  const alike = Array.from({ length: 60 }, async () => {
    const { kind } = await sendTo(store, hotel, billFor("001", 1));
    answered++;
    return kind;
  });
  const other = await sendTo(store, hotel, billFor("001", 2));
  expect(other.kind).toBe("posted");
  expect(answered).toBeLessThan(30);
  expect(await Promise.all(alike)).toEqual(Array(60).fill("posted"));
  expect((await store.getFolio(hotel.id, "001"))!.balance).toBe(6_200n);
});

const WAITING = `SELECT count(*)::int AS waiting FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe("a till waits two seconds at most", () => {
  test("for an act of staff that somebody holds up: 503, the act too, and later the bill is posted", async () => {
    const databaseUrl = await freshDatabase();
    const store = await openPostgres({ databaseUrl });
    await store.provision(planOf(hotel));
    const other = await somebody(databaseUrl);
    await other.query("SELECT 1 FROM charge_gates FOR UPDATE");
    const started = performance.now();
    const act = store.putProperty({
      actor,
      document: { property: hotel, houseAccounts: [] },
      ifVersion: "*",
    });
    const sent = billFor("001", 1);
    const answers = await Promise.allSettled([act, sendTo(store, hotel, sent)]);
    expect(performance.now() - started).toBeLessThan(3_000);
    for (const answer of answers)
      expect(answer).toMatchObject({
        status: "rejected",
        reason: { reason: "overloaded" },
      });
    await other.query("ROLLBACK");
    expect((await sendTo(store, hotel, sent)).kind).toBe("posted");
    expect(store.status().writable).toBe(true);
    await expectOnce(store, [sent]);
  });

  test("and more acts than there are connections for are answered 503, and bills of other hotels go on", async () => {
    const databaseUrl = await freshDatabase();
    const store = await openPostgres({ databaseUrl });
    const second = {
      ...hotel,
      id: "second",
      businessLocations: [{ ...hotel.businessLocations[0]!, id: "second" }],
    };
    await store.provision(planOf(hotel));
    await store.provision(planOf(second));
    const other = await somebody(databaseUrl);
    await other.query(
      "SELECT 1 FROM charge_gates WHERE property_id = $1 FOR UPDATE",
      [hotel.id],
    );
    const acts = Array.from({ length: 6 }, () =>
      store.putProperty({
        actor,
        document: { property: hotel, houseAccounts: [] },
        ifVersion: "*",
      }),
    );
    const settled = Promise.allSettled(acts);
    const answer = await sendTo(store, second, billFor("001", 1));
    expect(answer.kind).toBe("posted");
    for (const act of await settled)
      expect(act).toMatchObject({ reason: { reason: "overloaded" } });
    expect(store.status().writable).toBe(true);
  });
});

test("a commit that was answered with a warning counts as unknown: it is looked up, and the bill is there once", async () => {
  const primary = await startPostgres({
    settings: { wal_level: "replica", synchronous_commit: "remote_apply" },
  });
  cleaning.push(() => primary.remove());
  const standby = await startStandby(primary);
  cleaning.push(() => standby.remove());
  const store = await openPostgres({ databaseUrl: primary.url() });
  await store.provision(planOf(hotel));
  await askPostgres(standby.url(), "SELECT pg_wal_replay_pause()");
  const sent = billFor("001", 1);
  const answer = sendTo(store, hotel, sent);
  // What an administrator does who sees it hang: the server commits, and warns that no standby has it.
  let cancelled = 0;
  await until(async () => {
    const rows = await askPostgres(
      primary.url(),
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'pms-charge-receiver' AND wait_event = 'SyncRep'`,
    );
    cancelled += rows.length;
    return cancelled > 0;
  });
  await askPostgres(standby.url(), "SELECT pg_wal_replay_resume()");
  // Found, not posted: nobody took the server's word for it.
  expect((await answer).kind).toBe("replayed");
  await until(() => store.status().writable);
  await expectOnce(store, [sent]);
}, 60_000);
