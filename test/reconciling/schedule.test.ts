import { describe, expect, jest, test } from "@jest/globals";
import type { LightspeedGrant } from "../../src/properties/lightspeed-grant.ts";
import { ReconciliationRunner } from "../../src/reconciling/reconciliation-runner.ts";
import type { ReconciliationSummary } from "../../src/schemas/generated.ts";
import { until } from "../support/until.ts";
import { buildBill } from "../support/bill.ts";
import { lightspeedOn } from "../support/lightspeed.ts";
import {
  cashBill,
  DATE,
  LOCATION,
  NOW,
  startReconciledHotel,
} from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(90_000);

const cleaning = undoneAfterEach();

const HOUR_MS = 3_600_000;
/** The dates before today's, the last first. */
const WEEK = [
  "2026-11-21",
  DATE,
  "2026-11-19",
  "2026-11-18",
  "2026-11-17",
  "2026-11-16",
  "2026-11-15",
];

/** A hotel, and other instances of the server beside its own that look when they are told to. */
async function hotelWithInstances(count: number) {
  let now = NOW;
  const hotel = await startReconciledHotel({ now: () => now });
  cleaning.push(() => hotel.close());
  const { store } = hotel.app;
  const access = await store.loadAccess();
  let grants: LightspeedGrant[] = await store.lightspeedGrants();
  const failures: unknown[] = [];
  const instances = Array.from({ length: count }, () => {
    const clock = { now: () => now };
    const lightspeed = lightspeedOn(store, clock);
    const runner = new ReconciliationRunner({
      store,
      financialApi: lightspeed.financialApi,
      clock,
      properties: () => access.properties,
      grants: () => grants,
      ended: () => undefined,
      recovered: () => undefined,
      failed: ({ error }) => failures.push(error),
    });
    cleaning.push(async () => {
      await runner.stop();
      await lightspeed.close();
    });
    return runner;
  });
  const all = async (): Promise<ReconciliationSummary[]> => {
    const list = await hotel.partner("GET", "/reconciliations?orderBy=-from");
    return list.json()["results"] as ReconciliationSummary[];
  };
  return {
    hotel,
    failures,
    pass: (ms: number) => (now += ms),
    disconnect: () => {
      grants = grants.map((grant) => ({ ...grant, state: "dead" as const }));
    },
    /** All instances at once; resolves when nothing runs. */
    look: async (): Promise<ReconciliationSummary[]> => {
      await Promise.all(instances.map((each) => each.schedule()));
      await until(async () =>
        (await all()).every(({ status }) => status !== "running"),
      );
      return all();
    },
  };
}

describe("by itself", () => {
  test("a hotel is reconciled for each date that is over, once, however many instances look", async () => {
    const { hotel, look, failures } = await hotelWithInstances(3);
    await hotel.sell(buildBill());
    const found = await look();
    expect(found.map(({ from }) => from)).toEqual(WEEK);
    for (const { from, to, status, startedBy, counts } of found) {
      expect([to, status, startedBy]).toEqual([from, "complete", null]);
      expect(counts.matched).toBe(from === DATE ? 1 : 0);
    }
    expect(await look()).toHaveLength(WEEK.length);
    expect(failures).toEqual([]);
    expect((await hotel.trail("demo")).map(({ act }) => act)).not.toContain(
      "reconciliation.started",
    );
  });

  test("a date is compared again, once an hour, until Lightspeed has all of it", async () => {
    const { hotel, look, pass } = await hotelWithInstances(2);
    hotel.standIn.book(LOCATION).tellComplete(DATE, false);
    const of = (found: ReconciliationSummary[]) =>
      found.filter(({ from }) => from === DATE).map(({ status }) => status);
    const first = await look();
    expect(of(first)).toEqual(["incomplete"]);
    pass(HOUR_MS / 2);
    expect(await look()).toEqual(first);
    pass(HOUR_MS / 2);
    const [again] = (await look()).filter(({ from }) => from === DATE);
    expect(again).toMatchObject({ status: "incomplete" });
    expect(first.map(({ id }) => id)).not.toContain(again!.id);
    hotel.standIn.book(LOCATION).tellComplete(DATE, true);
    pass(HOUR_MS);
    const last = await look();
    expect(of(last)).toEqual(["complete"]);
    pass(HOUR_MS);
    expect(await look()).toHaveLength(last.length);
  });

  test("of a date that is compared again and again the last stays, and what recovered something", async () => {
    const { hotel, look, pass } = await hotelWithInstances(1);
    await hotel.charge(buildBill());
    const closeDate = "2026-11-23T12:00:00.000Z";
    hotel.standIn.book(LOCATION).tellComplete("2026-11-23", false);
    hotel.record(buildBill({ closeDate }));
    // More than are forgotten at once.
    for (let bills = 0; bills < 300; bills += 1)
      hotel.record({ ...cashBill(20), closeDate });
    pass(48 * HOUR_MS);
    const seen: string[] = [];
    const look23 = async (): Promise<string[]> => {
      const found = (await look()).filter(({ from }) => from === "2026-11-23");
      const ids = found.map(({ id }) => id);
      seen.push(...ids.filter((id) => !seen.includes(id)));
      return ids.sort();
    };
    for (let times = 0; times < 4; times += 1) {
      await look23();
      pass(HOUR_MS);
    }
    const [first, , , last] = seen;
    expect(seen).toHaveLength(4);
    const found = (await look()).filter(({ from }) => from === "2026-11-23");
    const ids = found.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(first);
    expect(ids).not.toContain(last);
    for (const { counts } of found)
      expect(counts).toMatchObject({ missingHere: 1, ignored: 300 });
    for (const id of ids)
      expect(await hotel.items(id, "reason = refused")).toHaveLength(1);
    for (const path of ["", "/items"])
      expect(
        (await hotel.partner("GET", `/reconciliations/${last}${path}`)).status,
      ).toBe(404);
  });

  test("the date that has just ended waits some minutes for its tills", async () => {
    const { look, pass } = await hotelWithInstances(1);
    const isThere = (found: ReconciliationSummary[]): boolean =>
      found.some(({ from }) => from === "2026-11-22");
    pass(16 * HOUR_MS + 5 * 60_000);
    expect(isThere(await look())).toBe(false);
    pass(10 * 60_000);
    expect(isThere(await look())).toBe(true);
  });

  test("what is missing here is recovered, but nothing that was sold before the outlet worked with the receiver", async () => {
    const { hotel, look, pass } = await hotelWithInstances(1);
    await hotel.charge(buildBill());
    for (const day of ["21", "23"])
      hotel.record(buildBill({ closeDate: `2026-11-${day}T12:00:00.000Z` }));
    pass(48 * HOUR_MS);
    const found = await look();
    const reasons = async (date: string): Promise<unknown[]> => {
      const { id } = found.find(({ from }) => from === date)!;
      return (await hotel.items(id)).map(({ reason }) => reason);
    };
    expect(await reasons("2026-11-23")).toEqual(["refused"]);
    expect(await reasons("2026-11-21")).toEqual([null]);
  });

  test("what somebody only compared is reconciled all the same", async () => {
    const { hotel, look } = await hotelWithInstances(1);
    const dry = await hotel.reconcile({ businessDate: DATE, dryRun: true });
    expect(dry.status).toBe("complete");
    const found = (await look()).filter(({ from }) => from === DATE);
    expect(found.map(({ dryRun }) => dryRun).sort()).toEqual([false, true]);
  });

  test("what nobody asked for is no person's to go on with", async () => {
    const { hotel } = await hotelWithInstances(0);
    const { store } = hotel.app;
    const range = { from: DATE, to: DATE };
    await store.startReconciliation({
      actor: null,
      propertyId: "demo",
      range,
      unlessSince: null,
      heals: true,
      idempotency: null,
    });
    // Unless the hotel's server was faster; by its clock the lease is not over.
    const lease = { holder: "one", now: NOW, leaseMs: HOUR_MS };
    const claim = (now: number) =>
      store.claimReconciliation({
        of: { propertyId: "demo", range, heals: true },
        lease: { ...lease, now },
      });
    await store.claimReconciliation({ of: null, lease });
    expect(await claim(NOW + 2 * HOUR_MS)).toBeNull();
  });

  test("a hotel that Lightspeed gives no access is left alone", async () => {
    const { look, disconnect } = await hotelWithInstances(1);
    disconnect();
    expect(await look()).toEqual([]);
  });
});
