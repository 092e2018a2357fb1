import { hash, randomUUID } from "node:crypto";
import { API_KEY_COLUMNS, apiKeyOf } from "../access-rows.ts";
import type { ApiKeyRow } from "../access-rows.ts";
import { IdTaken, NotInStore } from "../contract/errors.ts";
import type {
  IssueApiKey,
  IssuedApiKey,
  StoredApiKey,
} from "../contract/access.ts";
import type { Actor, IdempotencyConflict } from "../contract/acts.ts";
import { row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { readProperty } from "./properties.ts";
import { once } from "./idempotency.ts";
import type { VerbContext } from "./verb-context.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { recordAct } from "./trail.ts";

const ACT = "issue-api-key";

export function* issueApiKey(
  request: IssueApiKey,
  context: VerbContext,
): Steps<IssuedApiKey | IdempotencyConflict> {
  const { propertyId, idempotency } = request;
  yield* lockSettings([propertyId]);
  const done = yield* once(
    { propertyId, act: ACT, idempotency },
    issue(request, context),
    context,
  );
  if (done.kind === "idempotency-conflict") return done;
  const { keyId, key, replayed } = done;
  const apiKey = apiKeyOf((yield* keyById(propertyId, keyId))!);
  return { kind: replayed ? "replayed" : "issued", apiKey, key };
}

function* issue(
  request: IssueApiKey,
  context: VerbContext,
): Steps<{ kind: "done"; keyId: string; key: string }> {
  const { propertyId, businessLocationId, actor, key } = request;
  const stored = yield* readProperty(propertyId);
  if (stored === null) throw new NotInStore("property");
  const { businessLocations } = stored.property;
  if (!businessLocations.some((location) => location.id === businessLocationId))
    throw new NotInStore("business-location");
  const digest = hash("sha256", key, "hex");
  const { keyId } = yield* addApiKey({ ...request, digest }, context);
  yield* raiseSettingsRevision();
  const details = { keyId, businessLocationId };
  const act = { propertyId, actor, act: "api-key.issued", details };
  yield* recordAct(act, context);
  return { kind: "done", keyId, key };
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
