import { OUTCOMES } from "../../../reconciliation/comparison.ts";
import type { Outcome } from "../../../reconciliation/comparison.ts";
import type { TotalRow } from "../../../reconciliation/reconciliation-totals.ts";
import type {
  LastCompleteDate,
  ReconciliationSummary,
  ReconciliationView,
} from "../../../reconciliation/run.ts";
import type { DateRange } from "../../../reconciliation/stages.ts";
import { idOf } from "../../numbers.ts";
import { RECONCILIATION_COLUMNS } from "../../reconciliation-rows.ts";
import type { ReconciliationRow } from "../../reconciliation-rows.ts";
import { chunks, places, row, rows } from "../../steps.ts";
import type { Steps } from "../../steps.ts";

/** How it stands, or what came of it. */
export function* getReconciliation(
  propertyId: string,
  reference: string,
): Steps<ReconciliationView | null> {
  const id = idOf(reference);
  if (id === null) return null;
  const found = yield* row<
    ReconciliationRow & {
      locations: string;
      salesRead: bigint;
      receiptsRead: bigint;
    }
  >(
    `SELECT ${RECONCILIATION_COLUMNS}, c.locations, c.sales_read AS "salesRead", c.receipts_read AS "receiptsRead"
     FROM reconciliations c WHERE c.property_id = $1 AND c.reconciliation_id = $2`,
    propertyId,
    id,
  );
  if (found === undefined) return null;
  const { locations, salesRead, receiptsRead, ...summary } = found;
  const [summarised] = yield* reconciliationSummaries(propertyId, [summary]);
  const days = yield* rows<{
    businessLocationId: string;
    businessDate: string;
    dataComplete: bigint;
    failure: string | null;
  }>(
    `SELECT business_location_id AS "businessLocationId", business_date AS "businessDate", data_complete AS "dataComplete",
       failure FROM reconciliation_days WHERE property_id = $1 AND reconciliation_id = $2
     ORDER BY business_date, business_location_id`,
    propertyId,
    id,
  );
  return {
    ...summarised!,
    locations: JSON.parse(locations) as string[],
    salesRead: Number(salesRead),
    receiptsRead: Number(receiptsRead),
    days: days.map((day) => ({
      ...day,
      dataComplete: day.dataComplete === 1n,
    })),
    totals: yield* readTotals(propertyId, id),
  };
}

function* readTotals(
  propertyId: string,
  reconciliationId: bigint,
): Steps<TotalRow[]> {
  type Flat = Omit<TotalRow, "lightspeed" | "here"> &
    Record<
      | "lightspeedPayments"
      | "lightspeedTips"
      | "lightspeedTax"
      | "herePayments"
      | "hereTips"
      | "hereTax",
      bigint
    >;
  const found = yield* rows<Flat>(
    `SELECT business_location_id AS "businessLocationId", business_date AS "businessDate", section, name, times,
       lightspeed_payments AS "lightspeedPayments", lightspeed_tips AS "lightspeedTips", lightspeed_tax AS "lightspeedTax",
       here_payments AS "herePayments", here_tips AS "hereTips", here_tax AS "hereTax" FROM reconciliation_totals
     WHERE property_id = $1 AND reconciliation_id = $2
     ORDER BY business_date, business_location_id, section, name`,
    propertyId,
    reconciliationId,
  );
  return found.map(
    ({ businessLocationId, businessDate, section, name, times, ...flat }) => ({
      businessLocationId,
      businessDate,
      section,
      name,
      times,
      lightspeed: {
        payments: flat.lightspeedPayments,
        tips: flat.lightspeedTips,
        tax: flat.lightspeedTax,
      },
      here: {
        payments: flat.herePayments,
        tips: flat.hereTips,
        tax: flat.hereTax,
      },
    }),
  );
}

/** With how many bills came to what. */
export function* reconciliationSummaries(
  propertyId: string,
  found: readonly ReconciliationRow[],
): Steps<ReconciliationSummary[]> {
  const counts = new Map<bigint, Record<Outcome, number>>();
  for (const some of chunks(found)) {
    const ids = some.map(({ reconciliationId }) => reconciliationId);
    const counted = yield* rows<{ id: bigint; name: Outcome; times: bigint }>(
      `SELECT reconciliation_id AS id, name, CAST(sum(times) AS bigint) AS times FROM reconciliation_totals
       WHERE property_id = $1 AND reconciliation_id IN (${places(ids.length, 1)}) AND section = 'outcome'
       GROUP BY reconciliation_id, name`,
      propertyId,
      ...ids,
    );
    for (const id of ids) counts.set(id, noneOfAny());
    for (const { id, name, times } of counted)
      counts.get(id)![name] = Number(times);
  }
  return found.map(({ heals, startedAt, finishedAt, ...row }) => ({
    ...row,
    heals: heals === 1n,
    startedAt: Number(startedAt),
    finishedAt: finishedAt === null ? null : Number(finishedAt),
    counts: counts.get(row.reconciliationId)!,
  }));
}

function noneOfAny(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    Outcome,
    number
  >;
}

/** What was compared of single dates from one on, to recover what is missing; the newest first. */
export function* reconciledDates(
  propertyId: string,
  from: string,
): Steps<
  (Pick<ReconciliationSummary, "status" | "startedAt"> & {
    businessDate: string;
  })[]
> {
  const found = yield* rows<
    Pick<DateRange, "from"> & Pick<ReconciliationRow, "status" | "startedAt">
  >(
    `SELECT from_date AS "from", status, started_at AS "startedAt" FROM reconciliations
     WHERE property_id = $1 AND from_date >= $2 AND from_date = to_date AND heals = 1
     ORDER BY from_date DESC, reconciliation_id DESC`,
    propertyId,
    from,
  );
  return found.map(({ from: businessDate, status, startedAt }) => ({
    businessDate,
    status,
    startedAt: Number(startedAt),
  }));
}

/** Of every hotel that has or had access to Lightspeed; null: none is complete yet. */
export function* lastCompleteDates(): Steps<LastCompleteDate[]> {
  return yield* rows<LastCompleteDate>(
    `SELECT hotels.property_id AS "propertyId", (SELECT max(c.to_date) FROM reconciliations c
       WHERE c.property_id = hotels.property_id AND c.status = 'complete' AND c.heals = 1) AS "businessDate"
     FROM (SELECT DISTINCT property_id FROM lightspeed_grants) hotels ORDER BY hotels.property_id`,
  );
}
