import { describe, expect, jest, test } from "@jest/globals";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import {
  cashBill,
  DATE,
  LOCATION,
  refusedOf,
  saleOf,
  startHotelAtWork,
} from "../support/reconciled-hotel.ts";
import type { ReconciledHotel } from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(90_000);

const cleaning = undoneAfterEach();

async function hotelAtWork(): Promise<ReconciledHotel> {
  const hotel = await startHotelAtWork();
  cleaning.push(() => hotel.close());
  return hotel;
}

const receiptOf = async (hotel: ReconciledHotel, bill: Bill) =>
  (await hotel.partner("GET", `/receipts/${String(bill["fiscId"])}`)).json();
const onlyRefusedOf = async (hotel: ReconciledHotel, bill: Bill) => {
  const found = await refusedOf(hotel, bill);
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** By no till. */
const NOT_SENT = { attempts: 0, httpStatus: null, lastAttemptAt: null };

describe("a bill that is missing here", () => {
  test("is posted from its sale, flagged, once, where no guest is needed", async () => {
    const hotel = await hotelAtWork();
    const lost = cashBill(20);
    hotel.record(lost);
    const first = await hotel.reconcile();
    expect(first.counts).toMatchObject({ matched: 1, missingHere: 1 });
    const receipt = await receiptOf(hotel, lost);
    expect(receipt).toMatchObject({
      kind: "sale",
      gross: "20.00",
      tips: "2.00",
      flags: expect.arrayContaining(["recovered"]),
      bills: [{ folioId: `house:${LOCATION}`, total: "22.00" }],
    });
    expect(await hotel.items(first.id)).toMatchObject([
      {
        outcome: "missing-here",
        reason: "recovered",
        receiptId: receipt["receiptId"],
      },
    ]);
    const second = await hotel.reconcile();
    expect(second.counts).toMatchObject({ matched: 2, missingHere: 0 });
    expect(await hotel.items(second.id)).toEqual([]);
  });

  test("waits for staff where it was charged to a room, with what is known of it", async () => {
    const hotel = await hotelAtWork();
    const lost = buildBill();
    hotel.record(lost);
    const first = await hotel.reconcile();
    const refused = await onlyRefusedOf(hotel, lost);
    expect(refused).toMatchObject({
      status: "open",
      reason: "reservation-not-named",
      ...NOT_SENT,
      gross: "11.00",
      flags: expect.arrayContaining(["recovered"]),
    });
    for (const query of ["attempts = 0", "httpStatus != 404"]) {
      const path = `/refused-receipts?query=${encodeURIComponent(query)}`;
      const found = (await hotel.partner("GET", path)).json()["results"];
      expect(found).toMatchObject([{ id: refused["id"] }]);
    }
    expect(await hotel.items(first.id)).toMatchObject([
      { outcome: "missing-here", reason: "refused", refusedId: refused["id"] },
    ]);
    const second = await hotel.reconcile();
    expect(await hotel.items(second.id)).toMatchObject([
      { outcome: "missing-here", reason: "refused", refusedId: refused["id"] },
    ]);
    const reposted = await hotel.partner(
      "POST",
      `/refused-receipts/${String(refused["id"])}/repost`,
      {
        body: { folioId: "001" },
        headers: { "Idempotency-Key": "repost" },
      },
    );
    expect(reposted.status).toBe(200);
    expect((await receiptOf(hotel, lost))["flags"]).toContain("recovered");
    expect((await hotel.reconcile()).counts).toMatchObject({
      matched: 2,
      missingHere: 0,
    });
  });

  test("is recognised when the till sends it after all, if the same was paid", async () => {
    const hotel = await hotelAtWork();
    const [posted, reposted, waiting, other] = [
      cashBill(20),
      buildBill(),
      buildBill(),
      cashBill(30),
    ] as const;
    for (const bill of [posted, reposted, waiting, other]) hotel.record(bill);
    await hotel.reconcile();
    const { id } = await onlyRefusedOf(hotel, reposted);
    await hotel.partner("POST", `/refused-receipts/${String(id)}/repost`, {
      body: { folioId: "001", confirmDouble: true },
      headers: { "Idempotency-Key": "repost" },
    });
    for (const bill of [posted, reposted])
      expect((await hotel.charge(bill)).json()).toMatchObject({
        status: "replayed",
      });
    expect((await hotel.charge(waiting)).json()).toMatchObject({
      status: "posted",
    });
    expect(await onlyRefusedOf(hotel, waiting)).toMatchObject({
      status: "superseded",
    });
    const changed = { ...other, payments: cashBill(31).payments };
    expect((await hotel.charge(changed)).status).toBe(409);
    const balance = (await hotel.partner("GET", "/folios/001")).json()[
      "balance"
    ];
    // The first one, the reposted one and the one that waited: once each.
    expect(balance).toBe("36.00");
  });

  test("and its void are recovered to nothing, whichever comes first", async () => {
    const hotel = await hotelAtWork();
    for (const lost of [buildBill(), cashBill(20)]) {
      hotel.record(voidOf(lost), { type: "VOID" });
      hotel.record(lost);
    }
    await hotel.reconcile();
    const second = await hotel.reconcile();
    expect(second.counts).toMatchObject({
      missingHere: 0,
      missingAtLightspeed: 0,
      amountDiffers: 0,
    });
    expect(second.totals.difference).toMatchObject({
      payments: "0.00",
      tips: "0.00",
    });
    expect(
      (await hotel.partner("GET", `/folios/house:${LOCATION}`)).json()[
        "balance"
      ],
    ).toBe("0.00");
  });

  test("is taken back where its original stands, if it is a void of a bill on a guest's folio", async () => {
    const hotel = await hotelAtWork();
    const dinner = buildBill();
    await hotel.sell(dinner);
    hotel.record(voidOf(dinner), { type: "VOID" });
    await hotel.reconcile();
    const folio = (await hotel.partner("GET", "/folios/001")).json();
    expect(folio["balance"]).toBe("12.00");
    expect((await hotel.reconcile()).counts.missingHere).toBe(0);
  });

  const twoRooms = (): Bill =>
    buildBill({
      transactions: [buildLine({ amount: 80.1 })],
      payments: [
        buildPayment({ amount: 40.05, reservationId: "001" }),
        buildPayment({ amount: 40.05, gratuity: 5, reservationId: "002" }),
      ],
    });
  async function withSecondRoom(): Promise<ReconciledHotel> {
    const hotel = await hotelAtWork();
    await hotel.partner("PATCH", "/reservations", {
      body: [
        {
          reservationId: "002",
          roomId: "102",
          status: "in-house",
          clientName: "Guest 002",
        },
      ],
      headers: { "If-Match": "*" },
    });
    return hotel;
  }
  const balanceOf = async (hotel: ReconciledHotel, folioId: string) =>
    (await hotel.partner("GET", `/folios/${folioId}`)).json()["balance"];

  test("is taken back on each of the folios on which its original stands, if it is a void of a bill of several rooms", async () => {
    const hotel = await withSecondRoom();
    const before = await balanceOf(hotel, "001");
    const dinner = twoRooms();
    await hotel.sell(dinner);
    expect(await balanceOf(hotel, "002")).toBe("45.05");
    hotel.record(voidOf(dinner), { type: "VOID" });
    await hotel.reconcile();
    expect(await balanceOf(hotel, "001")).toBe(before);
    expect(await balanceOf(hotel, "002")).toBe("0.00");
    expect((await hotel.reconcile()).counts.missingHere).toBe(0);
  });

  test("is put on a folio for each of its rooms, which its void finds", async () => {
    const hotel = await withSecondRoom();
    const before = await balanceOf(hotel, "001");
    const dinner = twoRooms();
    hotel.record(dinner);
    await hotel.reconcile();
    const { id, unnamedCharges } = await onlyRefusedOf(hotel, dinner);
    expect(unnamedCharges).toEqual([
      { key: "#1", amount: "40.05", gratuity: "0.00" },
      { key: "#2", amount: "40.05", gratuity: "5.00" },
    ]);
    const path = `/refused-receipts/${String(id)}/repost`;
    const headers = { "Idempotency-Key": "repost" };
    const repost = (folioIds: object) =>
      hotel.partner("POST", path, { body: { folioIds }, headers });
    expect((await repost({ "#3": "001" })).status).toBe(400);
    expect((await repost({ "#1": "001" })).status).toBe(409);
    const reposted = await repost({ "#1": "002", "#2": "001" });
    expect(reposted.json()["status"]).toBe("reposted");
    expect(await balanceOf(hotel, "001")).toBe(
      (Number(before) + 45.05).toFixed(2),
    );
    expect(await balanceOf(hotel, "002")).toBe("40.05");
    hotel.record(voidOf(dinner), { type: "VOID" });
    await hotel.reconcile();
    expect(await balanceOf(hotel, "001")).toBe(before);
    expect(await balanceOf(hotel, "002")).toBe("0.00");
  });

  test("is only told of where that is asked for, and where it was just closed", async () => {
    const hotel = await hotelAtWork();
    hotel.record(cashBill(20));
    const dry = await hotel.reconcile({ businessDate: DATE, dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, counts: { missingHere: 1 } });
    expect((await hotel.items(dry.id)).map(({ reason }) => reason)).toEqual([
      null,
    ]);
    hotel.record(cashBill(22), {
      closedAt: Date.parse("2026-11-22T11:45:00Z"),
    });
    const today = await hotel.reconcile({ from: DATE, to: "2026-11-22" });
    expect(today.dryRun).toBe(false);
    expect(
      (await hotel.items(today.id)).map(({ reason, lightspeed }) => [
        lightspeed.payments,
        reason,
      ]),
    ).toEqual([
      ["20.00", "recovered"],
      ["22.00", null],
    ]);
  });

  test("is not another one that has its fiscal id, because a device's counter restarted, and was paid alike", async () => {
    const hotel = await hotelAtWork();
    const lost = cashBill(20);
    hotel.record(lost);
    await hotel.reconcile();
    const { fiscId, receiptId, initialAccountId } = lost;
    const other = { ...cashBill(20), fiscId, receiptId, initialAccountId };
    expect((await hotel.charge(other)).json()).toMatchObject({
      status: "posted",
      flags: expect.arrayContaining(["fiscal-id-reused"]),
    });
  });

  test("is on the trail of the hotel: what was asked for, and how much was recovered", async () => {
    const hotel = await hotelAtWork();
    for (const lost of [cashBill(20), cashBill(21), buildBill()])
      hotel.record(lost);
    const { id } = await hotel.reconcile();
    await hotel.reconcile();
    const acts = (await hotel.trail("demo")).filter(({ act }) =>
      act.startsWith("reconciliation."),
    );
    expect(
      acts.map(({ actor, act, details }) => [
        actor,
        act,
        JSON.parse(details) as unknown,
      ]),
    ).toMatchObject([
      ["token:ops", "reconciliation.started", { dryRun: false }],
      [
        `reconciliation:${id}`,
        "reconciliation.recovered",
        { posted: 2, refused: 1 },
      ],
      ["token:ops", "reconciliation.started", { dryRun: false }],
    ]);
  });
});

describe("whose a recovered room charge may be", () => {
  const stay = (reservationId: string, roomId: string, status: string) => ({
    reservationId,
    roomId,
    status,
    clientName: `Guest ${reservationId}`,
  });
  const dinner = (
    reservationId: string,
    from: { name?: string; ownerId?: number; deviceId?: number },
    closeDate: string,
  ): Bill => ({
    ...buildBill({
      name: "Table 1",
      ownerId: 1,
      deviceId: 1,
      ...from,
      closeDate,
      payments: [buildPayment({ amount: 11, reservationId })],
    }),
  });

  test("is told by the table, the waiter and the device of earlier bills, of those who were in house, the likeliest first", async () => {
    let now = Date.parse("2026-11-20T17:00:00Z");
    const hotel = await startHotelAtWork({ now: () => now });
    cleaning.push(() => hotel.close());
    const change = (reservations: object[]) =>
      hotel.partner("PATCH", "/reservations", {
        body: reservations,
        headers: { "If-Match": "*" },
      });
    await change([
      { reservationId: "001", status: "checked-out" },
      stay("table", "201", "in-house"),
      stay("waiter", "202", "in-house"),
      stay("device", "203", "in-house"),
      stay("gone", "204", "in-house"),
      stay("leaves", "205", "in-house"),
      stay("nowhere", "101", "in-house"),
      stay("due", "102", "due-in"),
    ]);
    const table = { name: "Table 5" };
    const before = "2026-11-20T16:00:00.000Z";
    for (const bill of [
      dinner("table", table, before),
      dinner("table", { ownerId: 171861 }, "2026-11-20T16:30:00.000Z"),
      dinner("device", { deviceId: 56397 }, before),
      dinner("waiter", { ownerId: 171861 }, before),
      dinner("gone", table, before),
      dinner("leaves", table, before),
    ])
      expect((await hotel.sell(bill)).status).toBe(200);
    await change([{ reservationId: "gone", status: "checked-out" }]);
    now = Date.parse("2026-11-20T19:27:00Z");
    // The bill is closed half a minute later.
    const lost = buildBill();
    hotel.record(lost, {
      tableName: "Table 5",
      ownerId: "171861",
      deviceId: "56397",
    });
    now = Date.parse("2026-11-22T12:00:00Z");
    await change([{ reservationId: "leaves", status: "checked-out" }]);
    await hotel.reconcile();
    const { id, candidates } = await onlyRefusedOf(hotel, lost);
    expect(candidates).toBeUndefined();
    const alone = await hotel.partner("GET", `/refused-receipts/${String(id)}`);
    expect(alone.json()["remedy"]).toContain("candidates");
    expect(alone.json()["candidates"]).toMatchObject([
      {
        reservationId: "table",
        clientName: "Guest table",
        roomId: "201",
        because: ["same-table", "same-waiter", "in-house"],
        lastBillAt: "2026-11-20T16:30:00.000Z",
      },
      {
        reservationId: "leaves",
        status: "checked-out",
        because: ["same-table", "in-house"],
      },
      { reservationId: "waiter", because: ["same-waiter", "in-house"] },
      { reservationId: "device", because: ["same-device", "in-house"] },
      {
        reservationId: "nowhere",
        because: ["in-house"],
        lastBillAt: null,
      },
    ]);
    const reposted = await hotel.partner(
      "POST",
      `/refused-receipts/${String(id)}/repost`,
      { body: { folioId: "table" }, headers: { "Idempotency-Key": "repost" } },
    );
    expect(reposted.status).toBe(200);
    const settled = await hotel.partner(
      "GET",
      `/refused-receipts/${String(id)}`,
    );
    expect(settled.json()["candidates"]).toEqual([]);
  });

  test("is at most twenty guests", async () => {
    const hotel = await hotelAtWork();
    await hotel.partner("PATCH", "/reservations", {
      body: Array.from({ length: 50 }, (_, n) =>
        stay(`G${n}`, String(n), "in-house"),
      ),
      headers: { "If-Match": "*" },
    });
    const lost = buildBill();
    hotel.record(lost);
    await hotel.reconcile();
    const { id } = await onlyRefusedOf(hotel, lost);
    const alone = await hotel.partner("GET", `/refused-receipts/${String(id)}`);
    expect(alone.json()["candidates"]).toHaveLength(20);
  });
});

describe("a reconciliation that cannot be done keeps no other waiting", () => {
  test("for a sale of an amount that nobody can owe", async () => {
    const hotel = await hotelAtWork();
    const bill = cashBill(20);
    const { payments } = saleOf(bill);
    hotel.record(bill, {
      payments: [{ ...payments[0]!, amount: "9".repeat(30) }],
    });
    expect(await hotel.reconcile()).toMatchObject({
      status: "failed",
      failure: expect.stringContaining(LOCATION),
    });
    expect(await hotel.reconcile({ businessDate: "2026-11-19" })).toMatchObject(
      { status: "complete" },
    );
  });

  test("for a fault of ours, which is in the log once", async () => {
    const hotel = await hotelAtWork();
    const { store } = hotel.app;
    Object.assign(store, {
      stepReconciliation: () => Promise.reject(new Error("assertion")),
    });
    expect(await hotel.reconcile()).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("A fault of the receiver"),
    });
    Reflect.deleteProperty(store, "stepReconciliation");
    expect(await hotel.reconcile({ businessDate: "2026-11-19" })).toMatchObject(
      { status: "complete" },
    );
    const told = hotel
      .logged()
      .filter(({ event }) => event === "reconciliation.interrupted");
    expect(told).toHaveLength(1);
  });
});
