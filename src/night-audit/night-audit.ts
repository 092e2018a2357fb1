import { currencyDecimals, formatMinor, parseDecimal, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { ROOM_CHARGE } from "../receipts/receipt.ts";
import type { LineKind } from "../receipts/receipt.ts";
import type { NightAudit } from "../schemas/generated.ts";
import { methodOf, RATES_BETWEEN, taxOf } from "./day-totals.ts";
import type { DaySection, DaySum, DayTotals } from "./day-totals.ts";
import { unsettledBills } from "./unsettled-bills.ts";

/** Everything a report is made of, of one moment. */
export interface DayFacts {
  propertyId: string;
  propertyName: string;
  /** ISO 4217. */
  currency: string;
  businessDate: string;
  /** Null while the date is open. `at`: milliseconds UTC; `by`: who, as on the trail. */
  closed: { at: number; by: string } | null;
  totals: DayTotals;
  /** Names of outlets by id, those of earlier times too. */
  outlets: ReadonlyMap<string, string>;
  /** Refused receipts of the date by their state now; `amount` with tips, of those that could be read. */
  refused: readonly { status: RefusedStatus; count: number; amount: Minor }[];
  /** Which postings that leave bills of the date unsettled, or take such back, take back which other, as linked now. */
  takenBack: ReadonlyMap<bigint, bigint>;
  /** Flags that stand on receipts of the date, and on how many. */
  flags: readonly { flag: string; count: number }[];
  /** The last act on the hotel's trail before this report, as `audit --expect-head` takes it. */
  trailHead: string | null;
}

type RefusedStatus = "open" | "reposted" | "dismissed" | "superseded";

/**
 * The night audit report of a business date, as it is answered and, once the date is closed, kept. Every section sums to
 * the totals: `gross` = `net` + `tax`, over kinds, transaction codes, tax rates and outlets; `gross` + `tips` over
 * payment methods.
 */
export function nightAuditOf(facts: DayFacts): NightAudit {
  const { totals, closed, currency } = facts;
  const write = writer(currencyDecimals(currency));
  const revenue = LINE_KINDS.flatMap((kind) =>
    totals.of("kind").filter((own) => own.name === kind),
  );
  const tips = sumOf(
    totals.of("kind").filter(({ name }) => name === "gratuity"),
  );
  const refunds = sumOf(totals.of("refund"));
  return {
    propertyId: facts.propertyId,
    propertyName: facts.propertyName,
    businessDate: facts.businessDate,
    status: closed === null ? "open" : "closed",
    closedAt: closed === null ? null : new Date(closed.at).toISOString(),
    closedBy: closed?.by ?? null,
    currency,
    totals: {
      ...write.amounts(sumOf(revenue)),
      tips: write.money(tips.gross),
      serviceCharge: write.money(
        sumOf(revenue.filter(({ name }) => name === "service-charge")).gross,
      ),
      refunds: write.money(refunds.gross),
    },
    receipts: {
      sales: timesOf(totals, "receipt", "sale"),
      reversals: timesOf(totals, "receipt", "reversal"),
      zero: timesOf(totals, "receipt", "zero"),
    },
    byKind: revenue.map((own) => ({
      kind: own.name as LineKind,
      ...write.amounts(own),
    })),
    byTransactionCode: byName(totals.of("code")).map((own) => ({
      transactionCode: own.name || null,
      ...write.amounts(own),
    })),
    byTaxRate: ratesOf(totals, write),
    byOutlet: outletsOf(facts, write),
    byPaymentMethod: methodsOf(totals, write),
    refunds: {
      ...write.amounts(refunds),
      tips: write.money(sumOf(totals.of("refund-tips")).gross),
    },
    comped: {
      discounted: {
        lines: timesOf(totals, "comped", "discounted"),
        gross: write.money(sumOf(totals.of("comped")).gross),
      },
      withoutPrice: { lines: timesOf(totals, "comped", "without-price") },
    },
    refused: refusedOf(facts, write),
    warnings: warningsOf(facts, write),
    trailHead: facts.trailHead,
  };
}

/** What belongs to the gross, in the order it is shown. */
const LINE_KINDS: readonly LineKind[] = [
  "item",
  "discount",
  "surcharge",
  "service-charge",
  "rounding",
  "difference",
];

interface Amounts {
  net: Minor;
  tax: Minor;
  gross: Minor;
}

interface Writer {
  money(amount: Minor): string;
  amounts(sum: Amounts): { net: string; tax: string; gross: string };
}

function writer(decimals: number): Writer {
  const money = (amount: Minor): string => formatMinor(amount, decimals);
  return {
    money,
    amounts: ({ net, tax, gross }) => ({
      net: money(net),
      tax: money(tax),
      gross: money(gross),
    }),
  };
}

function sumOf(sums: readonly Amounts[]): Amounts {
  return {
    net: sum(sums.map((own) => own.net)),
    tax: sum(sums.map((own) => own.tax)),
    gross: sum(sums.map((own) => own.gross)),
  };
}

function timesOf(totals: DayTotals, section: DaySection, name: string): number {
  const own = totals.of(section).find((one) => one.name === name);
  return Number(own?.times ?? 0n);
}

/** What has no name comes last. */
function byName(sums: DaySum[]): DaySum[] {
  return sums.sort((one, other) => {
    if (one.name === "" || other.name === "") return one.name === "" ? 1 : -1;
    return one.name < other.name ? -1 : 1;
  });
}

/** The highest rate first, what bears no tax last. */
function ratesOf(totals: DayTotals, write: Writer): NightAudit["byTaxRate"] {
  const rows = totals.of("rates").map((own) => {
    const rates = own.name === "" ? [] : own.name.split(RATES_BETWEEN);
    const height =
      rates.length === 0 ? -1n : sum(rates.map((rate) => parseDecimal(rate)!));
    return { own, rates, height };
  });
  const parts = totals
    .of("tax")
    .map(({ name, tax }) => ({ ...taxOf(name), tax }));
  const taxesOf = ({ name, tax }: DaySum, rates: string[]) =>
    rates.length < 2
      ? rates.map((rate) => ({ rate, amount: write.money(tax) }))
      : parts
          .filter((part) => part.rates === name)
          .map((part) => ({ rate: part.rate, amount: write.money(part.tax) }));
  return rows
    .sort((one, other) => (one.height > other.height ? -1 : 1))
    .map(({ own, rates }) => ({
      rate: own.name || null,
      ...write.amounts(own),
      taxes: taxesOf(own, rates),
    }));
}

function outletsOf(
  { totals, outlets }: DayFacts,
  write: Writer,
): NightAudit["byOutlet"] {
  const revenue = new Map(totals.of("outlet").map((own) => [own.name, own]));
  const tips = new Map(totals.of("outlet-tips").map((own) => [own.name, own]));
  const ids = [...new Set([...revenue.keys(), ...tips.keys()])].sort();
  return ids.map((businessLocationId) => ({
    businessLocationId,
    name: outlets.get(businessLocationId) ?? null,
    ...write.amounts(revenue.get(businessLocationId) ?? sumOf([])),
    tips: write.money(tips.get(businessLocationId)?.gross ?? 0n),
  }));
}

/** Room charges first. A code under which tills know several names has them all. */
function methodsOf(
  totals: DayTotals,
  write: Writer,
): NightAudit["byPaymentMethod"] {
  const paid = totals
    .of("method")
    .map(({ name, gross }) => ({ ...methodOf(name), gross }));
  const codes = [...new Set(paid.map(({ code }) => code ?? ""))].sort();
  return [
    ...codes.filter((code) => code === ROOM_CHARGE),
    ...codes.filter((code) => code !== ROOM_CHARGE),
  ].map((code) => {
    const own = paid.filter((one) => (one.code ?? "") === code);
    const names = own
      .flatMap(({ name }) => (name === null || name === "" ? [] : name))
      .sort();
    return {
      methodCode: code || null,
      methodName: names.length === 0 ? null : names.join(", "),
      amount: write.money(sum(own.map(({ gross }) => gross))),
    };
  });
}

function refusedOf(
  { refused }: DayFacts,
  write: Writer,
): NightAudit["refused"] {
  const of = (...statuses: RefusedStatus[]) => {
    const own = refused.filter(({ status }) => statuses.includes(status));
    return {
      count: own.reduce((count, one) => count + one.count, 0),
      amount: write.money(sum(own.map(({ amount }) => amount))),
    };
  };
  return {
    received: of("reposted", "open", "dismissed", "superseded"),
    posted: of("reposted"),
    open: of("open"),
    dismissed: of("dismissed"),
    superseded: of("superseded"),
  };
}

/** What somebody should look at. None of it hinders closing. */
function warningsOf(
  { totals, refused, takenBack, flags }: DayFacts,
  write: Writer,
): NightAudit["warnings"] {
  const open = refused.filter(({ status }) => status === "open");
  const unsettled = unsettledBills(totals.of("unsettled"), takenBack);
  return [
    ...open.map((own) => ({
      warning: "refused-open",
      count: own.count,
      amount: write.money(own.amount),
    })),
    ...(unsettled.length === 0
      ? []
      : [
          {
            warning: "unsettled",
            count: unsettled.length,
            amount: write.money(sum(unsettled)),
          },
        ]),
    ...[...flags]
      .sort((one, other) => (one.flag < other.flag ? -1 : 1))
      .map(({ flag, count }) => ({ warning: flag, count, amount: null })),
  ];
}
