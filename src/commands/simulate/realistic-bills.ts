import type { Basket, TaxRate } from "./basket.ts";
import {
  HST,
  INCLUSIVE_RATES,
  addServiceCharge,
  addTaxLines,
  addTo,
  orderLines,
  percentLine,
  settle,
  sumOf,
  usualLineCount,
} from "./basket.ts";
import { TENDERS, pickWaiter } from "./menu.ts";
import type { Random } from "./random.ts";
import {
  roundToCoin,
  roundedQuotient,
  smallestCoin,
  type TillNumber,
} from "./till-number.ts";
import type { WireLine, WirePayment, WireReceipt } from "./wire-receipt.ts";

/** The bills of one closing, by what is special about them (reference e). Follow-ups are in stories.ts. */
export const SINGLE_KINDS = [
  "one-rate",
  "two-rates",
  "exclusive",
  "exclusive-apportioned",
  "exclusive-tax-as-line",
  "exclusive-without-detail",
  "service-untaxed",
  "service-apportioned",
  "line-discount",
  "account-discount",
  "surcharge",
  "weights",
  "partial",
  "two-rooms",
  "comped",
  "mirrored",
  "zero",
  "later-day-credit",
  "unknown-guest",
] as const;
export type SingleKind = (typeof SINGLE_KINDS)[number];

/** A bill as it will be sent, with what a hotel should make of it: worked out here, from the reference alone. */
export interface SimulatedBill {
  kind: string;
  receipt: WireReceipt;
  expected: ExpectedBill;
}

export interface ExpectedBill {
  /** With service charge and tax, without tips. */
  gross: TillNumber;
  tax: TillNumber;
  tips: TillNumber;
  /** Amount plus tip by reservation; null: everything no guest was charged. */
  byPayer: Map<string | null, TillNumber>;
  /** False: it names nobody the hotel knows and must be refused. */
  acceptable: boolean;
}

/** Where and by whom bills are rung. */
export interface BillSetting {
  /** Decimals of the currency. */
  decimals: number;
  /** Reservations that may be charged; at least one. */
  reservationIds: readonly string[];
  businessExternalReference: string | null;
  deviceId: string;
  /** Counts the accounts of the device: `A<device>.<n>`. */
  nextNumber: () => number;
}

/** One bill of the given kind, closed at `closedAt`. The same random stream gives the same bill. */
export function realisticBill(
  kind: SingleKind,
  setting: BillSetting,
  random: Random,
  closedAt: number,
  lineCount = usualLineCount(random),
): SimulatedBill {
  const basket = fillBasket(kind, setting.decimals, random, lineCount);
  const payments = pay(kind, basket.due, setting, random);
  const waiter = pickWaiter(random);
  const number = setting.nextNumber();
  const fiscId = `A${setting.deviceId}.${number}`;
  const receipt: WireReceipt = {
    name: random.chance(0.2) ? "" : `Table ${random.between(1, 60)}`,
    openedAt: closedAt - random.between(2, 150) * 60_000,
    closedAt,
    covers: random.below(7),
    ownerId: waiter.id,
    ownerName: waiter.name,
    deviceId: setting.deviceId,
    businessExternalReference: setting.businessExternalReference,
    receiptNumber: kind === "zero" ? null : `R${setting.deviceId}.${number}`,
    fiscId,
    initialAccountId: fiscId,
    uuid: randomUuid(random),
    revenueCenterId: "94489280528",
    revenueCenterName: "Fixed POS",
    lines: basket.lines,
    payments,
    serviceCharge: basket.serviceCharge,
    padded: random.chance(0.3),
  };
  return {
    kind,
    receipt,
    expected: expectedOf(receipt, basket.tax, kind !== "unknown-guest"),
  };
}

/** What the payments decide: the lines only say how much of it is tax. */
export function expectedOf(
  receipt: WireReceipt,
  tax: TillNumber,
  acceptable = true,
): ExpectedBill {
  const byPayer = new Map<string | null, TillNumber>();
  for (const {
    methodCode,
    reservationId,
    amount,
    gratuity,
  } of receipt.payments) {
    addTo(
      byPayer,
      methodCode === "IKPMS" ? reservationId : null,
      amount + gratuity,
    );
  }
  return {
    gross: sumOf(receipt.payments.map((payment) => payment.amount)),
    tips: sumOf(receipt.payments.map((payment) => payment.gratuity)),
    tax,
    byPayer,
    acceptable,
  };
}

export function randomUuid(random: Random): Buffer {
  const bytes = random.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes;
}

function fillBasket(
  kind: SingleKind,
  decimals: number,
  random: Random,
  lineCount: number,
): Basket {
  const pair = random.pick(INCLUSIVE_RATES);
  const enriched = random.chance(0.7);
  const order = (
    rates: readonly TaxRate[],
    taxIncluded = true,
    byWeight = false,
  ) =>
    orderLines({
      random,
      decimals,
      rates,
      taxIncluded,
      byWeight,
      enriched: enriched || !taxIncluded,
      lineCount: Math.max(lineCount, rates.length),
    });
  const one = [pair[0]];

  switch (kind) {
    case "zero":
      return { lines: [], serviceCharge: null, due: 0n, tax: 0n };
    case "exclusive": {
      const lines = order([HST], false);
      addTaxLines(lines);
      return settle(lines, null, decimals);
    }
    case "exclusive-apportioned": {
      const lines = order([HST], false);
      const serviceCharge = addServiceCharge(lines, "APPORTIONED", decimals);
      addTaxLines(lines);
      return settle(lines, serviceCharge, decimals);
    }
    case "exclusive-tax-as-line":
      return withTaxAsLine(order([HST], false).map(legacy), decimals);
    case "exclusive-without-detail":
      return withoutTaxDetail(order([HST], false).map(legacy), decimals);
    case "service-untaxed":
    case "service-apportioned": {
      const lines = order(random.chance(0.5) ? one : pair);
      const type = kind === "service-untaxed" ? "UNTAXED" : "APPORTIONED";
      return settle(lines, addServiceCharge(lines, type, decimals), decimals);
    }
    case "line-discount": {
      const lines = order(one);
      const discounted = lines[0]!;
      const discount = percentLine({
        of: [discounted],
        perMille: BigInt(-50 * random.between(1, 10)),
        type: "LineDiscount",
        description: "Stammgast-Rabatt",
        decimals,
      });
      return settle([discounted, discount, ...lines.slice(1)], null, decimals);
    }
    case "account-discount":
      return settle(
        discountAll(order(pair), -100n, "Hotel guest 10%", decimals),
        null,
        decimals,
      );
    case "comped":
      return settle(
        discountAll(order(pair), -1000n, "On the house", decimals),
        null,
        decimals,
      );
    case "surcharge": {
      const lines = order(one);
      const extra = percentLine({
        of: lines,
        perMille: 150n,
        type: "PercentItem",
        description: "Room service 15%",
        decimals,
      });
      return settle([...lines, extra], null, decimals);
    }
    case "later-day-credit": {
      const line = order(one)[0]!;
      return settle(
        [{ ...line, quantity: -line.quantity, amount: -line.amount }],
        null,
        decimals,
      );
    }
    case "two-rates":
      return settle(order(pair), null, decimals);
    case "weights":
      return settle(order(one, true, true), null, decimals);
    case "one-rate":
    case "partial":
    case "two-rooms":
    case "mirrored":
    case "unknown-guest":
      return settle(order(one), null, decimals);
  }
}

const legacy = (line: WireLine): WireLine => ({ ...line, type: null });

/** One discount line per tax rate, as the till splits a discount on the whole bill. */
function discountAll(
  lines: WireLine[],
  perMille: bigint,
  description: string,
  decimals: number,
): WireLine[] {
  const byRate = Map.groupBy(lines, (line) => line.taxRate);
  const discounts = [...byRate.values()].map((of) =>
    percentLine({
      of,
      perMille,
      type: "AccountDiscount",
      description,
      decimals,
    }),
  );
  return [...lines, ...discounts];
}

/** The oldest payload: the tax is one more line under the name of the first. */
function withTaxAsLine(lines: WireLine[], decimals: number): Basket {
  const basket = withoutTaxDetail(lines, decimals);
  const taxLine: WireLine = {
    ...lines[0]!,
    unitAmount: basket.tax,
    quantity: 10_000n,
    amount: basket.tax,
  };
  return { ...basket, lines: [...lines, taxLine] };
}

/** Net lines and a payment: the gap between them is the tax. */
function withoutTaxDetail(lines: WireLine[], decimals: number): Basket {
  const net = sumOf(lines.map((line) => line.amount));
  const due = roundToCoin(
    roundedQuotient(net * HST.multiplier, 10_000n),
    decimals,
  );
  return { lines, serviceCharge: null, due, tax: due - net };
}

function pay(
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
