import { describe, expect, test } from "@jest/globals";
import { contentKey } from "../../../src/receipts/receipt-content.ts";
import { readBody } from "../../../src/receipts/read-body.ts";
import { readReceipt } from "../../../src/receipts/read-receipt.ts";
import { totalReceipt } from "../../../src/receipts/total-receipt.ts";
import { compileSchema } from "../../../src/schemas/schema.ts";
import type { BillSetting } from "../../../src/commands/simulate/bill-kinds.ts";
import { createRandom } from "../../../src/commands/simulate/random.ts";
import type { SimulatedBill } from "../../../src/commands/simulate/realistic-bills.ts";
import {
  STORY_KINDS,
  tellStory,
} from "../../../src/commands/simulate/stories.ts";
import { smallestCoin } from "../../../src/commands/simulate/till-number.ts";
import { writeReceipt } from "../../../src/commands/simulate/wire-receipt.ts";

const KEY = "k".repeat(32);
const check = compileSchema("ChargeRequest");

function setting(decimals: number): BillSetting {
  let number = 0;
  return {
    decimals,
    reservationIds: ["001", "002", "003"],
    businessExternalReference: null,
    deviceId: "56397",
    nextNumber: () => (number += 1),
  };
}

function billsOf(
  kind: (typeof STORY_KINDS)[number],
  decimals: number,
  seed: string,
): SimulatedBill[] {
  return tellStory(
    kind,
    setting(decimals),
    createRandom(seed),
    Date.parse("2026-11-21T19:00:00Z"),
  ).bills;
}

describe("simulated bills", () => {
  test("are the same for the same seed, byte for byte", () => {
    const write = (seed: string) =>
      STORY_KINDS.flatMap((kind) => billsOf(kind, 2, seed)).map((bill) =>
        writeReceipt(bill.receipt, KEY),
      );
    expect(write("a")).toEqual(write("a"));
    expect(write("a")).not.toEqual(write("b"));
  });

  test.each(STORY_KINDS)(
    "of kind %s are documented bills, in every currency",
    (kind) => {
      for (const decimals of [0, 2, 3]) {
        for (const { receipt } of billsOf(kind, decimals, "shape")) {
          expect(check(JSON.parse(writeReceipt(receipt, KEY)))).toEqual([]);
        }
      }
    },
  );

  /** Two hands worked the money out from the reference: what the till side expects and what the hotel side books. */
  test.each(STORY_KINDS)(
    "of kind %s come to what the hotel's rules make of them",
    (kind) => {
      for (const decimals of [0, 2, 3]) {
        const rules = {
          decimals,
          roundingTolerance: { 0: 1n, 2: 5n, 3: 50n }[decimals]!,
        };
        for (let seed = 0; seed < 20; seed += 1) {
          for (const { receipt, expected } of billsOf(
            kind,
            decimals,
            `money ${seed}`,
          )) {
            const body = readBody(Buffer.from(writeReceipt(receipt, KEY)));
            if (body.kind !== "read") throw new Error("unreadable");
            const read = readReceipt(body.exact);
            const totalled = totalReceipt(
              read,
              read.lines.map(contentKey),
              rules,
            );
            const coin = smallestCoin(decimals);
            const { gross, tax, tips, flags } = totalled;
            expect({
              seed,
              gross: gross * coin,
              tax: tax * coin,
              tips: tips * coin,
              flags,
            }).toEqual({
              seed,
              gross: expected.gross,
              tax: expected.tax,
              tips: expected.tips,
              flags: [],
            });
          }
        }
      }
    },
  );

  test("that take each other back are linked to the first account and come to nothing", () => {
    const [first, taken] = billsOf("void", 2, "v");
    expect(taken?.receipt.initialAccountId).toBe(first?.receipt.fiscId);
    expect(taken?.receipt.fiscId).not.toBe(first?.receipt.fiscId);
    expect(taken?.expected.gross).toBe(-(first?.expected.gross ?? 1n));
  });
});
