import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { dayStart } from "../../src/properties/business-date.ts";
import type {
  BusinessDateSummary,
  NightAudit,
} from "../../src/schemas/generated.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { send } from "../support/wire.ts";
import type { WireAnswer } from "../support/wire.ts";

let running: RunningApp;
/** What the app takes for the time. */
let now = 0;
let hotels = 0;

/** A hotel of its own per test, by its partner, tills and dates. */
interface Hotel {
  partner: ReturnType<typeof partnerOf>;
  charge: (bill: Bill) => Promise<WireAnswer>;
  report: (date: string) => Promise<NightAudit>;
  close: (date: string, key?: string) => Promise<WireAnswer>;
  list: (query?: string) => Promise<BusinessDateSummary[]>;
}

beforeAll(async () => {
  now = Date.parse("2026-11-20T20:00:00Z");
  running = await startApp({ clock: { now: () => now } });
});
afterAll(() => running.close());

let closings = 0;

async function openHotel(
  settings: Record<string, unknown> = {},
): Promise<Hotel> {
  const id = `hotel-${++hotels}`;
  const { properties } = buildProvisioning();
  const partner = partnerOf(running.url, { propertyId: id });
  const { apiKeys: _, ...restaurant } = (
    properties[0]!["businessLocations"] as Record<string, unknown>[]
  )[0]!;
  const { reservations, ...property } = properties[0]!;
  const created = await partner("PUT", "", {
    headers: { "If-Match": "*" },
    body: {
      ...property,
      id,
      businessLocations: [{ ...restaurant, id: `${id}-restaurant` }],
      houseAccounts: [],
      ...settings,
    },
  });
  expect(created.status).toBe(200);
  const issued = await partner("POST", "/api-keys", {
    headers: { "Idempotency-Key": "till" },
    body: { businessLocationId: `${id}-restaurant`, name: "till" },
  });
  await partner("PUT", "/reservations", {
    headers: { "If-Match": "*" },
    body: (reservations as object[]).map((one) => ({
      roomDescription: "",
      status: "in-house",
      ...one,
    })),
  });
  const apiKey = (issued.json() as { key: string }).key;
  return {
    partner,
    charge: (bill) =>
      send(`${running.url}/charge`, {
        method: "POST",
        body: JSON.stringify({ ...bill, apiKey }),
      }),
    report: async (date) => {
      const answer = await partner("GET", `/business-dates/${date}`);
      expect(answer.status).toBe(200);
      return answer.json() as unknown as NightAudit;
    },
    close: (date, idempotencyKey = `close-${++closings}`) =>
      partner("POST", `/business-dates/${date}/close`, {
        headers: { "Idempotency-Key": idempotencyKey },
      }),
    list: async (query = "") => {
      const answer = await partner("GET", `/business-dates${query}`);
      expect(answer.status).toBe(200);
      return answer.json()["results"] as BusinessDateSummary[];
    },
  };
}

/** The number of the last act on the trail before a report. */
function actOf({ trailHead }: NightAudit): number {
  return Number(trailHead!.split(":").at(-2));
}

/** A bill of one line to the room 101, closed at a moment. */
function billAt(closeDate: string, amount = 11, gratuity = 0): Bill {
  return buildBill({
    closeDate,
    transactions: [buildLine({ amount })],
    payments: [buildPayment({ amount, gratuity })],
  });
}

describe("the report of an evening", () => {
  let hotel: Hotel;
  let report: NightAudit;

  beforeAll(async () => {
    hotel = await openHotel({
      transactionCodes: {
        fallback: "9000",
        gratuity: "9100",
        payments: { CASH: "8000" },
        accountingGroups: { "962442041491505": "2000" },
      },
    });
    const lunch = buildBill({
      transactions: [
        buildLine({ amount: 30, groupId: 962442041491505 }),
        buildLine({
          amount: 20,
          sku: "W1",
          groupId: 77,
          taxRate: 1.19,
          taxName: "19%",
        }),
        buildLine({ amount: -3, type: "LineDiscount" }),
      ],
      payments: [
        buildPayment({ amount: 27, gratuity: 4 }),
        buildPayment({
          amount: 20,
          gratuity: 1,
          methodCode: "CASH",
          methodName: "Cash",
          reservationId: null,
        }),
      ],
    });
    const drink = buildBill();
    const comped = buildBill({
      transactions: [
        buildLine({ amount: 9, sku: "C1" }),
        buildLine({ amount: -9, sku: "C1", type: "AccountDiscount" }),
      ],
      payments: [buildPayment({ amount: 0 })],
    });
    const gift = buildBill({
      transactions: [
        buildLine({ amount: 8 }),
        buildLine({ amount: 0, sku: "AMUSE", description: "Amuse-bouche" }),
      ],
      payments: [buildPayment({ amount: 8 })],
    });
    const strange = buildBill({
      payments: [buildPayment({ amount: 11, reservationId: "nobody" })],
    });
    for (const bill of [lunch, drink, comped, gift, voidOf(drink)])
      expect((await hotel.charge(bill)).status).toBe(200);
    expect((await hotel.charge(strange)).status).toBe(404);
    report = await hotel.report("2026-11-20");
  });

  test("sums what was posted, with tips beside it and refunds in it and apart", () => {
    expect(report).toMatchObject({
      businessDate: "2026-11-20",
      status: "open",
      closedAt: null,
      closedBy: null,
      currency: "CHF",
      totals: {
        gross: "55.00",
        tips: "5.00",
        refunds: "-11.00",
        serviceCharge: "0.00",
      },
      receipts: { sales: 3, reversals: 1, zero: 1 },
      refunds: { gross: "-11.00", net: "-10.21", tax: "-0.79", tips: "-1.00" },
      byKind: [
        { kind: "item", gross: "58.00" },
        { kind: "discount", gross: "-3.00" },
      ],
    });
  });

  test("tells it by transaction code, tax rate, outlet and payment method", () => {
    expect(report.byTransactionCode).toMatchObject([
      { transactionCode: "2000", gross: "35.00" },
      { transactionCode: "9000", gross: "20.00" },
    ]);
    expect(report.byTaxRate).toMatchObject([
      { rate: "19", gross: "20.00", tax: "3.19", net: "16.81" },
      { rate: "7.7", gross: "35.00" },
    ]);
    expect(report.byOutlet).toMatchObject([
      { name: "Restaurant", gross: "55.00", tips: "5.00" },
    ]);
    expect(report.byPaymentMethod).toEqual([
      { methodCode: "IKPMS", methodName: null, amount: "39.00" },
      { methodCode: "CASH", methodName: "Cash", amount: "21.00" },
    ]);
  });

  test("counts the lines that cost nothing: taken off entirely, and without a price", () => {
    expect(report.comped).toEqual({
      discounted: { lines: 1, gross: "9.00" },
      withoutPrice: { lines: 1 },
    });
  });

  test("shows what was refused, and warns of what is open, without hindering", () => {
    expect(report.refused).toEqual({
      received: { count: 1, amount: "11.00" },
      posted: { count: 0, amount: "0.00" },
      open: { count: 1, amount: "11.00" },
      dismissed: { count: 0, amount: "0.00" },
      superseded: { count: 0, amount: "0.00" },
    });
    expect(report.warnings).toContainEqual({
      warning: "refused-open",
      count: 1,
      amount: "11.00",
    });
    expect(report.warnings.map(({ warning }) => warning)).toContain("unmapped");
  });

  test("as values for a spreadsheet has the same figures, and no cell is a formula", async () => {
    const answer = await hotel.partner(
      "GET",
      "/business-dates/2026-11-20?format=csv",
    );
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^text\/csv/);
    const lines = answer.text.split("\r\n");
    expect(lines[0]).toBe(
      "businessDate,status,currency,section,key,name,count,net,tax,gross",
    );
    expect(lines).toContain(
      `2026-11-20,open,CHF,total,,,,${report.totals.net},${report.totals.tax},55.00`,
    );
    expect(lines).toContain(
      "2026-11-20,open,CHF,payment-method,CASH,Cash,,,,21.00",
    );
    expect(lines).toContain(
      "2026-11-20,open,CHF,refunds,,,,-10.21,-0.79,-11.00",
    );
  });

  test("as a page runs nothing, loads only its own style sheet, and names every table and column", async () => {
    const answer = await hotel.partner(
      "GET",
      "/business-dates/2026-11-20?format=html",
    );
    expect(answer.status).toBe(200);
    expect(answer.headers["content-security-policy"]).toBe(
      "default-src 'none';style-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    );
    const page = answer.text;
    expect(page).not.toMatch(/<script|<style|style=|\son\w+=/i);
    const [, href] = /<link rel="stylesheet" href="([^"]+)"/.exec(page)!;
    const styles = new URL(
      href!,
      `${running.url}/v1/properties/demo/business-dates/2026-11-20`,
    );
    const sheet = await send(styles.href, { method: "GET" });
    expect([sheet.status, sheet.headers["content-type"]]).toEqual([
      200,
      "text/css; charset=utf-8",
    ]);
    expect(page.match(/<table>/g)!.length).toBe(
      page.match(/<caption>/g)!.length,
    );
    expect(page.match(/<table>/g)!.length).toBe(page.match(/<thead>/g)!.length);
    expect(page).toContain("<td>55.00</td>");
  });

  test("in a form that is not known is refused with those that are", async () => {
    const answer = await hotel.partner(
      "GET",
      "/business-dates/2026-11-20?format=pdf",
    );
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      code: "parameter_invalid",
      errors: [{ parameter: "format", detail: "must be json, csv or html" }],
    });
  });
});

describe("what others typed", () => {
  test("is text on the page and in a spreadsheet: neither markup nor a formula", async () => {
    const hotel = await openHotel({
      name: `=cmd()<script>"'&`,
      transactionCodes: { fallback: '=1+1,"x"' },
    });
    await hotel.charge(
      buildBill({
        payments: [
          buildPayment({
            amount: 11,
            methodCode: "<b>@SUM",
            methodName: "-2+3",
            reservationId: null,
          }),
        ],
      }),
    );
    const at = "/business-dates/2026-11-20?format=";
    const page = (await hotel.partner("GET", `${at}html`)).text;
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<b>@SUM");
    expect(page).toContain("&lt;b&gt;@SUM");
    const sheet = (await hotel.partner("GET", `${at}csv`)).text;
    expect(sheet).toContain(`transaction-code,"'=1+1,""x""",`);
    expect(sheet).toContain("payment-method,<b>@SUM,'-2+3,");
  });
});

describe("what a person left unsettled", () => {
  const unsettled = async (hotel: Hotel, date = "2026-11-20") =>
    (await hotel.report(date)).warnings.filter(
      ({ warning }) => warning === "unsettled",
    );
  const warnedOf = (count: number, amount: string) => [
    { warning: "unsettled", count, amount },
  ];
  /** Of a reservation that is not there, with a tip of 1.00; `shared`: as much again to the room 101. */
  const leaveUnsettled = async (
    hotel: Hotel,
    amount: number,
    { shared = false } = {},
  ): Promise<{ bill: Bill; receiptId: string }> => {
    const bill = buildBill({
      closeDate: "2026-11-18T18:00:00Z",
      transactions: [
        buildLine({ amount: shared ? 2 * amount : amount, sku: `U${amount}` }),
      ],
      payments: [
        buildPayment({ amount, gratuity: 1, reservationId: "999" }),
        ...(shared ? [buildPayment({ amount })] : []),
      ],
    });
    expect((await hotel.charge(bill)).status).toBe(404);
    const query = encodeURIComponent(
      `fiscId = ${String(bill["fiscId"])} && businessDate = 2026-11-18`,
    );
    const list = await hotel.partner("GET", `/refused-receipts?query=${query}`);
    const [{ id, businessLocationId }] = list.json()["results"] as [
      { id: string; businessLocationId: string },
    ];
    const done = await hotel.partner("POST", `/refused-receipts/${id}/repost`, {
      headers: { "Idempotency-Key": `unsettled-${amount}` },
      body: { folioIds: { 999: `house:${businessLocationId}` } },
    });
    expect(done.status).toBe(200);
    return { bill, receiptId: String(done.json()["receiptId"]) };
  };
  const back = (bill: Bill, rest: Record<string, unknown> = {}) =>
    voidOf(bill, { closeDate: new Date(now).toISOString(), ...rest });
  const voided = async (hotel: Hotel, { bill }: { bill: Bill }) =>
    expect((await hotel.charge(back(bill))).status).toBe(200);
  /** At the till, of the sale alone. */
  const takenBack = async (
    hotel: Hotel,
    { bill }: { bill: Bill },
    amount: number,
  ): Promise<void> => {
    const part = back(bill, {
      transactions: [buildLine({ amount: -amount, quantity: -1 })],
      payments: [buildPayment({ amount: -amount, reservationId: "999" })],
    });
    expect((await hotel.charge(part)).status).toBe(200);
  };
  const dayLater = async (then: () => Promise<void>): Promise<void> => {
    now += 86_400_000;
    try {
      await then();
    } finally {
      now -= 86_400_000;
    }
  };

  test("is warned of with its tips, on the date of the repost, open and closed", async () => {
    const hotel = await openHotel();
    expect(await unsettled(hotel)).toEqual([]);
    await leaveUnsettled(hotel, 10);
    expect(await unsettled(hotel)).toEqual(warnedOf(1, "11.00"));
    await leaveUnsettled(hotel, 5);
    expect(await unsettled(hotel)).toEqual(warnedOf(2, "17.00"));
    expect((await hotel.close("2026-11-20")).status).toBe(200);
    expect(await unsettled(hotel)).toEqual(warnedOf(2, "17.00"));
  });

  test("and was taken back at the till on the same date is no warning any longer", async () => {
    const hotel = await openHotel();
    const left = await leaveUnsettled(hotel, 10);
    expect(await unsettled(hotel)).toHaveLength(1);
    await voided(hotel, left);
    const { byPaymentMethod } = await hotel.report("2026-11-20");
    expect(byPaymentMethod).toMatchObject([
      { methodCode: "UNSETTLED", amount: "0.00" },
    ]);
    expect(await unsettled(hotel)).toEqual([]);
  });

  test("is counted by bills: none that was taken back, and once what was taken back in part", async () => {
    const hotel = await openHotel();
    const whole = await leaveUnsettled(hotel, 10);
    const part = await leaveUnsettled(hotel, 5);
    await leaveUnsettled(hotel, 7);
    await voided(hotel, whole);
    await takenBack(hotel, part, 2);
    expect(await unsettled(hotel)).toEqual(warnedOf(2, "12.00"));
  });

  test("is less by what a person gave back of it, until the void takes back that refund and the bill", async () => {
    const hotel = await openHotel();
    const left = await leaveUnsettled(hotel, 10, { shared: true });
    const made = await hotel.partner("POST", "/refunds", {
      headers: { "Idempotency-Key": "back" },
      body: { receiptId: left.receiptId, amount: "6.00", reason: "cold" },
    });
    expect(made.status).toBe(201);
    expect(await unsettled(hotel)).toEqual(warnedOf(1, "8.00"));
    await voided(hotel, left);
    expect(await unsettled(hotel)).toEqual([]);
  });

  test("is not hidden by what is taken back of another date, which goes on to warn of it", async () => {
    const hotel = await openHotel();
    const first = await leaveUnsettled(hotel, 10);
    const second = await leaveUnsettled(hotel, 5);
    await dayLater(async () => {
      await voided(hotel, first);
      await takenBack(hotel, second, 2);
      expect(await unsettled(hotel, "2026-11-21")).toEqual([]);
      await leaveUnsettled(hotel, 12);
      const { byPaymentMethod } = await hotel.report("2026-11-21");
      expect(byPaymentMethod).toMatchObject([{ amount: "0.00" }]);
      expect(await unsettled(hotel, "2026-11-21")).toEqual(
        warnedOf(1, "13.00"),
      );
      expect((await hotel.close("2026-11-21")).status).toBe(200);
      expect(await unsettled(hotel, "2026-11-21")).toEqual(
        warnedOf(1, "13.00"),
      );
    });
    expect(await unsettled(hotel)).toEqual(warnedOf(2, "17.00"));
  });
});

describe("a bill whose closing time", () => {
  const PAID = "2026-11-18T19:00:00Z";
  const YEAR_ONE = "0001-01-01T00:00:00";
  const booked = async (
    closeDate: string | null,
    paidAt: (string | null)[] = [PAID],
  ) => {
    const hotel = await openHotel();
    const amount = 11 / paidAt.length;
    const payments = paidAt.map((paymentDate) =>
      buildPayment({ amount, paymentDate }),
    );
    const bill = buildBill({ closeDate, payments });
    expect((await hotel.charge(bill)).status).toBe(200);
    const { results } = (await hotel.partner("GET", "/receipts")).json();
    return (results as Record<string, unknown>[])[0]!;
  };
  const guessed = (businessDate: string, closedAt: string) => ({
    businessDate,
    closedAt,
    flags: expect.arrayContaining(["date-guessed"]) as unknown,
  });

  test.each([
    ["is absent", null],
    ["is more than a day ahead", "2026-11-21T20:00:00.001Z"],
    ["is what programs write that have none", YEAR_ONE],
    ["is before all years that have four digits", "0000-01-01T00:00:00Z"],
  ])("%s has the date of its last payment, flagged", async (_, closeDate) => {
    const earlier = "2026-11-16T19:00:00Z";
    expect(await booked(closeDate, [PAID, earlier])).toMatchObject(
      guessed("2026-11-18", "2026-11-18T19:00:00.000Z"),
    );
  });

  test.each([
    ["absent", null],
    ["those of a till without a clock", YEAR_ONE],
  ])("and payments' are %s has the date it came on", async (_, instant) => {
    expect(await booked(instant, [instant])).toMatchObject(
      guessed("2026-11-20", new Date(now).toISOString()),
    );
  });

  test("is a day ahead and no more is believed", async () => {
    const receipt = await booked("2026-11-21T20:00:00Z");
    expect(receipt).toMatchObject({ businessDate: "2026-11-21" });
    expect(receipt["flags"]).not.toContain("date-guessed");
  });
});

describe("closing a date", () => {
  test("freezes its report: the same for ever, told again to whoever closes it again", async () => {
    const hotel = await openHotel();
    await hotel.charge(billAt("2026-11-20T18:00:00Z"));
    const open = await hotel.report("2026-11-20");
    const closing = await hotel.close("2026-11-20", "night-1");
    expect(closing.status).toBe(200);
    const closed = closing.json() as unknown as NightAudit;
    expect(closed).toEqual({
      ...open,
      status: "closed",
      closedAt: new Date(now).toISOString(),
      closedBy: "token:ops",
    });
    await hotel.charge(billAt("2026-11-20T18:30:00Z", 5));
    expect(await hotel.report("2026-11-20")).toEqual(closed);
    for (const key of ["night-1", "night-2"])
      expect((await hotel.close("2026-11-20", key)).json()).toEqual(closed);
    const next = await hotel.report("2026-11-21");
    expect(actOf(next)).toBe(actOf(closed) + 1);
    const shown = await hotel.partner("GET", "/business-dates/2026-11-20");
    expect(shown.text).toBe(closing.text);
  });

  test("sends what comes late to the next day, flagged, and the closed one stays as it was", async () => {
    const hotel = await openHotel();
    await hotel.charge(billAt("2026-11-20T18:00:00Z", 10));
    await hotel.close("2026-11-20");
    const late = await hotel.charge(billAt("2026-11-20T18:30:00Z", 5));
    expect(late.status).toBe(200);
    expect(late.json()["flags"]).toContain("late");
    const [first, second] = [
      await hotel.report("2026-11-20"),
      await hotel.report("2026-11-21"),
    ];
    expect([first.totals.gross, second.totals.gross]).toEqual([
      "10.00",
      "5.00",
    ]);
    expect(second.warnings).toContainEqual({
      warning: "late",
      count: 1,
      amount: null,
    });
  });

  test("closes all earlier open ones, each with a report of its own; of a day without anything, too", async () => {
    const hotel = await openHotel();
    await hotel.charge(billAt("2026-11-15T18:00:00Z", 1));
    await hotel.charge(billAt("2026-11-18T18:00:00Z", 2));
    await hotel.charge(billAt("2026-11-20T18:00:00Z", 4));
    expect((await hotel.close("2026-11-19")).status).toBe(200);
    expect(
      (await hotel.list()).map((own) => [
        own.businessDate,
        own.status,
        own.gross,
      ]),
    ).toEqual([
      ["2026-11-20", "open", null],
      ["2026-11-19", "closed", "0.00"],
      ["2026-11-18", "closed", "2.00"],
      ["2026-11-15", "closed", "1.00"],
    ]);
    const between = await hotel.report("2026-11-17");
    expect(between).toMatchObject({
      businessDate: "2026-11-17",
      status: "closed",
      closedBy: "token:ops",
      totals: { gross: "0.00" },
    });
    const seqs = await Promise.all(
      ["2026-11-15", "2026-11-18", "2026-11-19"].map(async (date) =>
        actOf(await hotel.report(date)),
      ),
    );
    expect(seqs).toEqual([seqs[0], seqs[0]! + 1, seqs[0]! + 2]);
  });

  test("by a clock that was set back is not told to have been before what was posted in it", async () => {
    const hotel = await openHotel();
    const right = now;
    now += 3 * 3_600_000;
    const ahead = new Date(now).toISOString();
    expect((await hotel.charge(billAt("2026-11-20T19:00:00Z"))).status).toBe(
      200,
    );
    now = right;
    const closed = await hotel.close("2026-11-20");
    expect(closed.json()).toMatchObject({ status: "closed", closedAt: ahead });
  });

  test("is refused for a date that has not begun, and nothing is closed", async () => {
    const hotel = await openHotel();
    await hotel.charge(billAt("2026-11-19T18:00:00Z"));
    const refused = await hotel.close("2026-11-21");
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({
      code: "date_not_begun",
      errors: [{ parameter: "date", detail: "must be 2026-11-20 or before" }],
    });
    expect(await hotel.list("?query=status=closed")).toEqual([]);
    expect((await hotel.close("2026-11-20")).status).toBe(200);
  });

  test("needs a date, a key of the caller's, and the right to write; another date with the same key is a conflict", async () => {
    const hotel = await openHotel();
    for (const date of [
      "2026-02-30",
      "today",
      "2026-2-1",
      "20261120",
      "9999-12-31",
    ])
      expect((await hotel.close(date)).json()).toMatchObject({
        code: "parameter_invalid",
        errors: [{ parameter: "date" }],
      });
    const keyless = await hotel.partner(
      "POST",
      "/business-dates/2026-11-20/close",
    );
    expect(keyless.json()["code"]).toBe("idempotency_key_missing");
    expect((await hotel.close("2026-11-19", "one")).status).toBe(200);
    const other = await hotel.close("2026-11-20", "one");
    expect([other.status, other.json()["code"]]).toEqual([
      409,
      "idempotency_conflict",
    ]);
  });

  test("takes in what is refused from then on with the next day, also what cannot be read", async () => {
    const hotel = await openHotel();
    await hotel.close("2026-11-20");
    const before = await hotel.report("2026-11-20");
    const strange = billAt("2026-11-20T18:00:00Z");
    strange.payments[0]!["reservationId"] = "nobody";
    expect((await hotel.charge(strange)).status).toBe(404);
    expect(
      (await hotel.charge({ ...strange, transactions: 7 } as never)).status,
    ).toBe(400);
    expect(await hotel.report("2026-11-20")).toEqual(before);
    expect((await hotel.report("2026-11-21")).refused.open).toEqual({
      count: 2,
      amount: "11.00",
    });
  });

  test("while bills come in leaves none between two dates: all that is closed is in the report, all else on the next day", async () => {
    const hotel = await openHotel();
    const bills = Array.from({ length: 60 }, () =>
      billAt("2026-11-20T18:00:00Z", 1),
    );
    const answers = await Promise.all([
      ...bills.slice(0, 30).map((bill) => hotel.charge(bill)),
      hotel.close("2026-11-20", "both"),
      hotel.close("2026-11-20", "other"),
      ...bills.slice(30).map((bill) => hotel.charge(bill)),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200]),
    );
    const [closed, next] = [
      await hotel.report("2026-11-20"),
      await hotel.report("2026-11-21"),
    ];
    const gross = [closed, next].map((own) => Number(own.totals.gross));
    expect(gross[0]! + gross[1]!).toBe(60);
    const late = next.warnings.find(({ warning }) => warning === "late");
    expect(late?.count ?? 0).toBe(gross[1]);
    const posted = await hotel.partner(
      "GET",
      "/postings?query=businessDate=2026-11-20&pageSize=1",
    );
    expect(posted.json()["totalResults"]).toBe(gross[0]);
  });
});

describe("the day ends", () => {
  const zones: [zone: string, dayEndsAt: string, date: string][] = [
    ["Europe/Zurich", "00:00", "2026-11-20"],
    ["Europe/Zurich", "05:00", "2026-11-20"],
    ["Europe/Zurich", "12:00", "2026-11-20"],
    // The clock goes forward at 02:00 of the 29th: of a day that ends at 02:30, at the end of the gap.
    ["Europe/Zurich", "02:30", "2026-03-28"],
    ["Europe/Zurich", "02:30", "2026-03-29"],
    // And back at 03:00 of the 25th: at the later 02:30.
    ["Europe/Zurich", "02:30", "2026-10-24"],
    ["Europe/Zurich", "02:30", "2026-10-25"],
    ["Asia/Kathmandu", "05:00", "2026-11-20"],
    ["Australia/Lord_Howe", "02:00", "2026-04-04"],
    ["Australia/Lord_Howe", "02:15", "2026-10-03"],
    ["America/St_Johns", "00:00", "2026-03-08"],
    ["Pacific/Chatham", "12:00", "2026-04-05"],
  ];
  test.each(zones)(
    "in %s at %s: the last millisecond of %s and the first of the next are on two reports, and closable in turn",
    async (timezone, dayEndsAt, date) => {
      const hotel = await openHotel({ timezone, dayEndsAt });
      const next = new Date(Date.parse(date) + 86_400_000)
        .toISOString()
        .slice(0, 10);
      const ends = dayStart(next, { timezone, dayEndsAt });
      const before = now;
      try {
        now = ends - 1;
        const last = billAt(new Date(ends - 1).toISOString(), 3);
        const first = billAt(new Date(ends).toISOString(), 5);
        expect((await hotel.charge(last)).status).toBe(200);
        expect((await hotel.close(next)).status).toBe(409);
        now = ends;
        expect((await hotel.charge(first)).status).toBe(200);
        expect((await hotel.close(next)).status).toBe(200);
      } finally {
        now = before;
      }
      expect(
        (await hotel.list("?orderBy=businessDate")).map((own) => [
          own.businessDate,
          own.gross,
        ]),
      ).toEqual([
        [date, "3.00"],
        [next, "5.00"],
      ]);
    },
  );
});
