import type { Basket, TaxRate } from "./basket.ts";
import {
  HST,
  INCLUSIVE_RATES,
  addServiceCharge,
  addTaxLines,
  orderLines,
  percentLine,
  settle,
  sumOf,
} from "./basket.ts";
import type { SingleKind } from "./bill-kinds.ts";
import type { Random } from "./random.ts";
import { TILL_ONE, roundedQuotient, smallestCoin } from "./till-number.ts";
import type { WireLine } from "./wire-receipt.ts";

/** What stands on a bill of this kind, with what it comes to. */
export function fillBasket(
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
    quantity: TILL_ONE,
    amount: basket.tax,
  };
  return { ...basket, lines: [...lines, taxLine] };
}

/** Net lines and a payment: the gap between them is the tax. */
function withoutTaxDetail(lines: WireLine[], decimals: number): Basket {
  const net = sumOf(lines.map((line) => line.amount));
  const coin = smallestCoin(decimals);
  const due = roundedQuotient(net * HST.multiplier, TILL_ONE * coin) * coin;
  return { lines, serviceCharge: null, due, tax: due - net };
}
