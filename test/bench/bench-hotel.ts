import type { ReservationPatch } from "../../src/schemas/generated.ts";
import { demoHotel } from "../../src/commands/demo-hotel.ts";
import type { SingleKind } from "../../src/commands/simulate/bill-kinds.ts";
import { createRandom } from "../../src/commands/simulate/random.ts";
import { realisticBill } from "../../src/commands/simulate/realistic-bills.ts";
import { writeReceipt } from "../../src/commands/simulate/wire-receipt.ts";

/** The hotel both sides of the benchmark know: 300 guests, one location. */
export const BENCH_KEY = "bench-key-0123456789abcdefghijklmnopqrstuv";

const GUESTS = Array.from({ length: 300 }, (_, index) => String(1000 + index));

export function benchProvisioning(): unknown {
  return {
    properties: [
      {
        id: "bench",
        name: "Bench Hotel",
        currency: "CHF",
        timezone: "Europe/Zurich",
        // Every posting has a code of its own, as in a hotel that is set up: none is flagged `unmapped`.
        transactionCodes: demoHotel({
          propertyId: "bench",
          businessLocationId: "1",
          apiKey: BENCH_KEY,
        }).transactionCodes,
        businessLocations: [
          {
            id: "1",
            name: "Restaurant",
            apiKeys: [{ name: "bench", key: BENCH_KEY }],
          },
        ],
        reservations: GUESTS.map((reservationId): ReservationPatch => ({
          reservationId,
          roomId: reservationId,
          clientName: `Guest ${reservationId}`,
          status: "in-house",
        })),
      },
    ],
  };
}

export interface BenchBill {
  body: Buffer;
  idempotencyKey: string;
}

const KINDS: readonly SingleKind[] = [
  "one-rate",
  "one-rate",
  "two-rates",
  "two-rates",
  "account-discount",
  "service-apportioned",
  "partial",
  "exclusive",
];

/** Distinct bills of 2 to 6 KB; the same label gives the same bills. */
export function benchBills(label: string, count: number): BenchBill[] {
  const random = createRandom(`bench/${label}`);
  const startsAt = Date.now() - count;
  let number = 0;
  const setting = {
    decimals: 2,
    reservationIds: GUESTS,
    businessExternalReference: null,
    deviceId: String(100_000_000 + random.below(800_000_000)),
    nextNumber: () => (number += 1),
  };
  const bills: BenchBill[] = [];
  while (bills.length < count) {
    const lineCount = random.between(4, 12);
    const bill = realisticBill(
      random.pick(KINDS),
      setting,
      random,
      startsAt + bills.length,
      lineCount,
    );
    const body = Buffer.from(writeReceipt(bill.receipt, BENCH_KEY));
    if (body.length < 2000 || body.length > 6000) continue;
    bills.push({
      body,
      idempotencyKey: `LS1_${bill.receipt.uuid.toString("hex")}`,
    });
  }
  return bills;
}
