import { row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { TRAIL_COLUMNS, trailRow } from "../trail-row.ts";
import type { Act, TrailHead } from "../trail-row.ts";
import type { VerbContext } from "./verb-context.ts";

/**
 * Adds an act to its hotel's hash chain. Whoever acts holds the hotel's row, so two acts never follow the same one; if
 * they did, the key would refuse the second.
 */
export function* recordAct(
  act: Omit<Act, "at">,
  { now, trailKey }: VerbContext,
): Steps<void> {
  const head = yield* trailHead(act.propertyId);
  yield* run(
    `INSERT INTO trail (${TRAIL_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    ...trailRow({ ...act, at: now }, head, trailKey),
  );
}

/** The last act of a hotel. */
export function* trailHead(propertyId: string): Steps<TrailHead | undefined> {
  return yield* row(
    "SELECT seq, hash FROM trail WHERE property_id = $1 ORDER BY seq DESC LIMIT 1",
    propertyId,
  );
}
