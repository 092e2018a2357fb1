import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  test,
} from "@jest/globals";
import type { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import type {
  BusinessDay,
  Sale,
  SalesPosition,
} from "../../src/lightspeed/financial-api.ts";
import type { Store } from "../../src/store/store.ts";
import {
  lightspeedOn,
  recordedSale,
  startStandIn,
} from "../support/lightspeed.ts";
import type { ObservedLightspeed } from "../support/lightspeed.ts";
import {
  actor,
  closeAll,
  locationOf,
  hotel as plainHotel,
  openSqlite,
  planOf,
} from "../store/store-fixture.ts";

const LOCATIONS = { v1: "45454565682155", v2: "9223372036854775807" };
const hotel = {
  ...plainHotel,
  businessLocations: [locationOf(LOCATIONS.v1), locationOf(LOCATIONS.v2)],
};
const FROM = Date.parse("2026-02-14T00:00:00Z");
const TO = Date.parse("2026-02-16T00:00:00Z");

let standIn: LightspeedStandIn;
let store: Store;
let lightspeed: ObservedLightspeed;
let now = Date.parse("2026-02-20T12:00:00Z");

beforeAll(async () => {
  standIn = await startStandIn({
    locations: Object.values(LOCATIONS),
    now: () => now,
  });
  store = await openSqlite();
  const access = (api: "v1" | "v2") => {
    const { refreshToken, ...rest } = standIn.access(api) as {
      api: "v1" | "v2";
      baseUrl: string;
      tokenUrl: string;
      authorizeUrl: string;
      clientId: string;
      clientSecret: string;
      refreshToken: string;
    };
    return { ...rest, refreshToken };
  };
  await store.provision({
    ...planOf(hotel, {
      lightspeed: {
        [LOCATIONS.v1]: access("v1"),
        [LOCATIONS.v2]: access("v2"),
      },
    }),
    actor,
  });
  lightspeed = lightspeedOn(store);
});
afterEach(() => {
  standIn.mishaps.clear();
});
afterAll(async () => {
  await lightspeed.close();
  await closeAll();
  await standIn.stop();
});

async function allSales(
  api: "v1" | "v2",
  range: { from: number; to: number } = { from: FROM, to: TO },
): Promise<Sale[]> {
  const sales: Sale[] = [];
  const place = placeOf(api);
  for await (const page of lightspeed.financialApi.sales({ place, ...range }))
    sales.push(...page.sales);
  return sales;
}

function placeOf(api: "v1" | "v2") {
  return { propertyId: hotel.id, businessLocationId: LOCATIONS[api] };
}

function day(api: "v1" | "v2", date: string): Promise<BusinessDay> {
  return lightspeed.financialApi.businessDay({ place: placeOf(api), date });
}

/** Sales of their own for one test, on a day of their own. */
function recordOn(api: "v1" | "v2", date: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const closedAt = Date.parse(`${date}T10:00:00Z`) + index * 1000;
    const sale = recordedSale({ closedAt, openedAt: closedAt - 1000 });
    standIn.book(LOCATIONS[api]).record(sale);
    return sale.fiscId;
  });
}

function rangeOf(date: string): { from: number; to: number } {
  const from = Date.parse(`${date}T00:00:00Z`);
  return { from, to: from + 24 * 60 * 60 * 1000 };
}

describe.each(["v1", "v2"] as const)("the Financial API %s", (api) => {
  test("gives every sale with ids and amounts exactly as recorded, and nothing of its customers", async () => {
    const recorded = recordedSale();
    standIn.book(LOCATIONS[api]).record(recorded);
    const [sale] = await allSales(api);
    expect(sale).toMatchObject({
      uuid: Buffer.from(recorded.uuid, "base64").toString("hex"),
      fiscId: recorded.fiscId,
      receiptNumber: recorded.receiptId,
      initialAccountId: recorded.fiscId,
      previousAccountId: null,
      type: "SALE",
      cancelled: false,
      openedAt: recorded.openedAt,
      closedAt: recorded.closedAt,
      tableName: "Terrace 5",
      ownerId: "9223372036854775806",
      ownerName: "Manager",
      deviceId: "700",
      covers: "2",
    });
    expect(sale!.lines).toMatchObject([
      {
        totalNetAmountWithTax: "11.00",
        totalNetAmountWithoutTax: "10.175763",
        taxAmount: "0.824237",
        quantity: "1.000",
        taxRatePercentage: "8.10",
        taxLines: [{ taxRate: "1.081", taxAmount: "0.824237" }],
        accountingGroup: { accountingGroupId: "9223372036854775807" },
        orderedAt: recorded.openedAt,
      },
    ]);
    expect(sale!.payments).toMatchObject([
      {
        code: "IKPMS",
        netAmountWithTax: "11.00",
        tip: "1.00",
        deviceId: "700",
        revenueCenterId: "94489280528",
        paidAt: recorded.closedAt,
      },
    ]);
    expect(JSON.stringify(sale)).not.toContain("Keller");
    expect(standIn.heard.join()).not.toContain("consumer");
  });

  test("is read to its last page, each sale once", async () => {
    const count = api === "v1" ? 2_300 : 230;
    const recorded = recordOn(api, "2025-06-01", count);
    const sales = await allSales(api, rangeOf("2025-06-01"));
    expect(sales.map(({ fiscId }) => fiscId).sort()).toEqual(recorded.sort());
  });

  test("is read on from a position that was kept", async () => {
    const recorded = recordOn(api, "2025-06-02", api === "v1" ? 1_200 : 150);
    const range = rangeOf("2025-06-02");
    const place = placeOf(api);
    const first: string[] = [];
    let position: SalesPosition | null = null;
    for await (const page of lightspeed.financialApi.sales({
      place,
      ...range,
    })) {
      first.push(...page.sales.map(({ fiscId }) => fiscId!));
      position = page.next;
      break;
    }
    expect(first.length).toBeLessThan(recorded.length);
    const rest: string[] = [];
    const query = { place, ...range, position };
    for await (const page of lightspeed.financialApi.sales(query))
      rest.push(...page.sales.map(({ fiscId }) => fiscId!));
    expect([...first, ...rest].sort()).toEqual(recorded.sort());
  });

  test("is asked for three years in parts that it takes", async () => {
    const recorded = ["2022-03-01", "2023-04-01", "2024-05-01"].flatMap(
      (date) => recordOn(api, date, 2),
    );
    const range = {
      from: Date.parse("2022-01-01T00:00:00Z"),
      to: Date.parse("2025-01-01T00:00:00Z"),
    };
    const sales = await allSales(api, range);
    expect(sales.map(({ fiscId }) => fiscId).sort()).toEqual(recorded.sort());
  });

  test("whose pages do not advance is given up instead of read for ever", async () => {
    recordOn(api, "2025-06-03", 1);
    standIn.mishaps.add({
      path: api === "v1" ? "/f/finance" : "/f/v2",
      times: 100,
      samePageAgain: true,
    });
    await expect(allSales(api, rangeOf("2025-06-03"))).rejects.toMatchObject({
      reason: "unreadable",
      message: expect.stringContaining("do not advance"),
    });
  });

  test("says when a day is complete: once it is over and no till holds anything back", async () => {
    const closedAt = Date.parse("2026-02-19T22:00:00Z");
    const lateUntil = Date.parse("2026-02-20T15:00:00Z");
    const onTime = recordedSale({ closedAt });
    const late = recordedSale({ closedAt: closedAt + 1, syncedAt: lateUntil });
    standIn.book(LOCATIONS[api]).record(onTime);
    standIn.book(LOCATIONS[api]).record(late);
    now = Date.parse("2026-02-19T23:00:00Z");
    expect(await day(api, "2026-02-19")).toMatchObject({ dataComplete: false });
    now = Date.parse("2026-02-20T12:00:00Z");
    expect(await day(api, "2026-02-19")).toMatchObject({
      dataComplete: false,
      endsAt: Date.parse("2026-02-20T05:30:00+01:00"),
    });
    now = lateUntil;
    expect(await day(api, "2026-02-19")).toMatchObject({ dataComplete: true });
    now = Date.parse("2026-02-20T12:00:00Z");
  });

  test("busy or cut off is asked again, as late as it wishes; the sales are all there", async () => {
    const recorded = recordOn(api, "2025-06-04", 3);
    standIn.mishaps.add({ path: "/f/", status: 503 });
    standIn.mishaps.add({ path: "/f/", hangUp: "before" });
    standIn.mishaps.add({ path: "/f/", status: 429, retryAfter: "1" });
    const startedAt = performance.now();
    const sales = await allSales(api, rangeOf("2025-06-04"));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1000);
    expect(sales.map(({ fiscId }) => fiscId).sort()).toEqual(recorded.sort());
  });

  test("busy for longer than is waited says how long it asked for", async () => {
    standIn.mishaps.add({ path: "/f/", status: 429, retryAfter: "3600" });
    await expect(allSales(api)).rejects.toMatchObject({
      reason: "unavailable",
      status: 429,
      retryAfterMs: 3_600_000,
    });
  });

  test("that refuses is not asked again, and a redirect is not followed", async () => {
    const before = standIn.heard.length;
    standIn.mishaps.add({ path: "/f/", status: 403 });
    await expect(allSales(api)).rejects.toMatchObject({ reason: "refused" });
    const location = `${standIn.url}/elsewhere`;
    standIn.mishaps.add({ path: "/f/", status: 302, location });
    await expect(allSales(api)).rejects.toMatchObject({ status: 302 });
    expect(standIn.heard.slice(before)).toHaveLength(2);
  });

  test("whose answer is not what is documented says where, and repeats nothing of it", async () => {
    const body = { sales: [{ type: "SALE", payments: "Keller" }] };
    standIn.mishaps.add({ path: "/f/", status: 200, body });
    const failing = allSales(api);
    await expect(failing).rejects.toMatchObject({ reason: "unreadable" });
    await expect(failing).rejects.toThrow("/sales/0/payments");
    await expect(failing).rejects.not.toThrow("Keller");
  });

  test("is read although members appear that nobody knows yet", async () => {
    const body = {
      sales: [{ accountFiscId: "A1.1", type: "NEW_TYPE", new: { x: [1] } }],
    };
    standIn.mishaps.add({ path: "/f/", status: 200, body });
    expect(await allSales(api)).toMatchObject([
      { fiscId: "A1.1", type: "NEW_TYPE", payments: [], lines: [] },
    ]);
  });

  test("tells the businesses, rates, methods and groups that the grant covers", async () => {
    const place = placeOf(api);
    const { financialApi } = lightspeed;
    const [business] = await financialApi.businesses(place);
    expect(business?.businessLocations.map(({ id }) => id).sort()).toEqual(
      Object.values(LOCATIONS).sort(),
    );
    expect(await financialApi.taxRates(place)).toMatchObject([
      { rate: "1.081", taxIncluded: true },
    ]);
    expect(await financialApi.paymentMethods(place)).toContainEqual({
      id: "141948669132824",
      name: "Room",
      code: "IKPMS",
      accountingReference: null,
    });
    expect(await financialApi.accountingGroups(place)).toMatchObject([
      { accountingGroupId: "9223372036854775807", name: "Food" },
    ]);
  });
});

describe("a correction of the back office", () => {
  test("stands on the day of the sale with V1, on the day it was made with V2", async () => {
    const closedAt = Date.parse("2025-07-01T10:00:00Z");
    const correctedAt = Date.parse("2025-07-03T10:00:00Z");
    for (const api of ["v1", "v2"] as const) {
      const sale = recordedSale({ closedAt });
      standIn.book(LOCATIONS[api]).record(sale);
      const fiscId = `${sale.fiscId}9`;
      standIn.book(LOCATIONS[api]).record({
        ...sale,
        fiscId,
        type: "UPDATE",
        correctedAt,
      });
    }
    const typesOn = async (api: "v1" | "v2", date: string) =>
      (await allSales(api, rangeOf(date))).map(({ type }) => type).sort();
    expect(await typesOn("v1", "2025-07-01")).toEqual(["SALE", "UPDATE"]);
    expect(await typesOn("v1", "2025-07-03")).toEqual([]);
    expect(await typesOn("v2", "2025-07-01")).toEqual(["SALE"]);
    expect(await typesOn("v2", "2025-07-03")).toEqual(["UPDATE"]);
  });
});
