import type { Comparison, PaidBy } from "../reconciliation/comparison.ts";
import { sumsOf } from "../reconciliation/reconciliation-totals.ts";
import type { Sums } from "../reconciliation/reconciliation-totals.ts";
import type { ReconciliationSummary } from "../reconciliation/run.ts";
import type { SqlValue } from "./sql-value.ts";

/** Columns of a reconciliation `c`. */
export const RECONCILIATION_COLUMNS = `c.reconciliation_id AS "reconciliationId", c.from_date AS "from", c.to_date AS "to",
  c.status, c.failure, c.heals, c.started_by AS "startedBy", c.started_at AS "startedAt", c.finished_at AS "finishedAt"`;

export interface ReconciliationRow extends Pick<
  ReconciliationSummary,
  "reconciliationId" | "status" | "failure" | "startedBy"
> {
  from: string;
  to: string;
  heals: bigint;
  startedAt: bigint;
  finishedAt: bigint | null;
}

/** Columns of an item `t`. */
export const RECONCILED_COLUMNS = `t.item_key AS "key", t.outcome, t.reason, t.business_location_id AS "businessLocationId",
  t.business_date AS "businessDate", t.closed_at AS "closedAt", t.sale_type AS "saleType", t.uuid, t.fisc_id AS "fiscId",
  t.receipt_number AS "receiptNumber", t.receipt_id AS "receiptId", t.refused_id AS "refusedId", t.refund_id AS "refundId",
  t.lightspeed_tax AS "lightspeedTax", t.here_tax AS "hereTax", t.methods`;

export interface ReconciledRow extends Omit<
  Comparison,
  "closedAt" | "lightspeed" | "here"
> {
  closedAt: bigint | null;
  lightspeedTax: bigint;
  hereTax: bigint;
  methods: string;
}

export function itemOf(item: ReconciledRow): Comparison {
  const { closedAt, lightspeedTax, hereTax, methods, ...known } = item;
  const [lightspeed, here] = readMethods(methods);
  return {
    ...known,
    closedAt: closedAt === null ? null : Number(closedAt),
    lightspeed: { methods: lightspeed, tax: lightspeedTax },
    here: { methods: here, tax: hereTax },
  };
}

/** In the order of `itemValues`. */
export const ITEM_COLUMNS = `item_key, outcome, reason, business_location_id, business_date, closed_at, sale_type, uuid, fisc_id,
  receipt_number, receipt_id, refused_id, refund_id, lightspeed_payments, lightspeed_tips, lightspeed_tax, here_payments,
  here_tips, here_tax, methods`;

export function itemValues(item: Comparison): SqlValue[] {
  return [
    item.key,
    item.outcome,
    item.reason,
    item.businessLocationId,
    item.businessDate,
    item.closedAt,
    item.saleType,
    item.uuid,
    item.fiscId,
    item.receiptNumber,
    item.receiptId,
    item.refusedId,
    item.refundId,
    ...sumValues(sumsOf(item.lightspeed)),
    ...sumValues(sumsOf(item.here)),
    writeMethods(item),
  ];
}

export function sumValues({ payments, tips, tax }: Sums): SqlValue[] {
  return [payments, tips, tax];
}

type PaidText = Record<keyof PaidBy, string>;

function writeMethods({ lightspeed, here }: Comparison): string {
  const written = (paid: PaidBy[]): PaidText[] =>
    paid.map(({ methodCode, payments, tips }) => ({
      methodCode,
      payments: String(payments),
      tips: String(tips),
    }));
  return JSON.stringify([written(lightspeed.methods), written(here.methods)]);
}

/** As `itemValues` wrote them: Lightspeed's, then ours. */
function readMethods(text: string): [PaidBy[], PaidBy[]] {
  const read = (paid: PaidText[]): PaidBy[] =>
    paid.map(({ methodCode, payments, tips }) => ({
      methodCode,
      payments: BigInt(payments),
      tips: BigInt(tips),
    }));
  const [lightspeed, here] = JSON.parse(text) as [PaidText[], PaidText[]];
  return [read(lightspeed), read(here)];
}
