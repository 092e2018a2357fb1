import { IdTaken } from "../../store.ts";
import type {
  LightspeedAccess,
  ProvisionedProperty,
  ProvisioningPlan,
} from "../../store.ts";
import { INSTALLATION } from "../../trail-row.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";
import { addApiKey, findKeyByDigest, revokeApiKey } from "./api-keys.ts";
import { seedReservations } from "./change-reservations.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { writeProperty } from "./put-property.ts";
import { recordAct } from "./trail.ts";

/** Applies a provisioning file: what is stored becomes what the file says; what it does not name stays, unless pruned. */
export async function provision(
  sql: Sql,
  plan: ProvisioningPlan,
  context: WriteContext,
): Promise<{ applied: boolean; changes: number }> {
  await lockSettings(
    sql,
    plan.properties.map(({ property }) => property.id),
  );
  const last = await sql.row<{ digest: string }>(
    "SELECT file_digest AS digest FROM provisionings ORDER BY provisioning_id DESC LIMIT 1",
  );
  if (!plan.prune && last?.digest === plan.fileDigest)
    return { applied: false, changes: 0 };
  let changes = await provisionTokens(sql, plan, context);
  for (const property of plan.properties)
    changes += await provisionProperty(sql, plan, property, context);
  const { fileDigest, prune, actor } = plan;
  await sql.run(
    "INSERT INTO provisionings (provisioning_id, file_digest, changes, actor, at) VALUES ($1, $2, $3, $4, $5)",
    context.ids.one(),
    fileDigest,
    changes,
    `${actor.type}:${actor.name}`,
    context.now(),
  );
  await raiseSettingsRevision(sql);
  const details = { fileDigest, prune, changes };
  const hotels = plan.properties.map(({ property }) => property.id);
  for (const propertyId of [INSTALLATION, ...hotels]) {
    const act = { propertyId, actor, act: "provisioned", details };
    await recordAct(sql, act, context);
  }
  return { applied: true, changes };
}

interface TokenRow {
  name: string;
  scopes: string;
  properties: string;
  revokedAt: bigint | null;
}

async function provisionTokens(
  sql: Sql,
  { tokens, prune }: ProvisioningPlan,
  { now }: WriteContext,
): Promise<number> {
  let changes = 0;
  for (const token of tokens) {
    const before = await sql.row<TokenRow>(
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
    await sql.run(
      `INSERT INTO management_tokens (digest, name, scopes, properties, created_at, revoked_at)
       VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (digest)
       DO UPDATE SET name = excluded.name, scopes = excluded.scopes, properties = excluded.properties`,
      token.digest,
      token.name,
      scopes,
      properties,
      now(),
    );
    changes++;
  }
  if (!prune) return changes;
  const named = new Set(tokens.map((token) => token.digest));
  const live = await sql.rows<{ digest: string }>(
    "SELECT digest FROM management_tokens WHERE revoked_at IS NULL",
  );
  for (const { digest } of live) {
    if (named.has(digest)) continue;
    await sql.run(
      "UPDATE management_tokens SET revoked_at = $1 WHERE digest = $2",
      now(),
      digest,
    );
    changes++;
  }
  return changes;
}

async function provisionProperty(
  sql: Sql,
  plan: ProvisioningPlan,
  provisioned: ProvisionedProperty,
  context: WriteContext,
): Promise<number> {
  const { property, reservations, lightspeed } = provisioned;
  const retiring = { retireAbsent: plan.prune };
  await writeProperty(sql, provisioned, retiring, context);
  let changes = 1;
  changes += await seedReservations(sql, property.id, reservations, context);
  changes += await provisionKeys(sql, plan, provisioned, context);
  for (const [businessLocationId, access] of Object.entries(lightspeed)) {
    const at = { propertyId: property.id, businessLocationId };
    await provisionLightspeed(sql, at, access, context);
    changes++;
  }
  return changes;
}

async function provisionKeys(
  sql: Sql,
  { prune, actor }: ProvisioningPlan,
  { property, apiKeys }: ProvisionedProperty,
  context: WriteContext,
): Promise<number> {
  const propertyId = property.id;
  let changes = 0;
  for (const key of apiKeys) {
    const known = await findKeyByDigest(sql, key.digest);
    if (known === null) {
      await addApiKey(sql, { propertyId, ...key }, context);
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
  const live = await sql.rows<{ keyId: string; digest: string }>(
    'SELECT key_id AS "keyId", digest FROM api_keys WHERE property_id = $1 AND revoked_at IS NULL',
    propertyId,
  );
  for (const { keyId, digest } of live) {
    if (named.has(digest)) continue;
    await revokeApiKey(sql, { actor, propertyId, keyId }, context);
    changes++;
  }
  return changes;
}

interface Place {
  propertyId: string;
  businessLocationId: string;
}

async function provisionLightspeed(
  sql: Sql,
  place: Place,
  access: LightspeedAccess,
  context: WriteContext,
): Promise<void> {
  const { clientSecret, refreshToken, ...open } = access;
  const { propertyId, businessLocationId } = place;
  await sql.run(
    `INSERT INTO lightspeed_accounts (property_id, business_location_id, document) VALUES ($1, $2, $3)
     ON CONFLICT (property_id, business_location_id) DO UPDATE SET document = excluded.document`,
    propertyId,
    businessLocationId,
    JSON.stringify(open),
  );
  await keepSecret(sql, place, ["clientSecret", clientSecret], context);
  // A seed: Lightspeed hands out a new one with each use, and that one stays.
  const kept = await sql.row(
    "SELECT 1 FROM secrets WHERE property_id = $1 AND business_location_id = $2 AND name = 'refreshToken'",
    propertyId,
    businessLocationId,
  );
  if (refreshToken !== null && kept === undefined)
    await keepSecret(sql, place, ["refreshToken", refreshToken], context);
}

async function keepSecret(
  sql: Sql,
  { propertyId, businessLocationId }: Place,
  [name, secret]: [name: string, secret: string],
  { sealer, now }: WriteContext,
): Promise<void> {
  const place = `secret/${propertyId}/${businessLocationId}/${name}`;
  await sql.run(
    `INSERT INTO secrets (property_id, business_location_id, name, sealed, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (property_id, business_location_id, name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`,
    propertyId,
    businessLocationId,
    name,
    sealer.seal(secret, place),
    now(),
  );
}
