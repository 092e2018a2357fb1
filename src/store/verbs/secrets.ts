import type { LocationPlace } from "../../properties/lightspeed-grant.ts";
import { row, run } from "../steps.ts";
import type { Sealer, Unsealed } from "../sealer.ts";
import type { Steps } from "../steps.ts";
import type { VerbContext } from "./verb-context.ts";

/** What is kept encrypted for a business location. */
export type SecretName = "clientSecret" | "refreshToken" | "accessToken";

export function* keepSecret(
  { propertyId, businessLocationId }: LocationPlace,
  [name, secret]: [name: SecretName, secret: string],
  { sealer, now }: VerbContext,
): Steps<void> {
  const place = sealedAt({ propertyId, businessLocationId }, name);
  yield* run(
    `INSERT INTO secrets (property_id, business_location_id, name, sealed, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (property_id, business_location_id, name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`,
    propertyId,
    businessLocationId,
    name,
    sealer.seal(secret, place),
    now,
  );
}

/** Null when none is kept, or none that can be opened with the keys known here. */
export function* openSecret(
  place: LocationPlace,
  name: SecretName,
  { sealer }: VerbContext,
): Steps<Unsealed | null> {
  const kept = yield* row<{ sealed: Uint8Array }>(
    "SELECT sealed FROM secrets WHERE property_id = $1 AND business_location_id = $2 AND name = $3",
    place.propertyId,
    place.businessLocationId,
    name,
  );
  return kept === undefined ? null : unseal(place, [name, kept.sealed], sealer);
}

/** Null where it cannot be opened with the keys known here. */
export function unseal(
  place: LocationPlace,
  [name, sealed]: [name: SecretName, sealed: Uint8Array],
  sealer: Sealer,
): Unsealed | null {
  return sealer.open(sealed, sealedAt(place, name));
}

function sealedAt(place: LocationPlace, name: SecretName): string {
  return `secret/${place.propertyId}/${place.businessLocationId}/${name}`;
}
