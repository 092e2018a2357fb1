import { lock, places, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { compareBytes } from "./byte-order.ts";

/** How many gates each hotel has; a batch of bills passes one, who changes settings or closes a date shuts all. */
export const GATES = 16;

/**
 * What changes settings, keys or tokens goes one after the other in the whole installation, and shuts the gates of its
 * hotels: no bill is between facts and posting there.
 */
export function* lockSettings(propertyIds: readonly string[]): Steps<void> {
  yield* lock(
    "SELECT value FROM installation WHERE name = 'settings_revision' FOR UPDATE",
  );
  yield* lockProperties(propertyIds);
  if (propertyIds.length === 0) return;
  yield* lock(
    `SELECT gate FROM charge_gates WHERE property_id IN (${places(propertyIds.length, 0)})
     ORDER BY property_id, gate FOR UPDATE`,
    ...propertyIds,
  );
}

/** Acts of persons about one hotel go one after the other; bills do not wait for them here. */
export function* lockProperties(propertyIds: readonly string[]): Steps<void> {
  if (propertyIds.length === 0) return;
  yield* lock(
    `SELECT property_id FROM properties WHERE property_id IN (${places(propertyIds.length, 0)})
     ORDER BY property_id FOR NO KEY UPDATE`,
    ...propertyIds,
  );
}

/**
 * Bills of a chain wait here, as they wait for each other. Whoever asks holds the hotel's row: no guest checks out and no
 * date is closed meanwhile.
 */
export function* lockChain(
  propertyId: string,
  root: string,
  now: number,
): Steps<void> {
  yield* lockName(propertyId, `chain ${root}`, now);
}

/** Bills that name one of these accounts wait here, known or not. Whoever asks holds the hotel's row. */
export function* lockAccounts(
  propertyId: string,
  folioIds: readonly string[],
  now: number,
): Steps<void> {
  for (const folioId of [...folioIds].sort(compareBytes))
    yield* lockName(propertyId, `folio ${folioId}`, now);
}

function* lockName(propertyId: string, name: string, now: number): Steps<void> {
  yield* lock(
    `INSERT INTO charge_locks (property_id, name, taken_at) VALUES ($1, $2, $3)
     ON CONFLICT (property_id, name) DO UPDATE SET taken_at = excluded.taken_at`,
    propertyId,
    name,
    now,
  );
}

/** Makes every process read keys, tokens, settings and closed dates again. */
export function* raiseSettingsRevision(): Steps<void> {
  yield* run(
    "UPDATE installation SET value = value + 1 WHERE name = 'settings_revision'",
  );
}
