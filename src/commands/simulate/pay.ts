import type { BillSetting, SingleKind } from "./bill-kinds.ts";
import { TENDERS } from "./menu.ts";
import type { Random } from "./random.ts";
import { roundToCoin, smallestCoin, type TillNumber } from "./till-number.ts";
import type { WirePayment } from "./wire-receipt.ts";

/** Who pays what of a bill of this kind, tips included. */
export function pay(
  kind: SingleKind,
  due: TillNumber,
  setting: BillSetting,
  random: Random,
): WirePayment[] {
  const { decimals, reservationIds } = setting;
  const tip = (probability: number): TillNumber => {
    const coins = random.pick([1n, 2n, 5n, 25n]) * 10n ** BigInt(decimals);
    return random.chance(probability)
      ? (coins * smallestCoin(decimals)) / 2n
      : 0n;
  };
  const wholeTip = (probability: number) =>
    roundToCoin(tip(probability), decimals);
  const guest = random.pick(reservationIds);
  const room = (
    amount: TillNumber,
    gratuity: TillNumber,
    reservationId = guest,
  ): WirePayment => ({
    amount,
    gratuity,
    methodCode: "IKPMS",
    methodName: "Room",
    reservationId,
  });
  const tender = (amount: TillNumber, gratuity: TillNumber): WirePayment => ({
    amount,
    gratuity,
    ...random.pick(TENDERS),
    reservationId: null,
  });

  switch (kind) {
    case "partial": {
      const part = partOf(due, random, decimals);
      return [room(part, wholeTip(0.5)), tender(due - part, wholeTip(0.5))];
    }
    case "two-rooms": {
      const part = partOf(due, random, decimals);
      const other = random.chance(0.15) ? guest : random.pick(reservationIds);
      return [
        room(part, wholeTip(0.3)),
        room(due - part, wholeTip(0.5), other),
      ];
    }
    case "mirrored":
      return [tender(due, wholeTip(0.3))];
    case "zero":
      return [
        { ...tender(0n, 0n), methodCode: "NORMAL", methodName: "Normal" },
      ];
    case "comped":
    case "later-day-credit":
      return [room(due, 0n)];
    case "unknown-guest":
      return [room(due, 0n, `SIM-NOBODY-${random.bytes(4).toString("hex")}`)];
    case "one-rate":
      return [room(due, wholeTip(1))];
    default:
      return [room(due, wholeTip(0.35))];
  }
}

/** At least one coin for either payer, where there are two coins to share. */
function partOf(due: TillNumber, random: Random, decimals: number): TillNumber {
  const coin = smallestCoin(decimals);
  const coins = due / coin;
  if (coins < 2n) return due;
  return ((coins * BigInt(random.between(5, 95))) / 100n) * coin || coin;
}
