import { hash, randomUUID } from "node:crypto";
import { IdTaken, NotInStore } from "../../store.ts";
import type {
  Actor,
  IdempotencyConflict,
  IssueApiKey,
  IssuedApiKey,
  StoredApiKey,
} from "../../store.ts";
import { isDuplicate } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import { API_KEY_COLUMNS, apiKeyOf } from "../../access-rows.ts";
import type { ApiKeyRow } from "../../access-rows.ts";

const ACT = "issue-api-key";

/** Issues and revokes the keys of business locations. */
export class ApiKeyWriter {
  readonly #context: WriteContext;
  readonly #insert;
  readonly #byDigest;
  readonly #byId;
  readonly #revoke;
  readonly #answer;
  readonly #keepAnswer;

  constructor(context: WriteContext) {
    const { db } = context;
    this.#context = context;
    this.#insert = db.prepare(
      `INSERT INTO api_keys (property_id, key_id, business_location_id, name, digest, created_at, revoked_at)
       VALUES (?, ?, ?, ?, ?, ?, NULL)`,
    );
    this.#byDigest = db.prepare<[string], ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE digest = ?`,
    );
    this.#byId = db.prepare<[string, string], ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE property_id = ? AND key_id = ?`,
    );
    this.#revoke = db.prepare(
      "UPDATE api_keys SET revoked_at = ? WHERE property_id = ? AND key_id = ? AND revoked_at IS NULL",
    );
    this.#answer = db.prepare<
      [string, string, string],
      { requestDigest: string; answer: Uint8Array }
    >(
      `SELECT request_digest AS requestDigest, answer FROM idempotent_requests
       WHERE property_id = ? AND act = ? AND idempotency_key = ?`,
    );
    this.#keepAnswer = db.prepare(
      `INSERT INTO idempotent_requests (property_id, act, idempotency_key, request_digest, answer, at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  issue(request: IssueApiKey): IssuedApiKey | IdempotencyConflict {
    const before = this.#answered(request);
    if (before !== null) return before;
    const { propertyId, businessLocationId, actor } = request;
    const stored = this.#context.properties.read(propertyId);
    if (stored === null) throw new NotInStore("property");
    if (
      !stored.property.businessLocations.some(
        (location) => location.id === businessLocationId,
      )
    ) {
      throw new NotInStore("business-location");
    }
    const apiKey = this.add({
      ...request,
      digest: hash("sha256", request.key, "hex"),
    });
    this.#keepForRepeat(request, apiKey);
    this.#context.raiseSettingsRevision();
    const details = { keyId: apiKey.keyId, businessLocationId };
    this.#context.trail.record({
      propertyId,
      at: this.#context.now,
      actor,
      act: "api-key.issued",
      details,
    });
    return { kind: "issued", apiKey, key: request.key };
  }

  /** The caller raises the settings revision. */
  add(key: {
    propertyId: string;
    businessLocationId: string;
    name: string;
    digest: string;
  }): StoredApiKey {
    const keyId = randomUUID();
    try {
      this.#insert.run(
        key.propertyId,
        keyId,
        key.businessLocationId,
        key.name,
        key.digest,
        this.#context.now,
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new IdTaken({ id: "", wanted: "api-key", takenBy: "api-key" });
    }
    return apiKeyOf(this.#byId.get(key.propertyId, keyId)!);
  }

  findByDigest(digest: string): StoredApiKey | null {
    const row = this.#byDigest.get(digest);
    return row === undefined ? null : apiKeyOf(row);
  }

  revoke({
    actor,
    propertyId,
    keyId,
  }: {
    actor: Actor;
    propertyId: string;
    keyId: string;
  }): boolean {
    if (this.#byId.get(propertyId, keyId) === undefined) return false;
    const { changes } = this.#revoke.run(this.#context.now, propertyId, keyId);
    if (changes === 0) return true;
    this.#context.raiseSettingsRevision();
    this.#context.trail.record({
      propertyId,
      at: this.#context.now,
      actor,
      act: "api-key.revoked",
      details: { keyId },
    });
    return true;
  }

  #answered({
    propertyId,
    idempotency,
  }: IssueApiKey): IssuedApiKey | IdempotencyConflict | null {
    if (idempotency === null) return null;
    const kept = this.#answer.get(propertyId, ACT, idempotency.key);
    if (kept === undefined) return null;
    if (kept.requestDigest !== idempotency.requestDigest)
      return { kind: "idempotency-conflict" };
    const text = this.#context.sealer.open(
      kept.answer,
      place(propertyId, idempotency.key),
    );
    const { keyId, key } = JSON.parse(text) as { keyId: string; key: string };
    return {
      kind: "replayed",
      apiKey: apiKeyOf(this.#byId.get(propertyId, keyId)!),
      key,
    };
  }

  #keepForRepeat(
    { propertyId, idempotency, key }: IssueApiKey,
    { keyId }: StoredApiKey,
  ): void {
    if (idempotency === null) return;
    const answer = this.#context.sealer.seal(
      JSON.stringify({ keyId, key }),
      place(propertyId, idempotency.key),
    );
    const { now } = this.#context;
    this.#keepAnswer.run(
      propertyId,
      ACT,
      idempotency.key,
      idempotency.requestDigest,
      answer,
      now,
    );
  }
}

function place(propertyId: string, idempotencyKey: string): string {
  return `${ACT}/${propertyId}/${idempotencyKey}`;
}
