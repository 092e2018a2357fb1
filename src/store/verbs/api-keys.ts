import { hash, randomUUID } from "node:crypto";
import { API_KEY_COLUMNS, apiKeyOf } from "../access-rows.ts";
import type { ApiKeyRow } from "../access-rows.ts";
import { IdTaken, NotInStore } from "../store.ts";
import type {
  Actor,
  IdempotencyConflict,
  IssueApiKey,
  IssuedApiKey,
  StoredApiKey,
} from "../store.ts";
import { row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readProperty } from "./properties.ts";
import type { VerbContext } from "./verb-context.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { recordAct } from "./trail.ts";

const ACT = "issue-api-key";

export function* issueApiKey(
  request: IssueApiKey,
  context: VerbContext,
): Steps<IssuedApiKey | IdempotencyConflict> {
  const { propertyId, businessLocationId, actor } = request;
  yield* lockSettings([propertyId]);
  const before = yield* answered(request, context);
  if (before !== null) return before;
  const stored = yield* readProperty(propertyId);
  if (stored === null) throw new NotInStore("property");
  const { businessLocations } = stored.property;
  if (!businessLocations.some((location) => location.id === businessLocationId))
    throw new NotInStore("business-location");
  const digest = hash("sha256", request.key, "hex");
  const apiKey = yield* addApiKey({ ...request, digest }, context);
  yield* keepForRepeat(request, apiKey, context);
  yield* raiseSettingsRevision();
  const details = { keyId: apiKey.keyId, businessLocationId };
  const act = { propertyId, actor, act: "api-key.issued", details };
  yield* recordAct(act, context);
  return { kind: "issued", apiKey, key: request.key };
}

/** False when there is no such key. */
export function* revokeApiKey(
  change: { actor: Actor; propertyId: string; keyId: string },
  context: VerbContext,
): Steps<boolean> {
  const { actor, propertyId, keyId } = change;
  yield* lockSettings([propertyId]);
  if ((yield* keyById(propertyId, keyId)) === undefined) return false;
  const changes = yield* run(
    "UPDATE api_keys SET revoked_at = $1 WHERE property_id = $2 AND key_id = $3 AND revoked_at IS NULL",
    context.now,
    propertyId,
    keyId,
  );
  if (changes === 0) return true;
  yield* raiseSettingsRevision();
  const act = { propertyId, actor, act: "api-key.revoked", details: { keyId } };
  yield* recordAct(act, context);
  return true;
}

/** The caller has locked the settings and raises their revision. */
export function* addApiKey(
  key: {
    propertyId: string;
    businessLocationId: string;
    name: string;
    digest: string;
  },
  context: VerbContext,
): Steps<StoredApiKey> {
  if ((yield* findKeyByDigest(key.digest)) !== null)
    throw new IdTaken({ id: "", wanted: "api-key", takenBy: "api-key" });
  const keyId = randomUUID();
  yield* run(
    `INSERT INTO api_keys (property_id, key_id, business_location_id, name, digest, created_at, revoked_at)
     VALUES ($1, $2, $3, $4, $5, $6, NULL)`,
    key.propertyId,
    keyId,
    key.businessLocationId,
    key.name,
    key.digest,
    context.now,
  );
  return apiKeyOf((yield* keyById(key.propertyId, keyId))!);
}

export function* findKeyByDigest(digest: string): Steps<StoredApiKey | null> {
  const found = yield* row<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE digest = $1`,
    digest,
  );
  return found === undefined ? null : apiKeyOf(found);
}

function* keyById(
  propertyId: string,
  keyId: string,
): Steps<ApiKeyRow | undefined> {
  return yield* row<ApiKeyRow>(
    `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE property_id = $1 AND key_id = $2`,
    propertyId,
    keyId,
  );
}

function* answered(
  { propertyId, idempotency }: IssueApiKey,
  { sealer }: VerbContext,
): Steps<IssuedApiKey | IdempotencyConflict | null> {
  if (idempotency === null) return null;
  const kept = yield* row<{ requestDigest: string; answer: Uint8Array }>(
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
  const apiKey = apiKeyOf((yield* keyById(propertyId, keyId))!);
  return { kind: "replayed", apiKey, key };
}

function* keepForRepeat(
  { propertyId, idempotency, key }: IssueApiKey,
  { keyId }: StoredApiKey,
  { sealer, now }: VerbContext,
): Steps<void> {
  if (idempotency === null) return;
  const answer = sealer.seal(
    JSON.stringify({ keyId, key }),
    place(propertyId, idempotency.key),
  );
  yield* run(
    `INSERT INTO idempotent_requests (property_id, act, idempotency_key, request_digest, answer, at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    propertyId,
    ACT,
    idempotency.key,
    idempotency.requestDigest,
    answer,
    now,
  );
}

function place(propertyId: string, idempotencyKey: string): string {
  return `${ACT}/${propertyId}/${idempotencyKey}`;
}
