import type { Dish } from "./menu.ts";
import { DISHES_BY_PIECE, DISHES_BY_WEIGHT, RARITIES } from "./menu.ts";
import type { Random } from "./random.ts";
import type { TillNumber } from "./till-number.ts";
import {
  TILL_ONE,
  roundToCoin,
  roundedQuotient,
  smallestCoin,
} from "./till-number.ts";
import type { WireLine, WireReceipt } from "./wire-receipt.ts";

/** Taxes of the places the simulated restaurants stand in. */
export interface TaxRate {
  name: string;
  multiplier: TillNumber;
}
const percent = (name: string, multiplier: TillNumber): TaxRate => ({
  name,
  multiplier,
});

/** Each pair is used together: drinks and service at the first, food to take away at the second. */
export const INCLUSIVE_RATES: readonly (readonly [TaxRate, TaxRate])[] = [
  [percent("MwSt. 7.7%", 10_770n), percent("MwSt. 2.5%", 10_250n)],
  [percent("MwSt. 8.1%", 10_810n), percent("MwSt. 2.6%", 10_260n)],
  [percent("MwSt. 19%", 11_900n), percent("MwSt. 7%", 10_700n)],
  [percent("TVA 10%", 11_000n), percent("TVA 5.5%", 10_550n)],
];
export const HST = percent("13% HST", 11_300n);

// The provincial rate is 9.975 %: the multiplier shown is rounded, only the tax amount is right.
const GST = {
  taxId: "141948669132806",
  taxName: "5% GST",
  taxRate: 10_500n,
  millionths: 50_000n,
};
const PST = {
  taxId: "141948669132807",
  taxName: "9.975% PST",
  taxRate: 10_998n,
  millionths: 99_750n,
};
const GST_AND_PST = 11_498n;

/** The lines of a bill with what they come to: before payments and tips. */
export interface Basket {
  lines: WireLine[];
  serviceCharge: WireReceipt["serviceCharge"];
  /** In whole coins. */
  due: TillNumber;
  /** Rounded once per rate, in whole coins. */
  tax: TillNumber;
}

export interface BasketOrder {
  random: Random;
  /** Decimals of the currency. */
  decimals: number;
  lineCount: number;
  rates: readonly TaxRate[];
  taxIncluded: boolean;
  enriched: boolean;
  byWeight: boolean;
}

export function orderLines(order: BasketOrder): WireLine[] {
  const { random, rates } = order;
  return Array.from({ length: order.lineCount }, (_, place) => {
    const menu =
      order.byWeight && place === 0 ? DISHES_BY_WEIGHT : DISHES_BY_PIECE;
    const rate = place < rates.length ? rates[place]! : random.pick(rates);
    return orderLine(order, random.pick(menu), rate);
  });
}

function orderLine(order: BasketOrder, dish: Dish, rate: TaxRate): WireLine {
  const { random, decimals } = order;
  const unitAmount = priceOf(dish, decimals);
  const quantity = dish.byWeight
    ? BigInt(random.between(180, 1900)) * 10n
    : BigInt(random.chance(0.7) ? 1 : random.between(2, 6)) * TILL_ONE;
  const exact = roundedQuotient(unitAmount * quantity, TILL_ONE);
  const group = random.chance(0.005) ? RARITIES : dish.group;
  return {
    unitAmount,
    quantity,
    amount: roundToCoin(exact, decimals),
    description: dish.description,
    groupId: group.id,
    groupName: group.name,
    sku: dish.sku,
    taxRate: rate.multiplier,
    taxName: rate.name,
    taxIncluded: order.taxIncluded,
    type: order.enriched ? "Sale" : null,
    contribution: null,
    taxLines: null,
  };
}

/** A franc is about 100 yen and a third of a dinar here: good enough for prices that look right. */
function priceOf(dish: Dish, decimals: number): TillNumber {
  if (decimals === 0) return BigInt(dish.price) * TILL_ONE;
  if (decimals === 3)
    return roundToCoin((BigInt(dish.price) * 100n) / 3n, decimals);
  return BigInt(dish.price) * smallestCoin(decimals);
}

/** A line that takes `perMille` of the given lines off, or adds it for a surcharge; at their tax rate. */
export function percentLine(part: {
  of: readonly WireLine[];
  perMille: bigint;
  type: "LineDiscount" | "AccountDiscount" | "PercentItem";
  description: string;
  decimals: number;
}): WireLine {
  const model = part.of[0]!;
  const total = sumOf(part.of.map((line) => line.amount));
  const amount = roundToCoin(
    roundedQuotient(total * part.perMille, 1000n),
    part.decimals,
  );
  const ownSku = {
    LineDiscount: model.sku,
    AccountDiscount: "DISC",
    PercentItem: "SURCH",
  };
  return {
    ...model,
    unitAmount: amount,
    quantity: TILL_ONE,
    amount,
    description: part.description,
    sku: ownSku[part.type],
    // Without the enriched payload a discount is known by its negative price alone.
    type: model.type === null && part.type !== "PercentItem" ? null : part.type,
  };
}

/** Spreads a service charge of 10 % over the lines so that the shares add up to it exactly. */
export function addServiceCharge(
  lines: WireLine[],
  type: "UNTAXED" | "APPORTIONED",
  decimals: number,
): NonNullable<WireReceipt["serviceCharge"]> {
  const total = sumOf(lines.map((line) => line.amount));
  const amount = roundToCoin(total / 10n, decimals);
  let before: TillNumber = 0n;
  let spread: TillNumber = 0n;
  for (const line of lines) {
    before += line.amount;
    const upToHere = roundedQuotient(amount * before, total);
    line.contribution = upToHere - spread;
    spread = upToHere;
  }
  return { amount, type };
}

/** Names both taxes of every line with their amounts, as tax-exclusive businesses send them with ENRICHED_PAYLOAD. */
export function addTaxLines(lines: WireLine[]): void {
  for (const line of lines) {
    const base = line.amount + (line.contribution ?? 0n);
    line.taxRate = GST_AND_PST;
    line.taxLines = [GST, PST].map(
      ({ taxId, taxName, taxRate, millionths }) => ({
        taxId,
        taxName,
        taxRate,
        taxAmount: roundedQuotient(base * millionths, 1_000_000n),
        taxIncluded: false,
      }),
    );
  }
}

/** What the lines and the service charge come to, and the tax in it; for lines with or without `taxLines`. */
export function settle(
  lines: WireLine[],
  serviceCharge: WireReceipt["serviceCharge"],
  decimals: number,
): Basket {
  const lineTotal = sumOf(lines.map((line) => line.amount));
  const addedTax = sumOf(
    lines.flatMap((line) => (line.taxLines ?? []).map((tax) => tax.taxAmount)),
  );
  return {
    lines,
    serviceCharge,
    due: roundToCoin(
      lineTotal + addedTax + (serviceCharge?.amount ?? 0n),
      decimals,
    ),
    tax: taxOf(lines, serviceCharge?.type ?? null, decimals),
  };
}

function taxOf(
  lines: readonly WireLine[],
  serviceType: "UNTAXED" | "APPORTIONED" | null,
  decimals: number,
): TillNumber {
  const coin = smallestCoin(decimals);
  const included = new Map<TillNumber, TillNumber>();
  const named = new Map<TillNumber, TillNumber>();
  for (const line of lines) {
    if (line.taxLines !== null) {
      for (const tax of line.taxLines) addTo(named, tax.taxRate, tax.taxAmount);
      continue;
    }
    const share =
      serviceType === "APPORTIONED" ? (line.contribution ?? 0n) : 0n;
    addTo(included, line.taxRate, line.amount + share);
  }
  let tax: TillNumber = 0n;
  for (const [rate, gross] of included) {
    tax += roundedQuotient(gross * (rate - TILL_ONE), rate * coin) * coin;
  }
  for (const amount of named.values()) tax += roundToCoin(amount, decimals);
  return tax;
}

export function sumOf(values: Iterable<TillNumber>): TillNumber {
  let total: TillNumber = 0n;
  for (const value of values) total += value;
  return total;
}

export function addTo<Key>(
  totals: Map<Key, TillNumber>,
  key: Key,
  value: TillNumber,
): void {
  totals.set(key, (totals.get(key) ?? 0n) + value);
}

/** How many lines a bill has when nothing else decides it: most are short, a few are long. */
export function usualLineCount(random: Random): number {
  return random.chance(0.15) ? random.between(7, 14) : random.between(1, 5);
}
