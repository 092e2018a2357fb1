import { hash, randomUUID } from "node:crypto";
import { API_KEY_COLUMNS, apiKeyOf } from "../../access-rows.ts";
import type { ApiKeyRow } from "../../access-rows.ts";
import { IdTaken, NotInStore } from "../../store.ts";
import type {
  Actor,
  IdempotencyConflict,
  IssueApiKey,
  IssuedApiKey,
  StoredApiKey,
} from "../../store.ts";
import type { Sql } from "../connection/sql.ts";
import { readProperty } from "../properties.ts";
import type { WriteContext } from "../write-context.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { recordAct } from "./trail.ts";

const ACT = "issue-api-key";

export async function issueApiKey(
  sql: Sql,
  request: IssueApiKey,
  context: WriteContext,
): Promise<IssuedApiKey | IdempotencyConflict> {
  const { propertyId, businessLocationId, actor } = request;
  await lockSettings(sql, [propertyId]);
  const before = await answered(sql, request, context);
  if (before !== null) return before;
  const stored = await readProperty(sql, propertyId);
  if (stored === null) throw new NotInStore("property");
  const { businessLocations } = stored.property;
  if (!businessLocations.some((location) => location.id === businessLocationId))
    throw new NotInStore("business-location");
  const digest = hash("sha256", request.key, "hex");
  const apiKey = await addApiKey(sql, { ...request, digest }, context);
  await keepForRepeat(sql, request, apiKey, context);
  await raiseSettingsRevision(sql);
  const details = { keyId: apiKey.keyId, businessLocationId };
  const act = { propertyId, actor, act: "api-key.issued", details };
  await recordAct(sql, act, context);
  return { kind: "issued", apiKey, key: request.key };
}

/** False when there is no such key. */
export async function revokeApiKey(
  sql: Sql,
  change: { actor: Actor; propertyId: string; keyId: string },
  context: WriteContext,
): Promise<boolean> {
  const { actor, propertyId, keyId } = change;
  await lockSettings(sql, [propertyId]);
  if ((await keyById(sql, propertyId, keyId)) === undefined) return false;
  const changes = await sql.run(
    "UPDATE api_keys SET revoked_at = $1 WHERE property_id = $2 AND key_id = $3 AND revoked_at IS NULL",
    context.now(),
    propertyId,
    keyId,
  );
  if (changes === 0) return true;
  await raiseSettingsRevision(sql);
  const act = { propertyId, actor, act: "api-key.revoked", details: { keyId } };
  await recordAct(sql, act, context);
  return true;
}

/** The caller has locked the settings and raises their revision. */
export async function addApiKey(
  sql: Sql,
  key: {
    propertyId: string;
    businessLocationId: string;
    name: string;
    digest: string;
  },
  context: WriteContext,
): Promise<StoredApiKey> {
  if ((await findKeyByDigest(sql, key.digest)) !== null)
    throw new IdTaken({ id: "", wanted: "api-key", takenBy: "api-key" });
  const keyId = randomUUID();
  await sql.run(
    `INSERT INTO api_keys (property_id, key_id, business_location_id, name, digest, created_at, revoked_at)
     VALUES ($1, $2, $3, $4, $5, $6, NULL)`,
    key.propertyId,
    keyId,
    key.businessLocationId,
    key.name,
    key.digest,
    context.now(),
  );
  return apiKeyOf((await keyById(sql, key.propertyId, keyId))!);
}

export async function findKeyByDigest(
  sql: Sql,
  digest: string,
): Promise<StoredApiKey | null> {
  const row = await sql.row<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE digest = $1`,
    digest,
  );
  return row === undefined ? null : apiKeyOf(row);
}

function keyById(
  sql: Sql,
  propertyId: string,
  keyId: string,
): Promise<ApiKeyRow | undefined> {
  return sql.row<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE property_id = $1 AND key_id = $2`,
    propertyId,
    keyId,
  );
}

async function answered(
  sql: Sql,
  { propertyId, idempotency }: IssueApiKey,
  { sealer }: WriteContext,
): Promise<IssuedApiKey | IdempotencyConflict | null> {
  if (idempotency === null) return null;
  const kept = await sql.row<{ requestDigest: string; answer: Buffer }>(
    `SELECT request_digest AS "requestDigest", answer FROM idempotent_requests
     WHERE property_id = $1 AND act = $2 AND idempotency_key = $3`,
    propertyId,
    ACT,
    idempotency.key,
  );
  if (kept === undefined) return null;
  if (kept.requestDigest !== idempotency.requestDigest)
    return { kind: "idempotency-conflict" };
  const text = sealer.open(kept.answer, place(propertyId, idempotency.key));
  const { keyId, key } = JSON.parse(text) as { keyId: string; key: string };
  const apiKey = apiKeyOf((await keyById(sql, propertyId, keyId))!);
  return { kind: "replayed", apiKey, key };
}

async function keepForRepeat(
  sql: Sql,
  { propertyId, idempotency, key }: IssueApiKey,
  { keyId }: StoredApiKey,
  { sealer, now }: WriteContext,
): Promise<void> {
  if (idempotency === null) return;
  const answer = sealer.seal(
    JSON.stringify({ keyId, key }),
    place(propertyId, idempotency.key),
  );
  await sql.run(
    `INSERT INTO idempotent_requests (property_id, act, idempotency_key, request_digest, answer, at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    propertyId,
    ACT,
    idempotency.key,
    idempotency.requestDigest,
    answer,
    now(),
  );
}

function place(propertyId: string, idempotencyKey: string): string {
  return `${ACT}/${propertyId}/${idempotencyKey}`;
}
