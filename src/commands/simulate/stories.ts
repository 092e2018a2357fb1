import { createHash } from "node:crypto";
import type { Random } from "./random.ts";
import type { BillSetting, SingleKind } from "./bill-kinds.ts";
import { SINGLE_KINDS } from "./bill-kinds.ts";
import type { SimulatedBill } from "./realistic-bills.ts";
import { expectedOf, randomUuid, realisticBill } from "./realistic-bills.ts";
import type { WireReceipt } from "./wire-receipt.ts";

/** What a till can be asked to play: single bills, and chains in which later bills take back the first. */
export const STORY_KINDS = [
  ...SINGLE_KINDS,
  "void",
  "tip-correction",
  "reopened",
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

export type Mix = ReadonlyMap<StoryKind, number>;

/** How often each kind comes, when nothing else is asked for: most bills are ordinary, every kind turns up. */
export const USUAL_MIX: Mix = new Map<StoryKind, number>(
  STORY_KINDS.map((kind) => [kind, 2] as const),
)
  .set("one-rate", 10)
  .set("two-rates", 8)
  .set("partial", 4)
  .set("void", 3)
  .set("mirrored", 4)
  .set("unknown-guest", 1);

/** Bills to be sent one after the other, because each refers to the one before. */
export interface Story {
  kind: StoryKind;
  bills: SimulatedBill[];
}

export function pickKind(mix: Mix, random: Random): StoryKind {
  const total = [...mix.values()].reduce((sum, weight) => sum + weight, 0);
  let left = random.below(total);
  for (const [kind, weight] of mix) {
    left -= weight;
    if (left < 0) return kind;
  }
  throw new RangeError("a mix needs at least one kind with a weight above 0");
}

/** The bills of one story; the same random stream tells the same story. */
export function tellStory(
  kind: StoryKind,
  setting: BillSetting,
  random: Random,
  closedAt: number,
): Story {
  switch (kind) {
    case "void": {
      const first = realisticBill(
        chargedKind(random),
        setting,
        random,
        closedAt,
      );
      return { kind, bills: [first, voidOf(first, setting, random)] };
    }
    case "reopened": {
      const first = realisticBill(
        chargedKind(random),
        setting,
        random,
        closedAt,
      );
      const taken = voidOf(first, setting, random);
      return { kind, bills: [first, taken, rungAgain(first, setting, random)] };
    }
    case "tip-correction": {
      const first = realisticBill("one-rate", setting, random, closedAt);
      const taken = voidOf(first, setting, random);
      const again = rungAgain(first, setting, random);
      for (const payment of again.receipt.payments) payment.gratuity *= 2n;
      return {
        kind,
        bills: [
          first,
          taken,
          { ...again, expected: expectedOf(again.receipt, first.expected.tax) },
        ],
      };
    }
    default:
      return { kind, bills: [realisticBill(kind, setting, random, closedAt)] };
  }
}

const CHARGED: readonly SingleKind[] = SINGLE_KINDS.filter(
  (kind) =>
    !["zero", "comped", "later-day-credit", "unknown-guest"].includes(kind),
);
const chargedKind = (random: Random) => random.pick(CHARGED);

/** The whole bill with the opposite sign, as a new account of the same chain. */
function voidOf(
  bill: SimulatedBill,
  setting: BillSetting,
  random: Random,
): SimulatedBill {
  const { receipt } = bill;
  const taken: WireReceipt = {
    ...nextAccount(receipt, setting, random),
    lines: receipt.lines.map((line) => ({
      ...line,
      quantity: -line.quantity,
      amount: -line.amount,
      contribution: line.contribution === null ? null : -line.contribution,
      taxLines:
        line.taxLines?.map((tax) => ({ ...tax, taxAmount: -tax.taxAmount })) ??
        null,
    })),
    payments: receipt.payments.map((payment) => ({
      ...payment,
      amount: -payment.amount,
      gratuity: -payment.gratuity,
    })),
    serviceCharge: receipt.serviceCharge && {
      ...receipt.serviceCharge,
      amount: -receipt.serviceCharge.amount,
    },
  };
  return {
    kind: "void",
    receipt: taken,
    expected: expectedOf(taken, -bill.expected.tax),
  };
}

/** The same positive bill once more; its link to the first account makes it no reversal. */
function rungAgain(
  bill: SimulatedBill,
  setting: BillSetting,
  random: Random,
): SimulatedBill {
  const receipt: WireReceipt = {
    ...nextAccount(bill.receipt, setting, random),
    lines: bill.receipt.lines,
    payments: bill.receipt.payments.map((payment) => ({ ...payment })),
  };
  // After the void, so that the order at the till can be told from the times.
  receipt.closedAt += 60;
  return {
    kind: "rung-again",
    receipt,
    expected: expectedOf(receipt, bill.expected.tax),
  };
}

function nextAccount(
  receipt: WireReceipt,
  setting: BillSetting,
  random: Random,
): WireReceipt {
  const number = setting.nextNumber();
  return {
    ...receipt,
    closedAt: receipt.closedAt + 60,
    fiscId: `A${setting.deviceId}.${number}`,
    receiptNumber: `R${setting.deviceId}.${number}`,
    uuid: randomUuid(random),
  };
}

/** A device number that two runs do not share: fiscal ids are unique to a device only. */
export function deviceOf(seed: string): string {
  const digest = createHash("sha256").update(`device/${seed}`).digest();
  return String(10_000_000 + (digest.readUInt32BE(0) % 900_000_000));
}
