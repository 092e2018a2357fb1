import { idOf } from "../numbers.ts";
import { REFUSED_COLUMNS, refusedViewOf } from "../refused-rows.ts";
import type { RefusedRow } from "../refused-rows.ts";
import type { RefusedView } from "../store.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { standingFlagNames } from "./standing-flags.ts";

export function* getRefused(
  propertyId: string,
  reference: string,
): Steps<RefusedView | null> {
  const id = idOf(reference);
  if (id === null) return null;
  const found = yield* rows<RefusedRow>(
    `SELECT ${REFUSED_COLUMNS} FROM refused_receipts r WHERE r.property_id = $1 AND r.refused_id = $2`,
    propertyId,
    id,
  );
  return (yield* refusedViews(propertyId, found))[0] ?? null;
}

/** With what stands about them. */
export function* refusedViews(
  propertyId: string,
  refused: readonly RefusedRow[],
): Steps<RefusedView[]> {
  const ids = refused.map((row) => row.refusedId);
  const flags = yield* standingFlagNames(propertyId, ids);
  return refused.map((row) =>
    refusedViewOf(row, flags.get(row.refusedId) ?? []),
  );
}
