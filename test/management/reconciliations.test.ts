import { describe, expect, jest, test } from "@jest/globals";
import { buildBill, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import {
  BAR,
  cashBill,
  DATE,
  ended,
  LOCATION,
  saleOf,
  startHotelAtWork,
  startReconciledHotel,
} from "../support/reconciled-hotel.ts";
import type { ReconciledHotel } from "../support/reconciled-hotel.ts";
import { partnerOf } from "../support/partner.ts";
import { TOKEN } from "../support/provisioning.ts";
import { send } from "../support/wire.ts";
import { until } from "../support/until.ts";
import { startApp } from "../support/start-app.ts";
import { undoneAfterEach } from "../support/undone.ts";
import { parseMinor } from "../../src/money.ts";
import { nextDate } from "../../src/properties/business-date.ts";
import type {
  ComparedSums,
  Reconciliation,
  ReconciliationItem,
} from "../../src/schemas/generated.ts";

jest.setTimeout(60_000);

const cleaning = undoneAfterEach();

async function hotelWith(
  options: Parameters<typeof startReconciledHotel>[0] = {},
): Promise<ReconciledHotel> {
  const hotel = await startReconciledHotel(options);
  cleaning.push(() => hotel.close());
  return hotel;
}

const fiscIdOf = (bill: Bill): string => bill["fiscId"] as string;
const paid = (code: string, amount: number, gratuity = 0) =>
  buildPayment({
    methodCode: code,
    methodName: code,
    amount,
    gratuity,
    ...(code === "IKPMS" ? {} : { reservationId: null }),
  });

describe("who watches", () => {
  /** Not a number while there is no such series. */
  const of = async (
    hotel: ReconciledHotel,
    series: string,
  ): Promise<number> => {
    const { text } = await send(`${hotel.url}/metrics`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    const line = text.split("\n").find((one) => one.startsWith(`${series} `));
    return line === undefined ? NaN : Number(line.slice(series.length));
  };

  test("is told how reconciliations end, and what was missing", async () => {
    const hotel = await hotelWith();
    const ofStatus = (status: string) =>
      of(hotel, `pms_reconciliations_total{status="${status}"}`);
    for (const status of ["complete", "incomplete", "failed"])
      expect(await ofStatus(status)).toBe(0);
    hotel.record(buildBill());
    await hotel.reconcile();
    hotel.standIn.mishaps.add({ path: "/f/v2/", status: 403 });
    expect((await hotel.reconcile()).status).toBe("failed");
    await until(async () => (await ofStatus("failed")) > 0);
    expect(await ofStatus("complete")).toBeGreaterThan(0);
    expect(
      await of(hotel, 'pms_reconciled_sales_total{outcome="missing-here"}'),
    ).toBeGreaterThan(0);
  });

  test("is told once of each missing sale as what it was recovered", async () => {
    const hotel = await startHotelAtWork();
    cleaning.push(() => hotel.close());
    const recovered = async () => [
      await of(hotel, 'pms_recovered_sales_total{outcome="posted"}'),
      await of(hotel, 'pms_recovered_sales_total{outcome="refused"}'),
    ];
    expect(await recovered()).toEqual([0, 0]);
    hotel.record(buildBill());
    for (const amount of [20, 30]) hotel.record(cashBill(amount));
    for (const _ of ["missing", "found"]) {
      await hotel.reconcile();
      expect(await recovered()).toEqual([2, 1]);
    }
  });

  test("is told when the last date ended that a hotel is proved complete of, and nothing that was not", async () => {
    const hotel = await hotelWith();
    const series = 'pms_reconciled_until_timestamp_seconds{property="demo"}';
    const told = () => of(hotel, series);
    await until(async () => (await told()) === 0);
    const dry = await hotel.reconcile({ businessDate: DATE, dryRun: true });
    expect(dry.status).toBe("complete");
    hotel.standIn.book(LOCATION).tellComplete("2026-11-21", false);
    const early = await hotel.reconcile({ businessDate: "2026-11-21" });
    expect(early.status).toBe("incomplete");
    await hotel.reconcile({ from: "2026-11-17", to: "2026-11-18" });
    const endOf = (date: string): number =>
      Date.parse(`${nextDate(date)}T05:00:00+01:00`) / 1000;
    await until(async () => (await told()) === endOf("2026-11-18"));
    await hotel.reconcile();
    await until(async () => (await told()) === endOf(DATE));
    const others = 'pms_reconciliations_total{status="complete"}';
    const before = await of(hotel, others);
    await hotel.reconcile({ businessDate: "2026-11-16" });
    await until(async () => (await of(hotel, others)) > before);
    expect(await told()).toBe(endOf(DATE));
    hotel.standIn.book(LOCATION).tellComplete("2026-11-21", true);
    await hotel.reconcile({ from: "2026-11-16", to: "2026-11-21" });
    await until(async () => (await told()) === endOf("2026-11-21"));
  });
});

describe("a reconciliation", () => {
  test.each(["v1", "v2"] as const)(
    "tells of every bill on either side what came of it (%s)",
    async (api) => {
      const hotel = await hotelWith({ api });
      const post = (path: string, body: object) =>
        hotel.partner("POST", path, {
          body,
          headers: { "Idempotency-Key": path },
        });
      const outcomes = new Map<string, string>();
      const expecting = (bill: Bill, outcome: string): Bill => {
        outcomes.set(fiscIdOf(bill), outcome);
        return bill;
      };

      const matched = buildBill();
      const posted = (await hotel.sell(matched)).json()["receiptId"] as string;
      await hotel.sell(voidOf(matched), { type: "VOID" });
      hotel.record(expecting(buildBill(), "missing-here"));
      await hotel.charge(expecting(buildBill(), "missing-at-lightspeed"));
      await hotel.sell(expecting(buildBill(), "amount-differs payments"), {
        payments: [
          { code: "IKPMS", name: "Room", amount: "12.00", tip: "1.00" },
        ],
      });
      await hotel.sell(expecting(buildBill(), "amount-differs tips"), {
        payments: [
          { code: "IKPMS", name: "Room", amount: "11.00", tip: "2.00" },
        ],
      });
      const stranger = {
        payments: [buildPayment({ reservationId: "nobody", amount: 11 })],
      };
      await hotel.sell(expecting(buildBill(stranger), "missing-here refused"));
      const dismissed = expecting(buildBill(stranger), "explained dismissed");
      await hotel.sell(dismissed);
      const voided = expecting(buildBill(stranger), "explained voided-at-till");
      await hotel.sell(voided);
      await hotel.sell(expecting(voidOf(voided), "explained voided-at-till"), {
        type: "VOID",
      });
      const cash = buildBill({ payments: [paid("CASH", 11)] });
      hotel.record(expecting(cash, "ignored not-mirrored"));
      hotel.record(
        expecting(
          buildBill({ payments: [paid("CASH", 500)] }),
          "ignored sale-type",
        ),
        { type: "FLOAT" },
      );
      const [waiting] = (
        await hotel.partner(
          "GET",
          `/refused-receipts?query=${encodeURIComponent(`fiscId = ${fiscIdOf(dismissed)}`)}`,
        )
      ).json()["results"] as { id: string }[];
      expect(
        (
          await post(`/refused-receipts/${waiting!.id}/dismiss`, {
            reason: "rung again",
          })
        ).status,
      ).toBe(200);
      const refunded = (await hotel.sell(buildBill())).json()["receiptId"];
      expect(
        (
          await post("/refunds", {
            receiptId: refunded,
            reason: "cold",
            amount: "5.00",
          })
        ).status,
      ).toBe(201);

      const compared = await hotel.reconcile({
        from: DATE,
        to: "2026-11-22",
        dryRun: true,
      });
      expect(compared).toMatchObject({
        status: "incomplete",
        failure: null,
        startedBy: "ops",
        counts: {
          matched: 3,
          missingHere: 2,
          missingAtLightspeed: 1,
          amountDiffers: 2,
          explained: 4,
          ignored: 2,
        },
      });
      const items = await hotel.items(compared.id);
      const told = items.map(({ fiscId, outcome, reason }) => [
        fiscId ?? "refund",
        [outcome, reason].filter((word) => word !== null).join(" "),
      ]);
      expect(new Map(told as [string, string][])).toEqual(
        new Map([...outcomes, ["refund", "explained refund-here"]]),
      );
      expect(
        items.find(({ reason }) => reason === "refused")!.refusedId,
      ).toMatch(/^\d+$/);
      expect(
        items.find(({ reason }) => reason === "refund-here"),
      ).toMatchObject({
        lightspeed: { payments: "0.00" },
        here: { payments: "-5.00" },
        byPaymentMethod: [
          { methodCode: "IKPMS", difference: { payments: "-5.00" } },
        ],
      });
      expectSumsOfItems(compared, items);
      expect(compared.totals.difference).toEqual({
        // Missing 22, dismissed 11, ignored 511, too little 1, given back 5; too much 11. What was voided is nothing.
        payments: "-539.00",
        tips: "-1.00",
        tax: expect.any(String),
      });
      expect(
        (
          await hotel.items(
            compared.id,
            `outcome = missing-here && reason != refused`,
          )
        ).map(({ fiscId }) => outcomes.get(fiscId!)),
      ).toEqual(["missing-here"]);
      expect(posted).toMatch(/^\d+$/);
      const acts = (await hotel.trail("demo")).map(({ act }) => act);
      expect(acts).toContain("reconciliation.started");
    },
  );

  test("finds sales that Lightspeed dates some days away, and bills that it has under a fiscal id alone", async () => {
    const hotel = await hotelWith();
    await hotel.sell(buildBill(), {
      closedAt: Date.parse("2026-11-22T09:00:00Z"),
    });
    await hotel.sell(buildBill(), {
      closedAt: Date.parse("2026-11-19T09:00:00Z"),
    });
    await hotel.sell(buildBill({ uuid: null }));
    const compared = await hotel.reconcile();
    expect(compared).toMatchObject({
      status: "complete",
      counts: { matched: 3, missingAtLightspeed: 0, missingHere: 0 },
      totals: { difference: { payments: "0.00", tips: "0.00", tax: "0.00" } },
    });
    expect(await hotel.items(compared.id)).toEqual([]);
    expect(compared.days).toHaveLength(1);
  });

  test("looks for every receipt closed on the dates, also those that came and were booked weeks later", async () => {
    const hotel = await hotelWith();
    const night = await hotel.partner(
      "POST",
      "/business-dates/2026-11-20/close",
      {
        headers: { "Idempotency-Key": "night" },
      },
    );
    expect(night.status).toBe(200);
    const closed = (day: string) =>
      buildBill({ closeDate: `2026-11-${day}T12:00:00.000Z` });
    const [known, unknown, before, after] = [
      closed("03"),
      closed("03"),
      closed("02"),
      closed("04"),
    ] as const;
    await hotel.sell(known);
    for (const bill of [unknown, before, after]) await hotel.charge(bill);
    const receipt = await hotel.partner(
      "GET",
      `/receipts/${fiscIdOf(unknown)}`,
    );
    expect(receipt.json()["businessDate"]).toBe("2026-11-21");
    const compared = await hotel.reconcile({ businessDate: "2026-11-03" });
    expect(compared).toMatchObject({
      counts: { matched: 1, missingAtLightspeed: 1 },
      receiptsRead: 2,
    });
    expect(await hotel.items(compared.id)).toMatchObject([
      { outcome: "missing-at-lightspeed", fiscId: fiscIdOf(unknown) },
    ]);
  });

  test("takes a fiscal id that comes again for another bill, though it was paid alike", async () => {
    const hotel = await hotelWith();
    const [lastYears, { uuid, closeDate }] = [buildBill(), buildBill()];
    await hotel.charge({ ...lastYears, closeDate: "2025-11-20T19:27:00.000Z" });
    hotel.record({ ...lastYears, uuid, closeDate });
    const sold = buildBill();
    await hotel.charge(sold);
    // Lightspeed gives no uuid of one that has the same fiscal id and was paid alike.
    hotel.record({ ...sold, uuid: null });
    hotel.record(sold);
    const { counts } = await hotel.reconcile();
    expect(counts).toMatchObject({
      matched: 1,
      missingHere: 2,
      missingAtLightspeed: 0,
    });
  });

  test("of today leaves out bills that were closed after its sales were read", async () => {
    const hotel = await hotelWith();
    for (const minute of ["11:59", "12:01"])
      await hotel.charge(
        buildBill({ closeDate: `2026-11-22T${minute}:00.000Z` }),
      );
    const compared = await hotel.reconcile({ businessDate: "2026-11-22" });
    expect(compared).toMatchObject({
      counts: { missingAtLightspeed: 1 },
      receiptsRead: 1,
    });
    expect(await hotel.items(compared.id)).toMatchObject([
      { closedAt: "2026-11-22T11:59:00.000Z" },
    ]);
  });

  test("counts what a correction at Lightspeed changes, once", async () => {
    const hotel = await hotelWith();
    const bill = buildBill();
    await hotel.sell(bill);
    const correction = { ...buildBill(), payments: [paid("CASH", 11, 1)] };
    hotel.record(correction, {
      type: "UPDATE",
      previousAccountId: fiscIdOf(bill),
    });
    hotel.record(buildBill(), {
      type: "UPDATE",
      previousAccountId: fiscIdOf(bill),
    });
    const compared = await hotel.reconcile();
    expect(compared.counts).toMatchObject({
      matched: 1,
      amountDiffers: 1,
      ignored: 1,
    });
    expect(compared.totals.byPaymentMethod).toMatchObject([
      { methodCode: "CASH", difference: { payments: "-11.00", tips: "-1.00" } },
      { methodCode: "IKPMS", difference: { payments: "11.00", tips: "1.00" } },
    ]);
    expect(compared.totals.difference.payments).toBe("0.00");
  });

  test("leaves tax that differs by a minor unit for each line among what matches, and carries it into the sums", async () => {
    const hotel = await hotelWith();
    const bill = buildBill();
    const taxed = (tax: string) =>
      saleOf(bill).lines.map((line, index) => ({
        ...line,
        tax: index === 0 ? tax : "0.36",
      }));
    await hotel.sell(bill, { lines: taxed("0.45") });
    const other = buildBill();
    await hotel.sell(other, { lines: taxed("0.46") });
    const compared = await hotel.reconcile();
    // The receipt has 0.79.
    expect(compared.totals.byOutcome).toMatchObject([
      { outcome: "matched", count: 1, difference: { tax: "-0.02" } },
      {
        outcome: "amount-differs",
        count: 1,
        difference: { payments: "0.00", tax: "-0.03" },
      },
    ]);
    expect(compared.totals.difference.tax).toBe("-0.05");
    expect(await hotel.items(compared.id)).toMatchObject([
      { fiscId: fiscIdOf(other), reason: "tax" },
    ]);
  });

  test("compares bills of a location that mirrors whatever they are paid by, and leaves out what was before it went live", async () => {
    const mirrors = (property: Record<string, unknown>): void => {
      const [location] = property["businessLocations"] as object[];
      Object.assign(location!, {
        features: ["MIRRORING"],
        goLiveAt: "2026-11-20T19:00:00Z",
      });
    };
    const hotel = await hotelWith({ change: mirrors });
    await hotel.sell(buildBill({ payments: [paid("CASH", 11)] }));
    hotel.record(buildBill({ payments: [paid("CARD", 11)] }));
    const early = { closeDate: "2026-11-20T18:59:00.000Z" };
    hotel.record(buildBill(early));
    await hotel.charge(buildBill(early));
    await hotel.sell(buildBill(early));
    const compared = await hotel.reconcile();
    expect(compared.counts).toMatchObject({
      matched: 2,
      missingHere: 1,
      missingAtLightspeed: 0,
      ignored: 2,
    });
    const reasons = (await hotel.items(compared.id)).map(
      ({ reason }) => reason,
    );
    expect(reasons.sort()).toEqual([
      "before-go-live",
      "before-go-live",
      "recovered",
    ]);
  });

  test("is complete only when Lightspeed says so of every date", async () => {
    const hotel = await hotelWith();
    await hotel.sell(buildBill());
    hotel.standIn.book(LOCATION).tellComplete(DATE, false);
    const early = await hotel.reconcile({ from: "2026-11-19", to: DATE });
    expect(early.status).toBe("incomplete");
    expect(
      early.days.map(({ businessDate, dataComplete }) => [
        businessDate,
        dataComplete,
      ]),
    ).toEqual([
      ["2026-11-19", true],
      [DATE, false],
    ]);
    hotel.standIn.book(LOCATION).tellComplete(DATE, true);
    expect((await hotel.reconcile()).status).toBe("complete");
    // Today is not over, whatever Lightspeed says.
    hotel.standIn.book(LOCATION).tellComplete("2026-11-22", true);
    expect((await hotel.reconcile({ businessDate: "2026-11-22" })).status).toBe(
      "incomplete",
    );
    const list = (
      await hotel.partner(
        "GET",
        "/reconciliations?orderBy=from&query=status%20%3D%20incomplete",
      )
    ).json();
    expect(list).toMatchObject({
      totalResults: 2,
      results: [{ from: "2026-11-19" }, { from: "2026-11-22" }],
    });
  });

  test("whose dates end later than Lightspeed's is complete only when Lightspeed has the next date as well", async () => {
    const hotel = await hotelWith({
      change: (property) => Object.assign(property, { dayEndsAt: "06:00" }),
    });
    const book = hotel.standIn.book(LOCATION);
    // Lightspeed's day ends at 05:30.
    book.tellComplete("2026-11-21", false);
    expect((await hotel.reconcile()).status).toBe("incomplete");
    book.tellComplete("2026-11-21", true);
    expect((await hotel.reconcile()).status).toBe("complete");
  });

  test("asked for again compares anew, and with the same key is the one there is", async () => {
    const hotel = await hotelWith();
    const ask = (key: string, body: object = { businessDate: DATE }) =>
      hotel.partner("POST", "/reconciliations", {
        body,
        headers: { "Idempotency-Key": key },
      });
    const first = await ask("a");
    const again = await ask("a");
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json()["id"]).toBe(first.json()["id"]);
    expect(
      (await ask("a", { businessDate: "2026-11-19" })).json()["code"],
    ).toBe("idempotency_conflict");
    await ended(hotel.partner, String(first.json()["id"]));
    hotel.record(buildBill());
    for (let times = 0; times < 2; times += 1) {
      const { id, counts } = await hotel.reconcile();
      expect(counts.missingHere).toBe(1);
      expect(await hotel.items(id)).toHaveLength(1);
    }
    const before = await ended(hotel.partner, String(first.json()["id"]));
    expect(before.counts.missingHere).toBe(0);
  });

  test("that gets no answer from Lightspeed ends as failed, and says why", async () => {
    const hotel = await hotelWith();
    hotel.standIn.mishaps.add({ path: "/f/", status: 403, times: 5 });
    const compared = await hotel.reconcile();
    expect(compared).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("Lightspeed"),
    });
    hotel.standIn.mishaps.clear();
    expect((await hotel.reconcile()).status).toBe("complete");
  });

  test.each([LOCATION, BAR])(
    "goes on with the other outlets where one cannot be read, and says which (%s)",
    async (unread) => {
      const hotel = await hotelWith({ hasBar: true });
      const read = unread === BAR ? LOCATION : BAR;
      const path = `/f/v2/business-location/${unread}`;
      hotel.standIn.mishaps.add({ path, status: 403, times: 99 });
      for (const outlet of [LOCATION, BAR]) {
        await hotel.charge(buildBill(), outlet);
        hotel.record(buildBill(), {}, outlet);
      }
      const compared = await hotel.reconcile();
      const name = unread === BAR ? "Bar" : "Restaurant";
      expect(compared).toMatchObject({
        status: "incomplete",
        failure: expect.stringMatching(
          `^${name} \\(${unread}\\) could not be read\\. .*Lightspeed`,
        ),
        counts: { missingHere: 1, missingAtLightspeed: 1 },
      });
      const items = await hotel.items(compared.id);
      expect(
        items.map(({ businessLocationId, outcome, reason }) => [
          businessLocationId,
          outcome,
          reason,
        ]),
      ).toEqual(
        expect.arrayContaining([
          [read, "missing-here", "refused"],
          [read, "missing-at-lightspeed", null],
        ]),
      );
      hotel.standIn.mishaps.clear();
      expect(await hotel.reconcile()).toMatchObject({
        status: "complete",
        failure: null,
        counts: { missingHere: 2, missingAtLightspeed: 2 },
      });
    },
  );

  test("needs dates that have begun, and an outlet with a client", async () => {
    const hotel = await hotelWith();
    const ask = (body: object) =>
      hotel.partner("POST", "/reconciliations", {
        body,
        headers: { "Idempotency-Key": "k" },
      });
    const pointersOf = async (body: object) =>
      (
        (await ask(body)).json()["errors"] as {
          pointer: string;
          detail: string;
        }[]
      ).map(({ pointer, detail }) => `${pointer} ${detail}`);
    expect(await pointersOf({})).toEqual([
      " names no dates: give businessDate, or from and to",
    ]);
    expect(await pointersOf({ businessDate: "2026-11-23" })).toEqual([
      "/businessDate has not begun: give 2026-11-22 or an earlier one",
    ]);
    expect(await pointersOf({ businessDate: "2026-02-30" })).toEqual([
      "/businessDate is no calendar date: give YYYY-MM-DD",
    ]);
    expect(await pointersOf({ from: DATE, to: "2026-11-19" })).toEqual([
      "/from is after to: give the earlier date first",
    ]);
    expect(await pointersOf({ from: "2025-11-19", to: DATE })).toEqual([
      "/from begins more than 366 days: ask for parts",
    ]);
    expect(
      await pointersOf({ businessDate: DATE, from: DATE, to: DATE }),
    ).toEqual(["/businessDate stands beside a range: give one of both"]);
    expect((await ask({ day: DATE })).json()["code"]).toBe("body_invalid");
    expect(
      (await hotel.partner("GET", "/reconciliations")).json()["totalResults"],
    ).toBe(0);
    expect((await hotel.partner("GET", "/reconciliations/1")).status).toBe(404);
    expect(
      (await hotel.partner("GET", "/reconciliations/x/items")).status,
    ).toBe(404);
    const bare = await startApp();
    cleaning.push(() => bare.close());
    const refused = await partnerOf(bare.url)("POST", "/reconciliations", {
      body: { businessDate: DATE },
      headers: { "Idempotency-Key": "k" },
    });
    expect([refused.status, refused.json()["code"]]).toEqual([
      409,
      "lightspeed_not_set_up",
    ]);
  });
});

/** What differs in total, by outcome, by date and by method is what differs in the bills. */
function expectSumsOfItems(
  { totals, days }: Reconciliation,
  items: readonly ReconciliationItem[],
): void {
  const matched = totals.byOutcome.filter(
    ({ outcome }) => outcome === "matched",
  );
  const difference = sumOf(
    [...items, ...matched].map((each) => each.difference),
  );
  expect(sumOf([totals.difference])).toEqual(difference);
  expect(sumOf(totals.byOutcome.map((each) => each.difference))).toEqual(
    difference,
  );
  expect(sumOf(days.map((each) => each.difference))).toEqual(difference);
  expect(sumOf(totals.byLocation.map((each) => each.difference))).toEqual(
    difference,
  );
  const byMethod = sumOf(
    totals.byPaymentMethod.map((each) => ({ ...each.difference, tax: "0.00" })),
  );
  expect({ ...difference, tax: 0n }).toEqual(byMethod);
}

function sumOf(
  sums: readonly ComparedSums[],
): Record<keyof ComparedSums, bigint> {
  const total = { payments: 0n, tips: 0n, tax: 0n };
  for (const each of sums)
    for (const member of ["payments", "tips", "tax"] as const)
      total[member] += parseMinor(each[member], 2)!;
  return total;
}
