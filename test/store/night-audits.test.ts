import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Charge } from "../../src/folios/charge-decision.ts";
import type { Posting } from "../../src/folios/posting.ts";
import { currencyDecimals, parseMinor, sum } from "../../src/money.ts";
import { nextDate } from "../../src/properties/business-date.ts";
import type { Property } from "../../src/properties/property.ts";
import type { NightAudit } from "../../src/schemas/generated.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import type { Store } from "../../src/store/store.ts";
import { voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { Books, chargeOf, guest } from "../support/books.ts";
import { generatedBills } from "../support/generated-bills.ts";
import { askPostgres } from "../support/postgres-server.ts";
import {
  actor,
  auditOf,
  closeAll,
  firstPage,
  freshHotel,
  guestNamed,
  openEngine,
  placeOf,
  planOf,
} from "./store-fixture.ts";

/** The running date is the last of these. */
const DATES = ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
const AFTER = nextDate(DATES.at(-1)!);

const days = fc.record({
  currency: fc.constantFrom("JPY", "CHF", "KWD"),
  steps: fc.array(
    fc.record({
      act: fc.constantFrom(
        "bill",
        "bill",
        "bill",
        "bill",
        "void",
        "repost",
        "leave",
        "close",
      ),
      generated: generatedBills,
      date: fc.nat({ max: DATES.length - 1 }),
      of: fc.nat({ max: 30 }),
      together: fc.boolean(),
    }),
    { minLength: 1, maxLength: 16 },
  ),
});
type Days = typeof days extends fc.Arbitrary<infer Value> ? Value : never;

let store: Store;
beforeAll(async () => {
  const now = Date.parse("2026-11-20T21:00:00Z");
  store = await openEngine({ clock: { now: () => now } });
});
afterAll(closeAll);

test("whatever happens in some days, each report says what the plain books in memory say, before it is closed and ever after, and all together are all postings", async () => {
  await fc.assert(
    fc.asyncProperty(days, async (example) => {
      const hotel: Property = {
        ...freshHotel(),
        currency: example.currency,
      };
      // Bills to the blocked one are refused, until a person puts them on a folio.
      const blocked = (id: string) => ({ blocked: id === "002" });
      const ids = ["001", "002", "1"];
      const reservations = ids.map((id) => guestNamed(id, blocked(id)));
      await store.provision(planOf(hotel, { reservations }));
      const books = new Books(
        ids.map((id) => guest(id, blocked(id))),
        hotel,
      );
      const closed = await play(hotel, books, example.steps);
      await compareAll(hotel, books, closed);
    }),
    { numRuns: 60 },
  );
  expect(await auditOf(placeOf(store))).toMatchObject({ violations: 0 });
}, 300_000);

/** Gives back what each closed date came to in the plain books when it was closed. */
async function play(
  hotel: Property,
  books: Books,
  steps: Days["steps"],
): Promise<Map<string, unknown>> {
  const closed = new Map<string, unknown>();
  const bills: Bill[] = [];
  let pending: Promise<unknown>[] = [];
  for (const { act, generated, date, of, together } of steps) {
    if (act === "close") {
      await Promise.all(pending);
      pending = [];
      const businessDate = DATES[date]!;
      for (const earlier of DATES.slice(0, date + 1))
        if (!closed.has(earlier)) closed.set(earlier, plain(books, earlier));
      await close(hotel, businessDate);
      const last = books.lastClosedDate ?? "";
      books.lastClosedDate = businessDate > last ? businessDate : last;
      continue;
    }
    if (act === "repost" || act === "leave") {
      await Promise.all(pending);
      pending = [];
      await repost(hotel, books, { of, isUnsettled: act === "leave" });
      continue;
    }
    const closeDate = `${DATES[date]!}T18:00:00.000Z`;
    const earlier = bills[of % Math.max(1, bills.length)];
    const bill =
      act === "void" && earlier !== undefined
        ? voidOf(earlier, { closeDate })
        : { ...generated.bill, closeDate };
    bills.push(bill);
    const charge: Charge = {
      ...chargeOf(bill, hotel),
      businessLocationId: hotel.businessLocations[0]!.id,
    };
    books.take(charge);
    pending.push(store.takeCharge(charge, Buffer.from(JSON.stringify(bill))));
    if (!together) await Promise.all(pending);
  }
  await Promise.all(pending);
  return closed;
}

/** One of those that are open goes to the guest who was named, or is left unsettled. */
async function repost(
  hotel: Property,
  books: Books,
  { of, isUnsettled }: { of: number; isUnsettled: boolean },
): Promise<void> {
  const open = books.refused.filter(({ status }) => status === "open");
  const item = open[of % Math.max(1, open.length)];
  if (item === undefined) return;
  const { results } = await store.list("refused-receipts", hotel.id, {
    ...firstPage("receivedAt"),
    filter: {
      kind: "clause",
      field: "uuid",
      operator: "=",
      value: item.charge.identity.uuid!,
    },
  });
  const own = results.find(({ status }) => status === "open");
  const clearing = `house:${hotel.businessLocations[0]!.id}`;
  const named = item.charge.totalled.payments.map(
    ({ reservationId }) => reservationId ?? "",
  );
  const folios: Record<string, string> = isUnsettled
    ? Object.fromEntries(named.map((reservation) => [reservation, clearing]))
    : {};
  const expected = books.repost(item.refusedId, folios, true);
  const answer = await store.repostRefused({
    actor,
    propertyId: hotel.id,
    refusedId: String(own!.refusedId),
    folios: isUnsettled ? clearing : {},
    doubleConfirmed: true,
    idempotency: null,
  });
  expect(answer.kind === "done").toBe(expected.kind === "posted");
}

async function close(hotel: Property, businessDate: string): Promise<void> {
  const request = {
    actor,
    propertyId: hotel.id,
    businessDate,
    idempotency: null,
  };
  while ((await store.closeBusinessDate(request)).kind === "earlier-closed");
}

async function compareAll(
  hotel: Property,
  books: Books,
  closed: ReadonlyMap<string, unknown>,
): Promise<void> {
  const minor = reader(hotel);
  const all = [...DATES, AFTER];
  const reports = await Promise.all(all.map((date) => reportOf(hotel, date)));
  for (const [index, report] of reports.entries()) {
    const date = all[index]!;
    expect(figuresOf(report, minor)).toEqual(
      closed.get(date) ?? plain(books, date),
    );
    expectWhole(report, minor);
    expect(report.status).toBe(closed.has(date) ? "closed" : "open");
  }
  const ofAll = (kinds: (kind: string) => boolean): bigint =>
    sum(
      books.postings.filter((own) => kinds(own.kind)).map((own) => own.gross),
    );
  expect(sum(reports.map((own) => minor(own.totals.gross)))).toBe(
    ofAll((kind) => !OUTSIDE_GROSS.has(kind)),
  );
  expect(sum(reports.map((own) => minor(own.totals.tips)))).toBe(
    ofAll((kind) => kind === "gratuity"),
  );
  // Where nothing was added up on the way, or not all that is today, it is counted, and comes to the same.
  for (const forgotten of ["section = 'unsettled'", "true"]) {
    await forgetSums(hotel, forgotten);
    for (const [index, date] of all.entries())
      expect(await reportOf(hotel, date)).toEqual(reports[index]);
  }
}

async function reportOf(hotel: Property, date: string): Promise<NightAudit> {
  return (await store.getBusinessDate(hotel.id, date))!;
}

/** Each section of a report sums to its totals. */
function expectWhole(
  report: NightAudit,
  minor: (text: string) => bigint,
): void {
  const { gross, net, tax, tips } = report.totals;
  const totals = [minor(net), minor(tax), minor(gross)];
  expect(minor(gross)).toBe(minor(net) + minor(tax));
  const sections = [
    report.byKind,
    report.byTransactionCode,
    report.byTaxRate,
    report.byOutlet,
  ];
  for (const rows of sections)
    expect([
      sum(rows.map((row) => minor(row.net))),
      sum(rows.map((row) => minor(row.tax))),
      sum(rows.map((row) => minor(row.gross))),
    ]).toEqual(totals);
  for (const { tax: own, taxes } of report.byTaxRate)
    expect(sum(taxes.map(({ amount }) => minor(amount)))).toBe(minor(own));
  expect(sum(report.byOutlet.map((row) => minor(row.tips)))).toBe(minor(tips));
  expect(sum(report.byPaymentMethod.map((row) => minor(row.amount)))).toBe(
    minor(gross) + minor(tips),
  );
  const { received, ...states } = report.refused;
  for (const member of ["count", "amount"] as const)
    expect(
      sum(Object.values(states).map((state) => minor(String(state[member])))),
    ).toBe(minor(String(received[member])));
}

const OUTSIDE_GROSS = new Set(["payment", "gratuity", "transfer"]);

/** What the plain books have on a date, added up as plainly as can be. */
function plain(books: Books, date: string): unknown {
  const kinds = new Map(
    books.receipts.map(({ receiptId, charge }) => [
      receiptId,
      charge.totalled.kind,
    ]),
  );
  const own = books.postings.filter((posting) => posting.businessDate === date);
  const revenue = own.filter(({ kind }) => !OUTSIDE_GROSS.has(kind));
  const isRefund = ({ receiptId }: Posting): boolean =>
    kinds.get(receiptId) === "reversal";
  const gross = (postings: readonly Posting[]): bigint =>
    sum(postings.map((posting) => posting.gross));
  const by = (
    postings: readonly Posting[],
    key: (posting: Posting) => string,
    sign = 1n,
  ): Record<string, bigint> =>
    Object.fromEntries(
      [...Map.groupBy(postings, key)].map(([name, some]) => [
        name,
        sign * gross(some),
      ]),
    );
  const isClearing = ({ folioId }: Posting): boolean =>
    folioId.startsWith("house:");
  const refused = books.refused.filter(
    ({ businessDate }) => businessDate === date,
  );
  const receipts = books.receipts.filter(
    ({ businessDate }) => businessDate === date,
  );
  const count = (kind: string): number =>
    receipts.filter(({ charge }) => charge.totalled.kind === kind).length;
  const room = own.filter((posting) => !isClearing(posting));
  return {
    gross: gross(revenue),
    net: sum(revenue.map(({ net }) => net)),
    tips: gross(own.filter(({ kind }) => kind === "gratuity")),
    serviceCharge: gross(own.filter(({ kind }) => kind === "service-charge")),
    refunds: gross(revenue.filter(isRefund)),
    refundedTips: gross(
      own.filter((posting) => posting.kind === "gratuity" && isRefund(posting)),
    ),
    receipts: {
      sales: count("sale"),
      reversals: count("reversal"),
      zero: count("zero"),
    },
    kinds: by(revenue, ({ kind }) => kind),
    codes: by(revenue, ({ transactionCode }) => transactionCode ?? "null"),
    rates: by(revenue, ({ taxes }) =>
      taxes.length === 0
        ? "null"
        : taxes
            .map(({ rate }) => rate)
            .sort()
            .join("+"),
    ),
    methods: {
      ...(room.length === 0 ? {} : { IKPMS: gross(room) }),
      ...by(
        own.filter(({ kind }) => kind === "payment"),
        ({ methodCode }) => methodCode ?? "null",
        -1n,
      ),
    },
    unsettled: unsettledOf(books, own),
    refused: Object.fromEntries(
      ["open", "superseded", "posted"].map((status) => [
        status,
        refused.filter(
          (item) => item.status === (status === "posted" ? "reposted" : status),
        ).length,
      ]),
    ),
  };
}

/** What is left of those payments of a date that take nothing back. */
function unsettledOf(
  books: Books,
  ofDate: readonly Posting[],
): [count: number, amount: bigint][] {
  const payments = ofDate.filter(
    ({ methodCode }) => methodCode === "UNSETTLED",
  );
  const leftOf = ({ postingId, gross }: Posting): bigint =>
    gross +
    sum(
      payments
        .filter((own) => books.postingReverses(own.postingId) === postingId)
        .map(leftOf),
    );
  const left = payments
    .filter(({ postingId }) => books.postingReverses(postingId) === null)
    .map((payment) => -leftOf(payment))
    .filter((amount) => amount !== 0n);
  return left.length === 0 ? [] : [[left.length, sum(left)]];
}

function figuresOf(
  report: NightAudit,
  minor: (text: string) => bigint,
): unknown {
  const named = <Row>(
    rows: readonly Row[],
    name: (row: Row) => string | null,
    amount: (row: Row) => string,
  ): Record<string, bigint> =>
    Object.fromEntries(
      rows.map((row) => [String(name(row)), minor(amount(row))]),
    );
  return {
    gross: minor(report.totals.gross),
    net: minor(report.totals.net),
    tips: minor(report.totals.tips),
    serviceCharge: minor(report.totals.serviceCharge),
    refunds: minor(report.totals.refunds),
    refundedTips: minor(report.refunds.tips),
    receipts: report.receipts,
    kinds: named(
      report.byKind,
      (row) => row.kind,
      (row) => row.gross,
    ),
    codes: named(
      report.byTransactionCode,
      (row) => row.transactionCode,
      (row) => row.gross,
    ),
    rates: named(
      report.byTaxRate,
      (row) => row.rate,
      (row) => row.gross,
    ),
    methods: named(
      report.byPaymentMethod,
      (row) => row.methodCode,
      (row) => row.amount,
    ),
    unsettled: report.warnings
      .filter(({ warning }) => warning === "unsettled")
      .map(({ count, amount }) => [count, minor(amount!)]),
    refused: {
      open: report.refused.open.count,
      superseded: report.refused.superseded.count,
      posted: report.refused.posted.count,
    },
  };
}

function reader({ currency }: Property): (text: string) => bigint {
  return (text) => parseMinor(text, currencyDecimals(currency))!;
}

/** As if a version that does not add them up had posted it all. */
async function forgetSums({ id }: Property, which: string): Promise<void> {
  const { dataDir, databaseUrl } = placeOf(store);
  const sql = `DELETE FROM day_totals WHERE property_id = '${id}' AND ${which}`;
  if (databaseUrl !== null) {
    await askPostgres(databaseUrl, sql, []);
    return;
  }
  const db = openForWriting(join(dataDir, "store.sqlite"));
  db.exec(sql);
  db.close();
}
