import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { formatMinor, sum } from "../../src/money.ts";
import type { Posting } from "../../src/folios/posting.ts";
import type { CloseBusinessDate } from "../../src/store/contract/business-dates.ts";
import type { Store } from "../../src/store/store.ts";
import { buildBill, voidOf } from "../support/bill.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import {
  actor,
  auditOf,
  closeAll,
  firstPage,
  freshHotel,
  openPostgres,
  placeOf,
  planOf,
  sendTo,
} from "./store-fixture.ts";

const TODAY = "2026-11-20";
const ROUNDS = 6;
const BILLS = 20;

let one: Store;
let other: Store;
beforeAll(async () => {
  const databaseUrl = await freshDatabase();
  const clock = { now: () => Date.parse("2026-11-20T21:00:00Z") };
  one = await openPostgres({ databaseUrl, clock });
  other = await openPostgres({ databaseUrl, clock });
});
afterAll(closeAll);

test("bills posted on one instance while the other closes their date: what is closed is in the report and stays, all else is on the next", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const hotel = freshHotel();
    await one.provision(planOf(hotel));
    const ask: CloseBusinessDate = {
      actor,
      propertyId: hotel.id,
      businessDate: TODAY,
      idempotency: null,
    };
    const bills = Array.from({ length: BILLS }, () => buildBill());
    const send = (store: Store) => async (bill: object) =>
      (await sendTo(store, hotel, bill)).kind;
    const early = bills.slice(0, BILLS / 2).map(send(one));
    // With one of them answered the others are under way.
    await early[round];
    const closing = other.closeBusinessDate(ask);
    const late = bills.slice(BILLS / 2).map(send(one));
    const voids = bills.slice(0, 3).map((bill) => send(one)(voidOf(bill)));
    const closed = await closing;
    if (closed.kind !== "closed") throw new Error(closed.kind);
    const frozen = await postingsOf(hotel.id, TODAY);
    expect(await Promise.all([...early, ...late, ...voids])).not.toContain(
      "refused",
    );
    expect(await postingsOf(hotel.id, TODAY)).toEqual(frozen);
    expect(closed.report.totals.gross).toBe(owed(frozen));
    expect(await one.getBusinessDate(hotel.id, TODAY)).toEqual(closed.report);
    const all = await postingsOf(hotel.id, null);
    const next = all.filter(({ businessDate }) => businessDate !== TODAY);
    expect(all.length - next.length).toBe(frozen.length);
    expect(new Set(next.map(({ businessDate }) => businessDate))).toEqual(
      new Set(next.length === 0 ? [] : ["2026-11-21"]),
    );
    const report = await other.getBusinessDate(hotel.id, "2026-11-21");
    expect(report!.totals.gross).toBe(owed(next));
    // Each bill is 11.00.
    expect(owed(all)).toBe(formatMinor(1100n * BigInt(BILLS - 3), 2));
  }
  expect(await auditOf(placeOf(one))).toMatchObject({ violations: 0 });
}, 120_000);

/** Without tips, as a report's gross. */
function owed(postings: readonly Pick<Posting, "kind" | "gross">[]): string {
  const counted = postings.filter(
    ({ kind }) => kind !== "payment" && kind !== "gratuity",
  );
  return formatMinor(sum(counted.map(({ gross }) => gross)), 2);
}

/** Flags say what stands now: a bill that looks like one of a closed date flags that as well. */
async function postingsOf(
  propertyId: string,
  date: string | null,
): Promise<Omit<Posting, "flags">[]> {
  const { results } = await one.list(
    "postings",
    propertyId,
    firstPage("postingId"),
  );
  return results
    .filter(({ businessDate }) => date === null || businessDate === date)
    .map(({ flags: _, ...booked }) => booked);
}
