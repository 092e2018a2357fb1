import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Property } from "../../src/properties/property.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, buildLine, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import {
  actor,
  closeAll,
  freshHotel,
  guestNamed,
  openPostgres,
  planOf,
  sendTo,
} from "./store-fixture.ts";

/** Two instances, each with a person at it and a till. */
let one: Store;
let other: Store;
let hotel: Property;
beforeAll(async () => {
  const databaseUrl = await freshDatabase();
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

function dismissAt(store: Store, refusedId: string) {
  return store.dismissRefused({
    actor,
    propertyId: hotel.id,
    refusedId,
    reason: "none",
    idempotency: null,
  });
}

test("two persons who repost one bill at once, while the till sends it again: one does it, and it is posted once", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const bill = billTo("999");
    const refusedId = await refusedIdOf(bill);
    const before = await balances();
    const [first, second] = await Promise.all([
      repostAt(one, refusedId, "001"),
      repostAt(other, refusedId, "002"),
      sendTo(one, hotel, bill),
      sendTo(other, hotel, bill),
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
      dismissAt(one, refusedId),
      sendTo(other, hotel, bill),
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
      round % 2 === 0
        ? dismissAt(one, refusedId)
        : repostAt(one, refusedId, "001"),
      sendTo(other, hotel, voidOf(bill)),
    ]);
    expect(await balances()).toBe(before);
    expect(["superseded", "reposted"]).toContain(await statusOf(refusedId));
  }
});
