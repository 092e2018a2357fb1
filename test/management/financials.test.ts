import {
  afterAll,
  beforeAll,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import { createRandom } from "../../src/commands/simulate/random.ts";
import {
  pickKind,
  tellStory,
  USUAL_MIX,
} from "../../src/commands/simulate/stories.ts";
import { writeReceipt } from "../../src/commands/simulate/wire-receipt.ts";
import type { FinancialApi, Sale } from "../../src/lightspeed/financial-api.ts";
import {
  leaseOf,
  runReconciliation,
} from "../../src/reconciling/run-reconciliation.ts";
import { formatUuid } from "../../src/receipts/uuid.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import { lightspeedOn } from "../support/lightspeed.ts";
import { partnerOf } from "../support/partner.ts";
import { buildProvisioning, KEY, TOKEN } from "../support/provisioning.ts";
import { startApp } from "../support/start-app.ts";
import type { RunningApp } from "../support/start-app.ts";
import { until } from "../support/until.ts";
import { send } from "../support/wire.ts";

const PLACE = { propertyId: "demo", businessLocationId: "45454565682155" };
const NOW = Date.parse("2026-11-25T12:00:00Z");
const DAY_MS = 86_400_000;

let running: RunningApp;
let reader: { financialApi: FinancialApi; close: () => Promise<void> };
beforeAll(async () => {
  running = await startApp({
    provisioning: buildProvisioning((property) => {
      const [location] = property["businessLocations"] as object[];
      // Only what is compared here is read; nobody answers at this address.
      Object.assign(location!, {
        lightspeed: {
          api: "v1",
          baseUrl: "https://nobody.invalid",
          clientId: "client",
          clientSecret: "secret",
          refreshToken: "token",
        },
      });
    }),
    clock: { now: () => NOW },
  });
  const account = {
    ...PLACE,
    api: "v1",
    baseUrl: running.url,
    tokenUrl: null,
    authorizeUrl: null,
    clientId: "x",
    clientSecret: "x",
    grantedTo: PLACE.businessLocationId,
  } as const;
  const granted = { account, accessToken: TOKEN, generation: 1n };
  reader = lightspeedOn({
    openGrant: () =>
      Promise.resolve({
        kind: "ready",
        ...granted,
        expiresAt: Date.now() + DAY_MS,
      }),
    keepRenewal: () => Promise.resolve(true),
    endRenewal: () => Promise.resolve(),
  });
});
afterAll(async () => {
  await reader.close();
  await running.close();
});

async function charge(body: string): Promise<Record<string, unknown>> {
  const answer = await send(`${running.url}/charge`, { method: "POST", body });
  return answer.json();
}

/** What took back a refused bill was taken and posted nothing. */
function isSold(answer: Record<string, unknown>): boolean {
  const { status, bills } = answer;
  return status === "posted" && (bills as unknown[]).length > 0;
}

const sold = (bill: object) => charge(JSON.stringify({ apiKey: KEY, ...bill }));

function ask(path: string): ReturnType<ReturnType<typeof partnerOf>> {
  const address = `/f/finance/${PLACE.businessLocationId}${path}`;
  return send(`${running.url}${address}`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
}

async function salesOf(from: number, to: number): Promise<Sale[]> {
  const sales: Sale[] = [];
  const query = { place: PLACE, from, to };
  for await (const page of reader.financialApi.sales(query))
    sales.push(...page.sales);
  return sales;
}

test("our own client finds every receipt of a period once, with its identity, payments and tips to the cent", async () => {
  const random = createRandom("financials");
  const closedAt = Date.parse("2026-11-19T18:00:00Z");
  let accounts = 0;
  const setting = {
    decimals: 2,
    reservationIds: ["001", "002"],
    businessExternalReference: null,
    deviceId: "171861",
    nextNumber: () => ++accounts,
  };
  const posted = new Map<string, { paid: number; tips: number }>();
  for (let told = 0; told < 60; told += 1) {
    const kind = pickKind(USUAL_MIX, random);
    const at = closedAt + told * 60_000;
    for (const { receipt } of tellStory(kind, setting, random, at).bills) {
      const text = writeReceipt(receipt, KEY);
      if (!isSold(await charge(text))) continue;
      const { uuid, payments } = JSON.parse(text) as {
        uuid: string;
        payments: { amount?: number; gratuity?: number }[];
      };
      const cents = (member: "amount" | "gratuity") =>
        payments.reduce(
          (sum, one) => sum + Math.round((one[member] ?? 0) * 100),
          0,
        );
      posted.set(uuid, { paid: cents("amount"), tips: cents("gratuity") });
    }
  }
  const sales = await salesOf(closedAt - DAY_MS, closedAt + DAY_MS);
  expect(sales).toHaveLength(posted.size);
  for (const sale of sales) {
    const cents = (member: "netAmountWithTax" | "tip") =>
      sale.payments.reduce(
        (sum, one) => sum + Number(one[member]!.replace(".", "")),
        0,
      );
    const seen = { paid: cents("netAmountWithTax"), tips: cents("tip") };
    expect([sale.fiscId, seen]).toEqual([
      sale.fiscId,
      posted.get(formatUuid(sale.uuid!)),
    ]);
    const lines = sale.lines.reduce(
      (sum, line) => sum + Math.round(Number(line.totalNetAmountWithTax) * 1e6),
      0,
    );
    expect(Math.round(lines / 1e4)).toBe(seen.paid);
  }
}, 60_000);

test("reconciled with our own export of it, a closed business date shows no difference", async () => {
  const random = createRandom("own export");
  const closedAt = Date.parse("2026-10-19T18:00:00Z");
  let accounts = 10_000;
  const setting = {
    decimals: 2,
    reservationIds: ["001", "002"],
    businessExternalReference: null,
    deviceId: "171862",
    nextNumber: () => ++accounts,
  };
  let posted = 0;
  for (let told = 0; told < 60; told += 1) {
    const kind = pickKind(USUAL_MIX, random);
    const at = closedAt + told * 60_000;
    for (const { receipt } of tellStory(kind, setting, random, at).bills)
      if (isSold(await charge(writeReceipt(receipt, KEY)))) posted += 1;
  }
  const close = await partnerOf(running.url)(
    "POST",
    "/business-dates/2026-10-19/close",
    { headers: { "Idempotency-Key": "close-october" } },
  );
  expect(close.status).toBe(200);
  const compared = await reconcileWithItself("2026-10-19");
  expect(compared).toMatchObject({
    status: "complete",
    counts: {
      matched: posted,
      "missing-here": 0,
      "missing-at-lightspeed": 0,
      "amount-differs": 0,
      ignored: 0,
    },
  });
}, 60_000);

async function reconcileWithItself(businessDate: string) {
  const { store } = running.app;
  const { propertyId } = PLACE;
  const range = { from: businessDate, to: businessDate };
  const started = await store.startReconciliation({
    actor: { type: "command", name: "test" },
    propertyId,
    range,
    unlessSince: null,
    heals: false,
    idempotency: null,
  });
  if (started.kind !== "started") throw new Error(started.kind);
  const parts = {
    store,
    financialApi: reader.financialApi,
    clock: { now: () => NOW },
    holder: "test",
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  const claimed = await store.claimReconciliation({
    of: { propertyId, range, heals: false },
    lease: leaseOf(parts),
  });
  return runReconciliation(claimed!, parts);
}

describe("a period", () => {
  test("holds what was closed in it, whenever it came: in time, days late, or with a clock that is ahead", async () => {
    const from = Date.parse("2026-11-10T00:00:00Z");
    const bills = [
      ["2026-11-09T23:59:59.999Z", false],
      ["2026-11-10T00:00:00.000Z", true],
      ["2026-11-10T12:00:00.000Z", true],
      ["2026-11-10T23:59:59.999Z", true],
      ["2026-11-11T00:00:00.000Z", false],
    ] as const;
    const wanted: string[] = [];
    for (const [closeDate, isIn] of bills) {
      const bill = buildBill({ closeDate });
      await sold(bill);
      if (isIn) wanted.push(String(bill["fiscId"]));
    }
    const late = await salesOf(from, from + DAY_MS);
    expect(late.map((sale) => sale.fiscId).sort()).toEqual(wanted.sort());
    const ahead = buildBill({
      closeDate: new Date(NOW + 3_600_000).toISOString(),
    });
    await sold(ahead);
    const now = await salesOf(NOW + 1_800_000, NOW + DAY_MS);
    expect(now.map((sale) => sale.fiscId)).toEqual([ahead["fiscId"]]);
  });

  test("is read page by page with tokens, each sale once, in time and late ones alike", async () => {
    const ids: string[] = [];
    for (let bills = 0; bills < 7; bills += 1) {
      const day = bills % 2 === 0 ? "2026-11-24" : "2026-11-03";
      const bill = buildBill({ closeDate: `${day}T20:00:0${bills}.000Z` });
      await sold(bill);
      ids.push(String(bill["fiscId"]));
    }
    const seen: string[] = [];
    const sizes: number[] = [];
    let next: string | undefined;
    do {
      const token: string = next === undefined ? "" : `&nextPageToken=${next}`;
      const page = (
        await ask(
          `/financials/2026-11-03T00:00:00Z/2026-11-24T23:00:00Z?pageSize=2${token}`,
        )
      ).json() as {
        sales: { accountFiscId: string }[];
        nextPageToken?: string;
        _links: { nextPage?: { href: string } };
      };
      sizes.push(page.sales.length);
      seen.push(...page.sales.map((sale) => sale.accountFiscId));
      next = page.nextPageToken;
      expect(page._links.nextPage?.href.includes(`nextPageToken=${next}`)).toBe(
        next === undefined ? undefined : true,
      );
    } while (next !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(sizes.slice(0, -1).every((size) => size === 2)).toBe(true);
  });

  test.each([
    ["/financials/yesterday/2026-11-20", "from"],
    ["/financials/2026-11-20/2026-11-20", "to"],
    ["/financials/2024-11-20/2026-11-20", "to"],
    ["/financials/2026-11-19/2026-11-20?pageSize=1001", "pageSize"],
    [
      "/financials/2026-11-19/2026-11-20?nextPageToken=A65315.18",
      "nextPageToken",
    ],
    ["/financials/2026-11-19/2026-11-20?include=payments,guests", "include"],
    ["/dailyFinancials?date=20.11.2026", "date"],
    ["/dailyFinancials?date=9999-12-31", "date"],
  ])("that cannot be meant is refused by name: %s", async (path, parameter) => {
    const answer = await ask(path);
    expect(answer.status).toBe(400);
    expect(answer.json()["errors"]).toEqual([
      expect.objectContaining({ parameter }),
    ]);
  });
});

describe("a business date", () => {
  test("is answered whole, and is complete once it is closed", async () => {
    const bill = buildBill({
      closeDate: "2026-11-01T20:00:00.000Z",
      transactions: [
        buildLine({ amount: 6, quantity: 2 }),
        buildLine({ amount: 4.5, description: "Espresso", taxRate: 1.026 }),
      ],
      payments: [buildPayment({ amount: 10.5, gratuity: 0.5 })],
    });
    const { receiptId } = await sold(bill);
    const taken = voidOf(bill, { closeDate: "2026-11-01T20:30:00.000Z" });
    await sold(taken);
    const path = "/dailyFinancials?date=2026-11-01&include=payments";
    const open = (await ask(path)).json();
    expect(open).toMatchObject({
      businessLocationId: PLACE.businessLocationId,
      nextStartOfDayAsIso8601: "2026-11-02T05:00:00+01:00",
      dataComplete: false,
      sales: [
        {
          accountReference: bill["uuid"],
          accountFiscId: bill["fiscId"],
          receiptId: bill["receiptId"],
          source: { initialAccountId: bill["initialAccountId"] },
          type: "SALE",
          cancelled: false,
          timeofCloseAndPaid: "2026-11-01T20:00:00.000Z",
          salesLines: [
            {
              id: `${String(receiptId)}.1`,
              name: "Flat White",
              quantity: "2.000",
              totalNetAmountWithTax: "6.00",
              totalNetAmountWithoutTax: "5.57",
              taxAmount: "0.43",
              taxRatePercentage: "7.7",
              taxLines: [{ taxRate: "1.077", taxAmount: "0.43" }],
              accountingGroup: { accountingGroupId: "962442041491505" },
              currency: "CHF",
            },
            { name: "Espresso", taxRatePercentage: "2.6" },
          ],
          payments: [{ code: "IKPMS", netAmountWithTax: "10.50", tip: "0.50" }],
        },
        {
          accountFiscId: taken["fiscId"],
          type: "REFUND",
          payments: [{ netAmountWithTax: "-10.50", tip: "-0.50" }],
        },
      ],
    });
    expect(JSON.stringify(open)).not.toContain("001");
    const bare = (await ask("/dailyFinancials?date=2026-11-01")).json();
    expect(JSON.stringify(bare)).not.toContain("payments");
    const close = await partnerOf(running.url)(
      "POST",
      "/business-dates/2026-11-01/close",
      { headers: { "Idempotency-Key": "close-it" } },
    );
    expect(close.status).toBe(200);
    expect((await ask(path)).json()).toEqual({ ...open, dataComplete: true });
  });

  test("with more sales than are read at once has each of them once, and so has a period", async () => {
    const cash = { amount: 11, methodCode: "CASH", reservationId: null };
    const bills = Array.from({ length: 230 }, () =>
      buildBill({
        closeDate: "2026-11-14T20:00:00.000Z",
        payments: [buildPayment(cash)],
      }),
    );
    // A till waits for no more than two seconds, and a busy machine may need as much for all of them.
    for (let from = 0; from < bills.length; from += 10) {
      const some = bills.slice(from, from + 10);
      for (const { status } of await Promise.all(some.map(sold)))
        expect(status).toBe("posted");
    }
    const ids = bills.map((bill) => bill["fiscId"]).sort();
    type Page = { sales: { accountFiscId: string }[]; nextPageToken?: string };
    const asked = async (path: string): Promise<Page> =>
      (await ask(path)).json() as unknown as Page;
    const idsOf = (...pages: Page[]): string[] =>
      pages
        .flatMap(({ sales }) => sales.map((sale) => sale.accountFiscId))
        .sort();
    expect(idsOf(await asked("/dailyFinancials?date=2026-11-14"))).toEqual(ids);
    const period = "/financials/2026-11-14T20:00:00Z/2026-11-14T20:00:01Z";
    const whole = await asked(period);
    expect(idsOf(whole)).toEqual(ids);
    expect(whole.nextPageToken).toBeUndefined();
    const first = await asked(`${period}?pageSize=150`);
    expect(first.sales).toHaveLength(150);
    const rest = await asked(
      `${period}?pageSize=150&nextPageToken=${first.nextPageToken}`,
    );
    expect(idsOf(first, rest)).toEqual(ids);
    expect(rest.nextPageToken).toBeUndefined();
  });

  test("has no money back that came before its bill, once that bill is refused", async () => {
    const first = buildBill({
      closeDate: "2026-11-03T20:00:00.000Z",
      transactions: [buildLine({ amount: 14 })],
      payments: [buildPayment({ amount: 14, reservationId: "nobody" })],
    });
    const back = buildBill({
      closeDate: "2026-11-03T20:10:00.000Z",
      initialAccountId: first["fiscId"],
      transactions: [buildLine({ quantity: -1, amount: -4 })],
      payments: [buildPayment({ amount: -4 })],
    });
    const listed = async (): Promise<unknown[]> => {
      const day = (await ask("/dailyFinancials?date=2026-11-03")).json();
      const sales = day["sales"] as { accountFiscId: string }[];
      return sales.filter((sale) => sale.accountFiscId === back["fiscId"]);
    };
    await sold(back);
    expect(await listed()).toHaveLength(1);
    await sold(first);
    expect(await listed()).toEqual([]);
  });

  test("whose reader hangs up is no fault of ours", async () => {
    const { store } = running.app;
    const gone = new AbortController();
    const left = () =>
      running.logged().filter(({ event }) => event === "request.aborted");
    const before = left().length;
    const next = { late: false, at: 0n, receiptId: 1n };
    let pages = 0;
    Object.assign(store, {
      soldReceipts: async () => {
        pages += 1;
        if (pages === 2) {
          gone.abort();
          await until(() => left().length > before);
        }
        return { receipts: [], next, lastClosedDate: null };
      },
    });
    try {
      const address = `${running.url}/f/finance/${PLACE.businessLocationId}/dailyFinancials`;
      const reading = fetch(address, {
        headers: { Authorization: `Bearer ${TOKEN}` },
        signal: gone.signal,
      }).then((answer) => answer.text());
      await expect(reading).rejects.toThrow();
      await until(() => left().length > before);
      expect((await ask("/dailyFinancials?date=no")).status).toBe(400);
      const failed = ({ event }: Record<string, unknown>) =>
        event === "request.failed";
      expect(running.logged().filter(failed)).toEqual([]);
    } finally {
      Reflect.deleteProperty(store, "soldReceipts");
    }
  });

  test("of which a part cannot be read any more is cut off, and the log alone tells why", async () => {
    const { store } = running.app;
    const printed = jest.spyOn(console, "error").mockReturnValue();
    let pages = 0;
    const next = { late: false, at: 0n, receiptId: 1n };
    Object.assign(store, {
      soldReceipts: () => {
        pages += 1;
        return pages > 1
          ? Promise.reject(new Error("the disk is gone"))
          : Promise.resolve({ receipts: [], next, lastClosedDate: null });
      },
    });
    try {
      await expect(ask("/dailyFinancials?date=2026-11-03")).rejects.toThrow();
      const cut = () =>
        running.logged().filter(({ outcome }) => outcome === "cut-off");
      await until(() => cut().length > 0);
      expect(cut()).toMatchObject([{ event: "request.aborted" }]);
      expect(
        running.logged().filter(({ event }) => event === "request.failed"),
      ).toMatchObject([{ error: { message: "the disk is gone" } }]);
      expect(printed).not.toHaveBeenCalled();
    } finally {
      Reflect.deleteProperty(store, "soldReceipts");
      printed.mockRestore();
    }
  });

  test("has each uuid as long as a till may send it", async () => {
    const uuid = "u".repeat(255);
    await sold(buildBill({ uuid, closeDate: "2026-11-04T20:00:00.000Z" }));
    const { sales } = (await ask("/dailyFinancials?date=2026-11-04")).json();
    expect(sales).toMatchObject([{ accountReference: uuid }]);
  });

  test("without sales is an empty list, and without a date it is today", async () => {
    const empty = (await ask("/dailyFinancials?date=2026-06-01")).json();
    expect(empty["sales"]).toEqual([]);
    const today = (await ask("/dailyFinancials")).json();
    expect(today["nextStartOfDayAsIso8601"]).toBe("2026-11-26T05:00:00+01:00");
  });
});
