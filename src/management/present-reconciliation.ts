import { formatMinor } from "../money.ts";
import type { Minor } from "../money.ts";
import { OUTCOMES } from "../reconciliation/comparison.ts";
import type { Comparison, Outcome } from "../reconciliation/comparison.ts";
import {
  ReconciliationTotals,
  sumsOf,
  totalOf,
} from "../reconciliation/reconciliation-totals.ts";
import type {
  Sums,
  TotalRow,
} from "../reconciliation/reconciliation-totals.ts";
import type {
  ReconciliationSummary,
  ReconciliationView,
} from "../reconciliation/run.ts";
import type {
  ComparedMethod,
  ComparedOutcome,
  ComparedSums,
  Reconciliation,
  ReconciliationItem,
  ReconciliationSummary as SummaryDocument,
} from "../schemas/generated.ts";
import { decimalsOf, propertyOf } from "./call.ts";
import type { Call } from "./call.ts";
import { idText, instant, optional, uuidText } from "./present.ts";

export function presentSummary(view: ReconciliationSummary): SummaryDocument {
  const { counts } = view;
  return {
    id: String(view.reconciliationId),
    from: view.from,
    to: view.to,
    status: view.status,
    failure: view.failure,
    dryRun: !view.heals,
    startedBy: view.startedBy,
    startedAt: instant(view.startedAt),
    finishedAt: optional(view.finishedAt, instant),
    counts: {
      matched: counts.matched,
      missingHere: counts["missing-here"],
      missingAtLightspeed: counts["missing-at-lightspeed"],
      amountDiffers: counts["amount-differs"],
      explained: counts.explained,
      ignored: counts.ignored,
    },
  };
}

export function presentReconciliation(
  view: ReconciliationView,
  call: Call,
): Reconciliation {
  const property = propertyOf(call);
  const decimals = decimalsOf(call);
  const { totals, days, locations } = view;
  const names = new Map(
    property.businessLocations.map(({ id, name }) => [id, name]),
  );
  const byDate = Map.groupBy(totals, ({ businessDate }) => businessDate);
  const dates = new Set([
    ...byDate.keys(),
    ...days.map(({ businessDate }) => businessDate),
  ]);
  return {
    ...presentSummary(view),
    salesRead: view.salesRead,
    receiptsRead: view.receiptsRead,
    currency: property.currency,
    totals: {
      ...sumsUp(totals, decimals),
      byLocation: locations.map((businessLocationId) => ({
        businessLocationId,
        name: names.get(businessLocationId) ?? businessLocationId,
        ...sumsUp(
          totals.filter((row) => row.businessLocationId === businessLocationId),
          decimals,
        ),
      })),
    },
    days: [...dates].sort().map((businessDate) => ({
      businessDate,
      dataComplete: isComplete(view, businessDate),
      ...sumsUp(byDate.get(businessDate) ?? [], decimals),
    })),
  };
}

/** Null while a location has not been asked about. */
function isComplete(
  { days, locations }: ReconciliationView,
  date: string,
): boolean | null {
  const told = days.filter(({ businessDate }) => businessDate === date);
  if (told.length < locations.length) return null;
  return told.every(({ dataComplete }) => dataComplete);
}

type Summed = Pick<
  Reconciliation["totals"],
  "lightspeed" | "here" | "difference" | "byOutcome" | "byPaymentMethod"
>;

function sumsUp(rows: readonly TotalRow[], decimals: number): Summed {
  const outcomes = rows.filter(({ section }) => section === "outcome");
  const byOutcome = Map.groupBy(outcomes, ({ name }) => name);
  return {
    ...sides(totalOf(outcomes), decimals),
    byOutcome: OUTCOMES.flatMap((outcome): ComparedOutcome[] => {
      const total = totalOf(byOutcome.get(outcome) ?? []);
      const count = Number(total.times);
      return count === 0 ? [] : [{ outcome, count, ...sides(total, decimals) }];
    }),
    byPaymentMethod: presentMethods(rows, decimals),
  };
}

function presentMethods(
  rows: readonly TotalRow[],
  decimals: number,
): ComparedMethod[] {
  const methods = rows.filter(({ section }) => section === "method");
  const byMethod = Map.groupBy(methods, ({ name }) => name);
  return [...byMethod.keys()].sort().map((methodCode) => {
    const total = sides(totalOf(byMethod.get(methodCode)!), decimals);
    return {
      methodCode,
      lightspeed: withoutTax(total.lightspeed),
      here: withoutTax(total.here),
      difference: withoutTax(total.difference),
    };
  });
}

function sides(
  { lightspeed, here }: { lightspeed: Sums; here: Sums },
  decimals: number,
): Record<"lightspeed" | "here" | "difference", ComparedSums> {
  const money = (amount: Minor): string => formatMinor(amount, decimals);
  const written = ({ payments, tips, tax }: Sums): ComparedSums => ({
    payments: money(payments),
    tips: money(tips),
    tax: money(tax),
  });
  const difference: Sums = {
    payments: here.payments - lightspeed.payments,
    tips: here.tips - lightspeed.tips,
    tax: here.tax - lightspeed.tax,
  };
  return {
    lightspeed: written(lightspeed),
    here: written(here),
    difference: written(difference),
  };
}

function withoutTax({ payments, tips }: ComparedSums): ComparedMethod["here"] {
  return { payments, tips };
}

export function presentItem(item: Comparison, call: Call): ReconciliationItem {
  const decimals = decimalsOf(call);
  const { lightspeed, here } = item;
  const own = new ReconciliationTotals();
  own.add(item);
  return {
    id: item.key,
    outcome: item.outcome as Exclude<Outcome, "matched">,
    reason: item.reason,
    businessLocationId: item.businessLocationId,
    businessDate: item.businessDate,
    closedAt: optional(item.closedAt, instant),
    saleType: item.saleType,
    uuid: uuidText(item.uuid),
    fiscId: item.fiscId,
    receiptNumber: item.receiptNumber,
    receiptId: idText(item.receiptId),
    refusedId: idText(item.refusedId),
    refundId: idText(item.refundId),
    ...sides({ lightspeed: sumsOf(lightspeed), here: sumsOf(here) }, decimals),
    byPaymentMethod: presentMethods(own.rows(), decimals),
  };
}
