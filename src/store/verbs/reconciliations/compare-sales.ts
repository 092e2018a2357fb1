import { businessDateOf } from "../../../properties/business-date.ts";
import { compareSale, keyOfReceipt } from "../../../reconciliation/compare.ts";
import type {
  ComparedSale,
  Comparison,
  Found,
} from "../../../reconciliation/comparison.ts";
import type {
  ComparedScope,
  ReconciliationRef,
  StageWork,
} from "../../../reconciliation/run.ts";
import { itemOf, RECONCILED_COLUMNS } from "../../reconciliation-rows.ts";
import type { ReconciledRow } from "../../reconciliation-rows.ts";
import { chunks, places, rows } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import { findReceipts } from "./find-receipts.ts";
import {
  foundAfterHealing,
  isRecoverable,
  missingItems,
} from "./heal-items.ts";
import { keepComparisons, replaceItem } from "./keep-comparisons.ts";

type SalesWork = Extract<StageWork, { kind: "sales" }>;

/** Sales with what there is of them here. Answers the keys of those that are to be recovered. */
export function* compareSales(
  ref: ReconciliationRef,
  { scope, location, isAround, heals, sales: given }: SalesWork,
): Steps<string[]> {
  // Whoever has the uuid claims its receipt before one that only has the fiscal id.
  const sales = [
    ...new Map(given.map((sale) => [sale.key, sale])).values(),
  ].sort((a, b) => Number(a.uuid === null) - Number(b.uuid === null));
  const { businessLocationId } = location;
  const found = yield* findReceipts(ref.propertyId, businessLocationId, sales);
  if (isAround) {
    yield* compareFoundElsewhere(ref, location, sales, found);
    return [];
  }
  const compared = sales.map((sale) =>
    compareSale(
      sale,
      found.get(sale.key) ?? null,
      location,
      dateOf(sale, scope),
    ),
  );
  const healed =
    heals === null
      ? new Set<string>()
      : yield* foundAfterHealing(ref, compared);
  const taken = yield* keepComparisons(
    ref,
    compared.filter(({ key }) => !healed.has(key)),
  );
  // Two sales with one fiscal id: the receipt is the first one's.
  const others = sales.filter(({ key }) =>
    taken.some((one) => one.key === key),
  );
  yield* keepComparisons(
    ref,
    others.map((sale) =>
      compareSale(sale, null, location, dateOf(sale, scope)),
    ),
  );
  if (heals === null) return [];
  const recoverable = sales.filter((sale) => isRecoverable(sale, heals));
  return yield* missingItems(
    ref,
    recoverable.map(({ key }) => key),
  );
}

/** Only for receipts of these dates that have found no sale there. */
function* compareFoundElsewhere(
  ref: ReconciliationRef,
  location: SalesWork["location"],
  sales: readonly ComparedSale[],
  found: ReadonlyMap<string, Found>,
): Steps<void> {
  const byReceipt = new Map<string, { sale: ComparedSale; found: Found }>();
  for (const sale of sales) {
    const here = found.get(sale.key);
    if (here?.kind === "receipt")
      byReceipt.set(keyOfReceipt(here.receipt.receiptId), {
        sale,
        found: here,
      });
  }
  for (const was of yield* missingAtLightspeed(ref, [...byReceipt.keys()])) {
    const { sale, found: here } = byReceipt.get(was.key)!;
    const is = compareSale(sale, here, location, was.businessDate);
    yield* replaceItem(ref, was, is);
  }
}

function* missingAtLightspeed(
  { propertyId, reconciliationId }: ReconciliationRef,
  wanted: readonly string[],
): Steps<Comparison[]> {
  const items: Comparison[] = [];
  for (const keys of chunks(wanted)) {
    const found = yield* rows<ReconciledRow>(
      `SELECT ${RECONCILED_COLUMNS} FROM reconciliation_items t WHERE t.property_id = $1 AND t.reconciliation_id = $2
         AND t.outcome = 'missing-at-lightspeed' AND t.item_key IN (${places(keys.length, 2)})`,
      propertyId,
      reconciliationId,
      ...keys,
    );
    items.push(...found.map(itemOf));
  }
  return items;
}

/** That of its closing; Lightspeed may count a day otherwise than the hotel does, so the nearest of those compared. */
function dateOf(
  { closedAt }: ComparedSale,
  { range, rules }: ComparedScope,
): string {
  if (closedAt === null) return range.to;
  const own = businessDateOf(closedAt, rules);
  if (own < range.from) return range.from;
  return own > range.to ? range.to : own;
}
