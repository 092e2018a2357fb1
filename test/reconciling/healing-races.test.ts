import { describe, expect, jest, test } from "@jest/globals";
import type { ChargeOutcome } from "../../src/folios/charge-decision.ts";
import { StoreUnavailable } from "../../src/store/contract/errors.ts";
import { buildBill, buildPayment, voidOf } from "../support/bill.ts";
import type { Bill } from "../support/bill.ts";
import {
  cashBill,
  LOCATION,
  refusedOf,
  startHotelAtWork,
} from "../support/reconciled-hotel.ts";
import type { ReconciledHotel } from "../support/reconciled-hotel.ts";
import { undoneAfterEach } from "../support/undone.ts";

jest.setTimeout(90_000);

const cleaning = undoneAfterEach();

const ORDERS = ["the till first", "healing first", "both at once"] as const;

/** Two that wait for each other in front of the store, and go on together. */
class Meeting {
  #waiting: (() => void) | null = null;

  /** Resolves, for who came first as for who came second, when both are there. */
  async join(): Promise<void> {
    if (this.#waiting === null)
      return new Promise((resolve) => (this.#waiting = resolve));
    this.#waiting();
  }
}

/**
 * A hotel that recovers its sales while the till sends them after all: each between being missed and being kept, in the
 * order told. On PostgreSQL another instance recovers them, so that transactions meet.
 */
async function crossedHotel(order: (typeof ORDERS)[number]) {
  const hotel = await startHotelAtWork();
  cleaning.push(() => hotel.close());
  const { store } = hotel.app;
  const beside = await hotel.openBeside();
  if (beside !== null) cleaning.push(() => beside.close());
  const tills = store.takeCharge.bind(store);
  const healers = beside === null ? tills : beside.takeCharge.bind(beside);
  const lost = new Map<string, { bill: Bill; meeting: Meeting }>();
  const told: number[] = [];
  store.takeCharge = async (charge, body): Promise<ChargeOutcome> => {
    const crossing = lost.get(charge.identity.fiscId ?? "");
    const atOnce = order === "both at once";
    if (!charge.recovered) {
      if (atOnce) await crossing?.meeting.join();
      return tills(charge, body);
    }
    const send = async (): Promise<void> => {
      told.push((await hotel.charge(crossing!.bill)).status);
    };
    if (order === "the till first") await send();
    const sent = atOnce ? send() : null;
    if (atOnce) await crossing!.meeting.join();
    const healed = await healers(charge, body);
    await sent;
    if (order === "healing first") await send();
    return healed;
  };
  return {
    hotel,
    told,
    /** Lightspeed has it; the till sends it when it is being recovered. */
    lose: (bill: Bill): void => {
      lost.set(String(bill["fiscId"]), { bill, meeting: new Meeting() });
      hotel.record(bill);
    },
  };
}

const postingsOf = async (
  hotel: ReconciledHotel,
  folioId: string,
): Promise<Record<string, unknown>> =>
  (await hotel.partner("GET", `/folios/${folioId}`)).json();
const receiptsOf = async (
  hotel: ReconciledHotel,
  bill: Bill,
): Promise<unknown[]> => {
  const query = encodeURIComponent(`fiscId = ${String(bill["fiscId"])}`);
  const found = await hotel.partner("GET", `/receipts?query=${query}`);
  return found.json()["results"] as unknown[];
};

describe.each(ORDERS)(
  "a bill that the till sends while it is recovered, %s",
  (order) => {
    test("is one receipt, with one set of postings and its money once", async () => {
      const { hotel, lose, told } = await crossedHotel(order);
      const sold = buildBill();
      await hotel.sell(sold);
      const rooms = Array.from({ length: 4 }, () => buildBill());
      const cash = [20, 21, 22, 22].map(cashBill);
      const back = voidOf(sold);
      for (const bill of [...rooms, ...cash, back]) lose(bill);
      const first = await hotel.reconcile();
      expect(first.counts.missingHere).toBe(rooms.length + cash.length + 1);
      expect(told).toEqual(Array(rooms.length + cash.length + 1).fill(200));

      for (const bill of [...rooms, ...cash, back])
        expect(await receiptsOf(hotel, bill)).toHaveLength(1);
      for (const bill of rooms)
        for (const { status } of await refusedOf(hotel, bill))
          expect(status).toBe("superseded");
      const guest = await postingsOf(hotel, "001");
      // The one it begins with, and the rooms; what was sold beside was taken back.
      expect(guest["balance"]).toBe(`${12 * (1 + rooms.length)}.00`);
      expect(guest["postings"]).toHaveLength(3 * (1 + rooms.length + 2));
      const clearing = await postingsOf(hotel, `house:${LOCATION}`);
      expect(clearing["balance"]).toBe("0.00");
      expect(clearing["postings"]).toHaveLength(3 * cash.length);

      const second = await hotel.reconcile();
      expect(second.counts).toMatchObject({
        matched: 3 + rooms.length + cash.length,
        missingHere: 0,
        missingAtLightspeed: 0,
        amountDiffers: 0,
      });
      expect(await hotel.items(second.id)).toEqual([]);
    });

    test("waits for staff once where the till is refused, with what the till says of it", async () => {
      const { hotel, lose, told } = await crossedHotel(order);
      const bill = buildBill({
        payments: [buildPayment({ amount: 11, reservationId: "nobody" })],
      });
      lose(bill);
      await hotel.reconcile();
      expect(told).toEqual([404]);
      const kept = await refusedOf(hotel, bill);
      const open = kept.filter(({ status }) => status === "open");
      expect(open).toMatchObject([
        {
          reason: "reservation-unknown",
          reservationIds: ["nobody"],
          httpStatus: 404,
          attempts: 1,
        },
      ]);
      for (const one of kept.filter(({ status }) => status !== "open"))
        expect(one).toMatchObject({ httpStatus: null, attempts: 0 });
      const reposted = await hotel.partner(
        "POST",
        `/refused-receipts/${String(open[0]!["id"])}/repost`,
        { body: { folioId: "001" }, headers: { "Idempotency-Key": "repost" } },
      );
      expect(reposted.status).toBe(200);
      expect(await receiptsOf(hotel, bill)).toHaveLength(1);
      expect((await postingsOf(hotel, "001"))["balance"]).toBe("23.00");
      const second = await hotel.reconcile();
      expect(second.counts).toMatchObject({ matched: 2, missingHere: 0 });
    });
  },
);

test("bills whose recovery is cut off before it is kept are recovered once, and told of", async () => {
  const hotel = await startHotelAtWork();
  cleaning.push(() => hotel.close());
  const { store } = hotel.app;
  const take = store.takeCharge.bind(store);
  let isCut = false;
  store.takeCharge = async (charge, body) => {
    const outcome = await take(charge, body);
    if (charge.recovered && !isCut) {
      isCut = true;
      throw new StoreUnavailable("not-writable");
    }
    return outcome;
  };
  const lost = [cashBill(20), cashBill(20), buildBill()];
  for (const bill of lost) hotel.record(bill);
  const first = await hotel.reconcile();
  expect(isCut).toBe(true);
  expect(first.counts).toMatchObject({ matched: 1, missingHere: 3 });
  expect(
    (await hotel.items(first.id)).map(({ reason }) => reason).sort(),
  ).toEqual(["recovered", "recovered", "refused"]);
  for (const bill of lost)
    expect([
      ...(await receiptsOf(hotel, bill)),
      ...(await refusedOf(hotel, bill)),
    ]).toHaveLength(1);
  const second = await hotel.reconcile();
  expect(second.counts).toMatchObject({ matched: 3, missingHere: 1 });
});

test("a sale that two runs recover, because one was taken over, is kept once, and as sent by no till", async () => {
  const hotel = await startHotelAtWork();
  cleaning.push(() => hotel.close());
  const { store } = hotel.app;
  const take = store.takeCharge.bind(store);
  store.takeCharge = async (charge, body) => {
    if (charge.recovered) await take(charge, body);
    return take(charge, body);
  };
  const [cash, room] = [cashBill(20), buildBill()];
  for (const bill of [cash, room]) hotel.record(bill);
  const { counts } = await hotel.reconcile();
  expect(counts).toMatchObject({ matched: 1, missingHere: 2 });
  expect(await receiptsOf(hotel, cash)).toHaveLength(1);
  expect(await refusedOf(hotel, room)).toMatchObject([
    { status: "open", attempts: 0, httpStatus: null },
  ]);
});
