import type { ReservationPatch } from "../../src/schemas/generated.ts";
import type { ProvisioningPlan } from "../../src/store/contract/provisioning.ts";
import { readProvisioningFile } from "../../src/provisioning/read-provisioning-file.ts";
import { demoHotel } from "../../src/commands/demo-hotel.ts";
import type { SingleKind } from "../../src/commands/simulate/bill-kinds.ts";
import { createRandom } from "../../src/commands/simulate/random.ts";
import { realisticBill } from "../../src/commands/simulate/realistic-bills.ts";
import { writeReceipt } from "../../src/commands/simulate/wire-receipt.ts";

/** The hotel that benchmarks use: 300 guests, one location. */
export const BENCH_KEY = "bench-key-0123456789abcdefghijklmnopqrstuv";
/** May read all of it. */
export const BENCH_TOKEN = "bench-token-0123456789abcdefghijklmnopqrst";

export const GUESTS: readonly string[] = Array.from(
  { length: 300 },
  (_, index) => String(1000 + index),
);

export function benchProvisioning(): unknown {
  return {
    managementTokens: [
      {
        name: "bench",
        token: BENCH_TOKEN,
        scopes: ["read"],
        properties: ["bench"],
      },
    ],
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

/** The same, as the store takes it. */
export function benchPlan(): ProvisioningPlan {
  const read = readProvisioningFile({
    bytes: Buffer.from(JSON.stringify(benchProvisioning())),
    prune: false,
    dryRun: false,
    actor: { type: "command", name: "bench" },
    installed: null,
  });
  if (read.kind === "faulty") throw new Error(JSON.stringify(read.faults));
  return read.plan;
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
