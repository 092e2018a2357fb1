import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { BREACHES } from "../../src/store/audit/findings.ts";
import type { Violation } from "../../src/store/audit/findings.ts";
import { violationInWords } from "../../src/commands/audit/audit-lines.ts";
import { readHead } from "../../src/store/trail-row.ts";
import type { RefundRequest } from "../../src/folios/refund-decision.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { WHOLE_REST } from "../support/books.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { damagesTo } from "./damages.ts";
import {
  actor,
  alter,
  auditOf,
  closeAll,
  freshHotel,
  openPostgres,
  openSqlite,
  placeOf,
  planOf,
  sendTo,
  TRAIL_KEY,
} from "./store-fixture.ts";

const hotel = freshHotel();
const other = freshHotel();
const clock = { now: () => Date.parse("2026-11-20T21:00:00Z") };

/** An evening with something of everything that is kept. */
async function fill(store: Store): Promise<void> {
  await store.provision(planOf(hotel));
  await store.provision(planOf(other));
  const room = (reservationId: string, amount: number, gratuity = 0) =>
    buildBill({
      transactions: [buildLine({ amount })],
      payments: [buildPayment({ amount, gratuity, reservationId })],
    });
  const cash = { methodCode: "CASH", methodName: "Cash", reservationId: null };
  const sale = room("001", 10, 1);
  const away = room("999", 7);
  const left = room("004", 8);
  await sendTo(store, hotel, sale, "key-1");
  await sendTo(store, hotel, voidOf(sale));
  await sendTo(store, hotel, room("002", 33.33));
  await sendTo(
    store,
    hotel,
    buildBill({
      payments: [
        buildPayment({ amount: 4 }),
        buildPayment({ amount: 3, reservationId: "EVENT-7" }),
        buildPayment({ amount: 4, ...cash }),
      ],
    }),
  );
  await sendTo(
    store,
    hotel,
    buildBill({
      payments: [
        buildPayment({ amount: 15 }),
        buildPayment({ amount: -4, ...cash }),
      ],
    }),
  );
  await sendTo(
    store,
    hotel,
    buildBill({ uuid: null, fiscId: null, initialAccountId: null }),
  );
  await sendTo(
    store,
    hotel,
    buildBill({ transactions: [], payments: [buildPayment({ amount: 0 })] }),
  );
  await sendTo(store, hotel, { ...sale, tableName: "5", covers: 3 });
  await sendTo(store, hotel, away);
  await sendTo(store, hotel, away);
  await sendTo(store, hotel, voidOf(away));
  await sendTo(store, hotel, left);
  await sendTo(store, hotel, {
    ...sale,
    transactions: [buildLine({ amount: 10, sku: "other" })],
  });
  await store.changeReservations({
    actor,
    propertyId: hotel.id,
    mode: "merge",
    reservations: [{ reservationId: "004", status: "in-house" }],
    confirmed: false,
    ifVersion: null,
  });
  await sendTo(store, hotel, left);
  for (const reservationId of ["997", "998"]) {
    const strange = await sendTo(store, hotel, room(reservationId, 6));
    const open = {
      actor,
      propertyId: hotel.id,
      refusedId: String((strange as { refusedId: bigint }).refusedId),
      idempotency: null,
    };
    if (reservationId === "997")
      await store.repostRefused({
        ...open,
        folios: "EVENT-7",
        doubleConfirmed: true,
      });
    else await store.dismissRefused({ ...open, reason: "paid in cash" });
  }
  await dineAndGiveBack(store);
  await leaveUnsettled(store);
  await sendTo(store, other, room("001", 5));
  await store.closeBusinessDate({
    actor,
    propertyId: hotel.id,
    businessDate: "2026-11-20",
    idempotency: null,
  });
  await store.changeReservations({
    actor,
    propertyId: hotel.id,
    mode: "merge",
    reservations: [{ reservationId: "005", status: "in-house" }],
    confirmed: false,
    ifVersion: null,
  });
}

/** Two bills of whose guests nobody is found; one of them is taken back at the till. */
async function leaveUnsettled(store: Store): Promise<void> {
  for (const amount of [16, 17]) {
    const bill = buildBill({
      transactions: [buildLine({ amount })],
      payments: [buildPayment({ amount, reservationId: "996" })],
    });
    const strange = await sendTo(store, hotel, bill);
    const left = await store.repostRefused({
      actor,
      propertyId: hotel.id,
      refusedId: String((strange as { refusedId: bigint }).refusedId),
      folios: `house:${hotel.businessLocations[0]!.id}`,
      doubleConfirmed: true,
      idempotency: null,
    });
    expect(left.kind).toBe("done");
    if (amount === 16) await sendTo(store, hotel, voidOf(bill));
  }
}

/**
 * A dinner of two rates on one line and of a coffee that costs nothing, with something off; then a line, an amount and a
 * tip of it are given back here. And one that is given back here and taken back at the till as well.
 */
async function dineAndGiveBack(store: Store): Promise<void> {
  const tax = (taxId: string, taxRate: number, taxAmount: number) => ({
    taxId,
    taxName: taxId,
    taxRate,
    taxAmount,
    taxIncluded: true,
  });
  const dinner = buildBill({
    transactions: [
      buildLine({
        amount: 23,
        sku: "D1",
        taxLines: [tax("city", 1.05, 1), tax("state", 1.1, 2)],
      }),
      buildLine({ amount: 20, sku: "D2", taxRate: 1.026 }),
      buildLine({ amount: 0, sku: "D3" }),
      buildLine({ amount: -2, sku: "D2", type: "LineDiscount" }),
    ],
    payments: [
      buildPayment({ amount: 30, gratuity: 4 }),
      buildPayment({
        amount: 11,
        methodCode: "CARD",
        methodName: "Card",
        reservationId: null,
      }),
    ],
  });
  const twice = buildBill({
    transactions: [buildLine({ amount: 12, sku: "D4" })],
    payments: [buildPayment({ amount: 12, gratuity: 2 })],
  });
  const refund = async (bill: Bill, asked: Partial<RefundRequest>) => {
    const made = await store.makeRefund({
      actor,
      propertyId: hotel.id,
      receipt: bill["fiscId"] as string,
      asked: { ...WHOLE_REST, ...asked },
      idempotency: null,
    });
    expect(made.kind).toBe("done");
  };
  await sendTo(store, hotel, dinner);
  await sendTo(store, hotel, twice);
  const line = { lineNo: 1, receiptId: null, quantity: null, amount: null };
  await refund(dinner, { lines: [line] });
  await refund(dinner, { amount: 5n });
  await refund(dinner, { tip: 150n });
  await refund(twice, { amount: 300n, tip: 100n });
  await sendTo(store, hotel, voidOf(twice));
}

const ENGINES = {
  SQLite: {
    open: openSqlite,
    copy: (place: Place): Promise<Place> => {
      const dataDir = mkdtempSync(join(tmpdir(), "audit-"));
      const file = "store.sqlite";
      copyFileSync(join(place.dataDir, file), join(dataDir, file));
      return Promise.resolve({ dataDir, databaseUrl: null });
    },
    drop: ({ dataDir }: Place): Promise<void> => {
      rmSync(dataDir, { recursive: true });
      return Promise.resolve();
    },
  },
  PostgreSQL: {
    open: openPostgres,
    copy: async (place: Place): Promise<Place> => {
      const databaseUrl = await freshDatabase(place.databaseUrl);
      return { ...place, databaseUrl };
    },
    drop: ({ databaseUrl }: Place): Promise<void> => dropDatabase(databaseUrl!),
  },
};
type Place = ReturnType<typeof placeOf>;

describe.each(Object.entries(ENGINES))("an audit of %s", (_name, engine) => {
  let filled: Place;
  beforeAll(async () => {
    const store = await engine.open({ clock });
    await fill(store);
    const { dataDir, databaseUrl } = placeOf(store);
    filled = { dataDir, databaseUrl };
    await store.close();
  });
  afterAll(closeAll);

  test("finds nothing wrong with what nobody has touched", async () => {
    const report = await auditOf(filled);
    expect(report).toMatchObject({
      violations: 0,
      found: [],
      hotels: [
        { propertyId: hotel.id, receipts: 16, refused: 7 },
        { propertyId: other.id, receipts: 1, postings: 1, refused: 0 },
      ],
    });
  });

  test.each(damagesTo(hotel.id))(
    "says that $what",
    async ({ sql, breaches }) => {
      const place = await engine.copy(filled);
      try {
        await alter(place, sql);
        const { found } = await auditOf(place);
        expect(found.map(({ breach }) => breach).sort()).toEqual(
          Object.keys(breaches).sort(),
        );
        for (const { breach, examples } of found)
          expect(wordsOf(examples)).toMatch(breaches[breach]!);
      } finally {
        await engine.drop(place);
      }
    },
  );

  test("believes what is added up of a date only where it counts all that was posted there: an older version adds nothing up", async () => {
    const place = await engine.copy(filled);
    await alter(
      place,
      `DELETE FROM day_totals WHERE property_id = '${other.id}'`,
    );
    const store = await engine.open({ ...place, clock });
    await sendTo(store, other, buildBill());
    expect((await auditOf(placeOf(store))).violations).toBe(0);
  });

  test("counts all violations and keeps a few of each kind", async () => {
    const place = await engine.copy(filled);
    await alter(place, "UPDATE postings SET quantity = 'many'");
    const { found, violations } = await auditOf(place, { examplesMax: 2 });
    await engine.drop(place);
    expect(found).toMatchObject([
      { breach: "posting-amounts", count: violations },
    ]);
    expect(violations).toBeGreaterThan(10);
    expect(found[0]!.examples).toHaveLength(2);
  });

  test("looks at one hotel where it is told to", async () => {
    const place = await engine.copy(filled);
    await alter(place, "UPDATE postings SET quantity = 'many'");
    const { found, hotels } = await auditOf(place, { propertyIds: [other.id] });
    await engine.drop(place);
    expect(hotels).toHaveLength(1);
    expect(found).toMatchObject([{ count: 1 }]);
  });

  describe("with a head of the trail that was noted before", () => {
    const headOf = async (place: Place) => {
      const { chains } = await auditOf(place);
      return readHead(chains[0]!.head)!;
    };

    test("finds it as long as it is there, whatever came after", async () => {
      const place = await engine.copy(filled);
      const expectedHeads = [await headOf(place)];
      const store = await engine.open(place);
      await store.changeReservations({
        actor,
        propertyId: hotel.id,
        mode: "merge",
        reservations: [{ reservationId: "001", status: "checked-out" }],
        confirmed: false,
        ifVersion: null,
      });
      const report = await auditOf(placeOf(store), { expectedHeads });
      expect(report.violations).toBe(0);
    });

    test("finds a trail that was cut at its end, or is another", async () => {
      const expectedHeads = [await headOf(filled)];
      const { seq } = expectedHeads[0]!;
      const cut = await engine.copy(filled);
      await alter(
        cut,
        `DELETE FROM trail WHERE property_id = '${hotel.id}' AND seq = ${seq}`,
      );
      expect((await auditOf(cut)).violations).toBe(0);
      const { found } = await auditOf(cut, { expectedHeads });
      expect(wordsOf(found[0]!.examples)).toMatch(
        new RegExp(
          `entry ${seq}: expected ${hotel.id}:${seq}:.*nothing there: the trail ends with ${hotel.id}:${seq - 1n}:`,
        ),
      );
      await engine.drop(cut);
      const forged = [{ ...expectedHeads[0]!, hash: Buffer.alloc(32) }];
      const report = await auditOf(filled, { expectedHeads: forged });
      expect(report.found).toMatchObject([{ breach: "trail-head", count: 1 }]);
      const gone = [{ ...expectedHeads[0]!, propertyId: "gone" }];
      const missed = await auditOf(filled, { expectedHeads: gone });
      expect(missed.found).toMatchObject([{ breach: "trail-head", count: 1 }]);
    });
  });

  test("knows a trail by the keys it was made with, and says when it has none of them", async () => {
    const key = Buffer.alloc(32, 9);
    const report = await auditOf(filled, { trailKeys: [key] });
    expect(report.isTrailKeyUnknown).toBe(true);
    expect(report.found).toMatchObject([{ breach: "trail-signature" }]);
    const both = await auditOf(filled, { trailKeys: [key, TRAIL_KEY] });
    expect(both).toMatchObject({ isTrailKeyUnknown: false, violations: 0 });
  });
});

test("each kind of violation has been seen, and is explained to who operates it", () => {
  const seen = damagesTo("").flatMap(({ breaches }) => Object.keys(breaches));
  expect(new Set([...seen, "trail-head", "damaged"])).toEqual(
    new Set(BREACHES),
  );
  const operating = new URL("../../docs/operating.md", import.meta.url);
  const explained = readFileSync(operating, "utf8").matchAll(
    /^\| `([a-z-]+)` {0,40}\|/gm,
  );
  const kinds = [...explained].map((match) => match[1]);
  expect(kinds).toEqual(expect.arrayContaining([...BREACHES]));
});

function wordsOf(violations: readonly Violation[]): string {
  return violations.map(violationInWords).join("\n");
}
