import { row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { TRAIL_COLUMNS, trailRow } from "../trail-row.ts";
import type { Act, SignedEntry, TrailHead } from "../trail-row.ts";
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

/** The newest act of one of the chains; null: nothing was ever done. */
export function* newestAct(): Steps<SignedEntry | null> {
  const newest = yield* row<Omit<SignedEntry, "at"> & { at: bigint }>(
    `SELECT property_id AS "propertyId", seq, at, actor, act, details, previous, hash FROM trail
     WHERE property_id = (SELECT min(property_id) FROM trail) ORDER BY seq DESC LIMIT 1`,
  );
  return newest === undefined ? null : { ...newest, at: Number(newest.at) };
}

/** The last act of a hotel. */
export function* trailHead(propertyId: string): Steps<TrailHead | undefined> {
  return yield* row(
    "SELECT seq, hash FROM trail WHERE property_id = $1 ORDER BY seq DESC LIMIT 1",
    propertyId,
  );
}
