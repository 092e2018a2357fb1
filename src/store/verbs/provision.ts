import { IdTaken } from "../contract/errors.ts";
import type {
  ProvisionChange,
  Provisioned,
  ProvisionedProperty,
  ProvisioningPlan,
} from "../contract/provisioning.ts";
import { INSTALLATION } from "../trail-row.ts";
import { row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { VerbContext } from "./verb-context.ts";
import { addApiKey, findKeyByDigest, revokeApiKey } from "./api-keys.ts";
import { seedReservations } from "./change-reservations.ts";
import { keepClientSecret, provisionLightspeed } from "./lightspeed-grants.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { writeProperty } from "./put-property.ts";
import { recordAct } from "./trail.ts";
import { Tried } from "./tried.ts";

/**
 * Applies a provisioning file: what is stored becomes what the file says; what it does not name stays, unless pruned.
 * Throws `Tried` with what would change where the plan is a dry run.
 */
export function* provision(
  plan: ProvisioningPlan,
  context: VerbContext,
): Steps<Provisioned> {
  const { fileDigest, prune, actor } = plan;
  const hotels = plan.properties.map(({ property }) => property.id);
  yield* lockSettings(hotels);
  const last = yield* row<{ digest: string }>(
    "SELECT file_digest AS digest FROM provisionings ORDER BY provisioning_id DESC LIMIT 1",
  );
  const isRepeat = !prune && last?.digest === fileDigest;
  const changes = yield* isRepeat
    ? sealAgain(plan, context)
    : apply(plan, context);
  if (isRepeat && changes.length === 0) return { outcome: "repeated", changes };
  if (plan.dryRun) throw new Tried(changes);
  yield* run(
    "INSERT INTO provisionings (provisioning_id, file_digest, changes, actor, at) VALUES ($1, $2, $3, $4, $5)",
    context.ids.one(),
    fileDigest,
    changes.length,
    `${actor.type}:${actor.name}`,
    context.now,
  );
  yield* raiseSettingsRevision();
  const details = { fileDigest, prune, changes: changes.length };
  for (const propertyId of [INSTALLATION, ...hotels]) {
    const act = { propertyId, actor, act: "provisioned", details };
    yield* recordAct(act, context);
  }
  return { outcome: "applied", changes };
}

function* apply(
  plan: ProvisioningPlan,
  context: VerbContext,
): Steps<ProvisionChange[]> {
  const changes = yield* provisionTokens(plan, context);
  for (const property of plan.properties)
    changes.push(...(yield* provisionProperty(plan, property, context)));
  return changes;
}

/** What a file has said before stays as it is, but its secrets have to be read with today's key. */
function* sealAgain(
  { properties }: ProvisioningPlan,
  context: VerbContext,
): Steps<ProvisionChange[]> {
  const changes: ProvisionChange[] = [];
  for (const { property, lightspeed } of properties)
    for (const [name, { clientSecret }] of Object.entries(lightspeed)) {
      const place = { propertyId: property.id, businessLocationId: name };
      if (yield* keepClientSecret(place, clientSecret, context))
        changes.push({ change: "changed", what: "Lightspeed access", name });
    }
  return changes;
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
): Steps<ProvisionChange[]> {
  const changes: ProvisionChange[] = [];
  const note = (change: ProvisionChange["change"], name: string): void =>
    void changes.push({ change, what: "management token", name });
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
    note(before === undefined ? "added" : "changed", token.name);
  }
  if (!prune) return changes;
  const named = new Set(tokens.map((token) => token.digest));
  const live = yield* rows<{ digest: string; name: string }>(
    "SELECT digest, name FROM management_tokens WHERE revoked_at IS NULL",
  );
  for (const { digest, name } of live) {
    if (named.has(digest)) continue;
    yield* run(
      "UPDATE management_tokens SET revoked_at = $1 WHERE digest = $2",
      now,
      digest,
    );
    note("taken away", name);
  }
  return changes;
}

function* provisionProperty(
  plan: ProvisioningPlan,
  provisioned: ProvisionedProperty,
  context: VerbContext,
): Steps<ProvisionChange[]> {
  const { property, reservations, lightspeed } = provisioned;
  const retiring = { retireAbsent: plan.prune };
  const changes = yield* writeProperty(provisioned, retiring, context);
  const seeded = yield* seedReservations(property.id, reservations, context);
  if (seeded > 0)
    changes.push({
      change: "added",
      what: "reservations",
      name: String(seeded),
    });
  changes.push(...(yield* provisionKeys(plan, provisioned, context)));
  for (const [businessLocationId, access] of Object.entries(lightspeed)) {
    const at = { propertyId: property.id, businessLocationId };
    const change = yield* provisionLightspeed(at, access, context);
    if (change !== null)
      changes.push({
        change,
        what: "Lightspeed access",
        name: businessLocationId,
      });
  }
  return changes;
}

function* provisionKeys(
  { prune, actor }: ProvisioningPlan,
  { property, apiKeys }: ProvisionedProperty,
  context: VerbContext,
): Steps<ProvisionChange[]> {
  const propertyId = property.id;
  const changes: ProvisionChange[] = [];
  for (const key of apiKeys) {
    const known = yield* findKeyByDigest(key.digest);
    if (known === null) {
      yield* addApiKey({ propertyId, ...key }, context);
      changes.push({ change: "added", what: "API key", name: key.name });
    } else if (
      known.propertyId !== propertyId ||
      known.businessLocationId !== key.businessLocationId
    ) {
      throw new IdTaken({ id: "", wanted: "api-key", takenBy: "api-key" });
    }
  }
  if (!prune) return changes;
  const named = new Set(apiKeys.map((key) => key.digest));
  const live = yield* rows<{ keyId: string; digest: string; name: string }>(
    'SELECT key_id AS "keyId", digest, name FROM api_keys WHERE property_id = $1 AND revoked_at IS NULL',
    propertyId,
  );
  for (const { keyId, digest, name } of live) {
    if (named.has(digest)) continue;
    yield* revokeApiKey({ actor, propertyId, keyId }, context);
    changes.push({ change: "taken away", what: "API key", name });
  }
  return changes;
}
