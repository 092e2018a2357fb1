import { IdTaken } from "../store.ts";
import type {
  LightspeedAccess,
  ProvisionedProperty,
  ProvisioningPlan,
} from "../store.ts";
import { INSTALLATION } from "../trail-row.ts";
import { row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { VerbContext } from "./verb-context.ts";
import { addApiKey, findKeyByDigest, revokeApiKey } from "./api-keys.ts";
import { seedReservations } from "./change-reservations.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { writeProperty } from "./put-property.ts";
import { recordAct } from "./trail.ts";

/** Applies a provisioning file: what is stored becomes what the file says; what it does not name stays, unless pruned. */
export function* provision(
  plan: ProvisioningPlan,
  context: VerbContext,
): Steps<{ applied: boolean; changes: number }> {
  yield* lockSettings(plan.properties.map(({ property }) => property.id));
  const last = yield* row<{ digest: string }>(
    "SELECT file_digest AS digest FROM provisionings ORDER BY provisioning_id DESC LIMIT 1",
  );
  if (!plan.prune && last?.digest === plan.fileDigest)
    return { applied: false, changes: 0 };
  let changes = yield* provisionTokens(plan, context);
  for (const property of plan.properties)
    changes += yield* provisionProperty(plan, property, context);
  const { fileDigest, prune, actor } = plan;
  yield* run(
    "INSERT INTO provisionings (provisioning_id, file_digest, changes, actor, at) VALUES ($1, $2, $3, $4, $5)",
    context.ids.one(),
    fileDigest,
    changes,
    `${actor.type}:${actor.name}`,
    context.now,
  );
  yield* raiseSettingsRevision();
  const details = { fileDigest, prune, changes };
  const hotels = plan.properties.map(({ property }) => property.id);
  for (const propertyId of [INSTALLATION, ...hotels]) {
    const act = { propertyId, actor, act: "provisioned", details };
    yield* recordAct(act, context);
  }
  return { applied: true, changes };
}

interface TokenRow {
  name: string;
  scopes: string;
  properties: string;
  revokedAt: bigint | null;
}

function* provisionTokens(
  { tokens, prune }: ProvisioningPlan,
  { now }: VerbContext,
): Steps<number> {
  let changes = 0;
  for (const token of tokens) {
    const before = yield* row<TokenRow>(
      'SELECT name, scopes, properties, revoked_at AS "revokedAt" FROM management_tokens WHERE digest = $1',
      token.digest,
    );
    // What was revoked once never comes back by a file.
    if (before !== undefined && before.revokedAt !== null) continue;
    const scopes = JSON.stringify(token.scopes);
    const properties = JSON.stringify(token.properties);
    if (
      before?.name === token.name &&
      before.scopes === scopes &&
      before.properties === properties
    )
      continue;
    yield* run(
      `INSERT INTO management_tokens (digest, name, scopes, properties, created_at, revoked_at)
       VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (digest)
       DO UPDATE SET name = excluded.name, scopes = excluded.scopes, properties = excluded.properties`,
      token.digest,
      token.name,
      scopes,
      properties,
      now,
    );
    changes++;
  }
  if (!prune) return changes;
  const named = new Set(tokens.map((token) => token.digest));
  const live = yield* rows<{ digest: string }>(
    "SELECT digest FROM management_tokens WHERE revoked_at IS NULL",
  );
  for (const { digest } of live) {
    if (named.has(digest)) continue;
    yield* run(
      "UPDATE management_tokens SET revoked_at = $1 WHERE digest = $2",
      now,
      digest,
    );
    changes++;
  }
  return changes;
}

function* provisionProperty(
  plan: ProvisioningPlan,
  provisioned: ProvisionedProperty,
  context: VerbContext,
): Steps<number> {
  const { property, reservations, lightspeed } = provisioned;
  const retiring = { retireAbsent: plan.prune };
  yield* writeProperty(provisioned, retiring, context);
  let changes = 1;
  changes += yield* seedReservations(property.id, reservations, context);
  changes += yield* provisionKeys(plan, provisioned, context);
  for (const [businessLocationId, access] of Object.entries(lightspeed)) {
    const at = { propertyId: property.id, businessLocationId };
    yield* provisionLightspeed(at, access, context);
    changes++;
  }
  return changes;
}

function* provisionKeys(
  { prune, actor }: ProvisioningPlan,
  { property, apiKeys }: ProvisionedProperty,
  context: VerbContext,
): Steps<number> {
  const propertyId = property.id;
  let changes = 0;
  for (const key of apiKeys) {
    const known = yield* findKeyByDigest(key.digest);
    if (known === null) {
      yield* addApiKey({ propertyId, ...key }, context);
      changes++;
    } else if (
      known.propertyId !== propertyId ||
      known.businessLocationId !== key.businessLocationId
    ) {
      throw new IdTaken({ id: "", wanted: "api-key", takenBy: "api-key" });
    }
  }
  if (!prune) return changes;
  const named = new Set(apiKeys.map((key) => key.digest));
  const live = yield* rows<{ keyId: string; digest: string }>(
    'SELECT key_id AS "keyId", digest FROM api_keys WHERE property_id = $1 AND revoked_at IS NULL',
    propertyId,
  );
  for (const { keyId, digest } of live) {
    if (named.has(digest)) continue;
    yield* revokeApiKey({ actor, propertyId, keyId }, context);
    changes++;
  }
  return changes;
}

interface Place {
  propertyId: string;
  businessLocationId: string;
}

function* provisionLightspeed(
  place: Place,
  access: LightspeedAccess,
  context: VerbContext,
): Steps<void> {
  const { clientSecret, refreshToken, ...open } = access;
  const { propertyId, businessLocationId } = place;
  yield* run(
    `INSERT INTO lightspeed_accounts (property_id, business_location_id, document) VALUES ($1, $2, $3)
     ON CONFLICT (property_id, business_location_id) DO UPDATE SET document = excluded.document`,
    propertyId,
    businessLocationId,
    JSON.stringify(open),
  );
  yield* keepSecret(place, ["clientSecret", clientSecret], context);
  // A seed: Lightspeed hands out a new one with each use, and that one stays.
  const kept = yield* row(
    "SELECT 1 FROM secrets WHERE property_id = $1 AND business_location_id = $2 AND name = 'refreshToken'",
    propertyId,
    businessLocationId,
  );
  if (refreshToken !== null && kept === undefined)
    yield* keepSecret(place, ["refreshToken", refreshToken], context);
}

function* keepSecret(
  { propertyId, businessLocationId }: Place,
  [name, secret]: [name: string, secret: string],
  { sealer, now }: VerbContext,
): Steps<void> {
  const place = `secret/${propertyId}/${businessLocationId}/${name}`;
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
