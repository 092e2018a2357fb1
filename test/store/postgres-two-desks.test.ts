import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import type { Property } from "../../src/properties/property.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { WHOLE_REST } from "../support/books.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import { until } from "../support/until.ts";
import {
  actor,
  auditOf,
  closeAll,
  freshHotel,
  guestNamed,
  openPostgres,
  placeOf,
  planOf,
  sendTo,
} from "./store-fixture.ts";

/** Two instances, each with a person at it and a till. */
let one: Store;
let other: Store;
let hotel: Property;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = await freshDatabase();
  one = await openPostgres({ databaseUrl });
  other = await openPostgres({ databaseUrl });
  hotel = freshHotel();
  await one.provision(planOf(hotel));
});
afterAll(closeAll);

const ROUNDS = 12;
let lines = 0;

/** Unlike all others. */
function billTo(reservationId: string): Bill {
  return buildBill({
    transactions: [buildLine({ amount: 11, sku: `S${++lines}` })],
    payments: [buildPayment({ amount: 11, reservationId })],
  });
}

async function refusedIdOf(bill: Bill): Promise<string> {
  const answer = await sendTo(one, hotel, bill);
  if (answer.kind !== "refused") throw new Error("it is posted");
  return String(answer.refusedId);
}

async function statusOf(refusedId: string): Promise<string | undefined> {
  return (await other.getRefused(hotel.id, refusedId))?.status;
}

async function balances(): Promise<bigint> {
  let sum = 0n;
  for (const folioId of ["001", "002"])
    sum += (await one.getFolio(hotel.id, folioId))!.balance;
  return sum;
}

function repostAt(store: Store, refusedId: string, folios: string) {
  return store.repostRefused({
    actor,
    propertyId: hotel.id,
    refusedId,
    folios,
    doubleConfirmed: false,
    idempotency: null,
  });
}

/** All of it that is left, of a receipt of one line. */
function refundAt(store: Store, receiptId: bigint, amount: bigint | null) {
  return store.makeRefund({
    actor,
    propertyId: hotel.id,
    receipt: receiptId,
    asked: {
      ...WHOLE_REST,
      lines: [{ lineNo: 1, receiptId: null, quantity: null, amount }],
    },
    idempotency: null,
  });
}

async function receiptIdOf(bill: Bill): Promise<bigint> {
  const answer = await sendTo(one, hotel, bill);
  if (answer.kind !== "posted") throw new Error(answer.kind);
  return answer.receiptId;
}

function dismissAt(store: Store, refusedId: string) {
  return store.dismissRefused({
    actor,
    propertyId: hotel.id,
    refusedId,
    reason: "none",
    idempotency: null,
  });
}

/** Who is told that the store is overloaded, because another has kept the bill for long, comes again. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isLate =
        error instanceof StoreUnavailable && error.reason === "overloaded";
      if (!isLate) throw error;
    }
  }
}

test("two persons who repost one bill at once, while the till sends it again: one does it, and it is posted once", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const bill = billTo("999");
    const refusedId = await refusedIdOf(bill);
    const before = await balances();
    const [first, second] = await Promise.all([
      patiently(() => repostAt(one, refusedId, "001")),
      patiently(() => repostAt(other, refusedId, "002")),
      patiently(() => sendTo(one, hotel, bill)),
      patiently(() => sendTo(other, hotel, bill)),
    ]);
    expect([first.kind, second.kind].sort()).toEqual(["done", "not-open"]);
    expect(await balances()).toBe(before + 1100n);
    expect((await sendTo(other, hotel, bill)).kind).toBe("replayed");
  }
});

test("a dismissal while the till's retry succeeds elsewhere: the receipt stands for it", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const reservationId = `late ${round}`;
    const bill = billTo(reservationId);
    const refusedId = await refusedIdOf(bill);
    await one.changeReservations({
      actor,
      propertyId: hotel.id,
      mode: "merge",
      reservations: [guestNamed(reservationId)],
      confirmed: false,
      ifVersion: null,
    });
    const [, retry] = await Promise.all([
      patiently(() => dismissAt(one, refusedId)),
      patiently(() => sendTo(other, hotel, bill)),
    ]);
    expect(retry.kind).toBe("posted");
    expect(await statusOf(refusedId)).toBe("superseded");
  }
});

test("a dismissal or a repost while the void of the bill arrives elsewhere leaves nothing on a folio", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const bill = billTo("999");
    const refusedId = await refusedIdOf(bill);
    const before = await balances();
    await Promise.all([
      patiently<unknown>(() =>
        round % 2 === 0
          ? dismissAt(one, refusedId)
          : repostAt(one, refusedId, "001"),
      ),
      patiently(() => sendTo(other, hotel, voidOf(bill))),
    ]);
    expect(await balances()).toBe(before);
    expect(["superseded", "reposted"]).toContain(await statusOf(refusedId));
  }
});

/**
 * Both at once, and not by chance: the first has read what stands and is kept from writing into `table`, which the
 * second does not write first; the second is let in until it waits, or is over. Reading hinders neither.
 */
async function crossing<First, Second>(
  table: string,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const [keeper, watcher] = [connection(), connection()];
  await Promise.all([keeper.connect(), watcher.connect()]);
  const waiting = async (): Promise<number> => {
    const { rowCount } = await watcher.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rowCount ?? 0;
  };
  try {
    await keeper.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
    const begun = patiently(first);
    await until(async () => (await waiting()) === 1);
    let isOver = false;
    const entering = patiently(second).finally(() => (isOver = true));
    await until(async () => isOver || (await waiting()) === 2);
    await keeper.query("ROLLBACK");
    return await Promise.all([begun, entering]);
  } finally {
    await Promise.all([keeper.end(), watcher.end()]);
  }
}

const connection = () => new pg.Client({ connectionString: databaseUrl });

test.each([
  ["all that is left", null, null],
  ["together more than there is", 600n, 700n],
])(
  "two persons who give back the last piece at once, %s: one does it, the other is told what is left",
  async (_, mine, theirs) => {
    const before = await balances();
    const receiptId = await receiptIdOf(billTo("001"));
    const answers = await crossing(
      "refunds",
      () => refundAt(one, receiptId, mine),
      () => refundAt(other, receiptId, theirs),
    );
    // The first is the second where it was kept waiting for so long that it came again.
    const [done, refused] =
      answers[0].kind === "done" ? answers : answers.toReversed();
    if (done?.kind !== "done") throw new Error(done?.kind);
    const { refundId, totals } = done.refund;
    const left = 1100n - totals.totalAmount;
    expect(refused).toMatchObject({ kind: "refused", left: { amount: left } });
    expect(await balances()).toBe(before + left);
    const receipt = await other.getReceipt(hotel.id, String(receiptId));
    expect(receipt!.refunds).toMatchObject([
      { refundId, total: totals.totalAmount },
    ]);
  },
);

test.each([
  ["all of it", null],
  ["a part", 400n],
])(
  "a person gives back %s of what the till voids elsewhere at the same moment: it is credited once, whoever is first",
  async (_, amount) => {
    const before = await balances();
    for (const isTillFirst of [false, true]) {
      const bill = billTo("001");
      const receiptId = await receiptIdOf(bill);
      const refund = () => refundAt(one, receiptId, amount);
      const taking = () => sendTo(other, hotel, voidOf(bill));
      const [given, taken] = isTillFirst
        ? (await crossing("receipts", taking, refund)).toReversed()
        : await crossing("refunds", refund, taking);
      expect(taken!.kind).toBe("posted");
      expect(await balances()).toBe(before);
      const receipt = await other.getReceipt(hotel.id, String(receiptId));
      // Whoever is kept waiting for long is taken anew, behind the other.
      if (given!.kind === "done")
        expect(receipt!.refunds.map(({ status }) => status).sort()).toEqual([
          "posted",
          "reversed",
        ]);
      else
        expect(given).toMatchObject({
          rule: "nothing-left",
          left: { amount: 0n },
        });
    }
  },
);

test("what two instances post about one receipt within a millisecond is told apart, although their ids lie between each other's", async () => {
  const now = Date.now() + 3_600_000;
  const clock = { now: () => now };
  const [desk, back] = [
    await openPostgres({ databaseUrl, clock }),
    await openPostgres({ databaseUrl, clock }),
  ];
  const sku = `S${++lines}`;
  const bill = buildBill({
    transactions: [1, 2, 3, 4].map((amount) => buildLine({ amount, sku })),
    payments: [buildPayment({ amount: 10 })],
  });
  const before = await balances();
  const answer = await sendTo(desk, hotel, bill);
  if (answer.kind !== "posted") throw new Error(answer.kind);
  const { receiptId } = answer;
  for (const [store, amount] of [
    [back, 40n],
    [desk, 60n],
  ] as const) {
    const made = await refundAt(store, receiptId, amount);
    if (made.kind !== "done") throw new Error(made.kind);
    const { bills } = (await one.getRefund(hotel.id, made.refund.refundId))!;
    expect(bills.map((own) => own.amount)).toEqual([amount]);
  }
  const receipt = await back.getReceipt(hotel.id, String(receiptId));
  expect(receipt!.refundable.map((own) => own.amount)).toEqual([
    0n,
    200n,
    300n,
    400n,
  ]);
  const voided = await sendTo(desk, hotel, voidOf(bill));
  expect(voided.kind).toBe("posted");
  expect(await balances()).toBe(before);
});

test("and the books are whole", async () => {
  expect(await auditOf(placeOf(one))).toMatchObject({ violations: 0 });
});
