import type {
  LightspeedAccess,
  ProvisionedProperty,
  ProvisioningPlan,
} from "../../store.ts";
import { IdTaken } from "../../store.ts";
import type { WriteContext } from "../write-context.ts";
import type { ApiKeyWriter } from "./api-keys.ts";
import type { ReservationWriter } from "./change-reservations.ts";
import type { PropertyWriter } from "./put-property.ts";
import { INSTALLATION } from "../../trail-row.ts";

/** Applies a provisioning file: what is stored becomes what the file says; what it does not name stays, unless pruned. */
export class ProvisionWriter {
  readonly #context: WriteContext;
  readonly #properties: PropertyWriter;
  readonly #keys: ApiKeyWriter;
  readonly #reservations: ReservationWriter;
  readonly #lastDigest;
  readonly #record;
  readonly #token;
  readonly #putToken;
  readonly #liveTokens;
  readonly #revokeToken;
  readonly #liveKeys;
  readonly #putLightspeed;
  readonly #hasSecret;
  readonly #putSecret;

  constructor(
    context: WriteContext,
    writers: {
      properties: PropertyWriter;
      keys: ApiKeyWriter;
      reservations: ReservationWriter;
    },
  ) {
    const { db } = context;
    this.#context = context;
    this.#properties = writers.properties;
    this.#keys = writers.keys;
    this.#reservations = writers.reservations;
    this.#lastDigest = db
      .prepare<[], string>(
        "SELECT file_digest FROM provisionings ORDER BY provisioning_id DESC LIMIT 1",
      )
      .pluck();
    this.#record = db.prepare(
      "INSERT INTO provisionings (provisioning_id, file_digest, changes, actor, at) VALUES (?, ?, ?, ?, ?)",
    );
    this.#token = db.prepare<
      [string],
      {
        name: string;
        scopes: string;
        properties: string;
        revokedAt: bigint | null;
      }
    >(
      "SELECT name, scopes, properties, revoked_at AS revokedAt FROM management_tokens WHERE digest = ?",
    );
    this.#putToken = db.prepare(
      `INSERT INTO management_tokens (digest, name, scopes, properties, created_at, revoked_at)
       VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (digest)
       DO UPDATE SET name = excluded.name, scopes = excluded.scopes, properties = excluded.properties`,
    );
    this.#liveTokens = db
      .prepare<[], string>(
        "SELECT digest FROM management_tokens WHERE revoked_at IS NULL",
      )
      .pluck();
    this.#revokeToken = db.prepare(
      "UPDATE management_tokens SET revoked_at = ? WHERE digest = ?",
    );
    this.#liveKeys = db.prepare<[string], { keyId: string; digest: string }>(
      "SELECT key_id AS keyId, digest FROM api_keys WHERE property_id = ? AND revoked_at IS NULL",
    );
    this.#putLightspeed = db.prepare(
      `INSERT INTO lightspeed_accounts (property_id, business_location_id, document) VALUES (?, ?, ?)
       ON CONFLICT (property_id, business_location_id) DO UPDATE SET document = excluded.document`,
    );
    this.#hasSecret = db
      .prepare<[string, string, string], bigint>(
        "SELECT 1 FROM secrets WHERE property_id = ? AND business_location_id = ? AND name = ?",
      )
      .pluck();
    this.#putSecret = db.prepare(
      `INSERT INTO secrets (property_id, business_location_id, name, sealed, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (property_id, business_location_id, name) DO UPDATE SET sealed = excluded.sealed, at = excluded.at`,
    );
  }

  provision(plan: ProvisioningPlan): { applied: boolean; changes: number } {
    if (!plan.prune && this.#lastDigest.get() === plan.fileDigest)
      return { applied: false, changes: 0 };
    let changes = this.#provisionTokens(plan);
    for (const property of plan.properties)
      changes += this.#provisionProperty(plan, property);
    const { ids, now } = this.#context;
    this.#record.run(
      ids.one(),
      plan.fileDigest,
      changes,
      `${plan.actor.type}:${plan.actor.name}`,
      now,
    );
    this.#context.raiseSettingsRevision();
    const details = { fileDigest: plan.fileDigest, prune: plan.prune, changes };
    for (const propertyId of [
      INSTALLATION,
      ...plan.properties.map(({ property }) => property.id),
    ]) {
      this.#context.trail.record({
        propertyId,
        at: now,
        actor: plan.actor,
        act: "provisioned",
        details,
      });
    }
    return { applied: true, changes };
  }

  #provisionTokens({ tokens, prune }: ProvisioningPlan): number {
    let changes = 0;
    for (const { name, digest, scopes, properties } of tokens) {
      const before = this.#token.get(digest);
      // What was revoked once never comes back by a file.
      if (before !== undefined && before.revokedAt !== null) continue;
      const [scopeText, propertyText] = [
        JSON.stringify(scopes),
        JSON.stringify(properties),
      ];
      if (
        before?.name === name &&
        before.scopes === scopeText &&
        before.properties === propertyText
      )
        continue;
      this.#putToken.run(
        digest,
        name,
        scopeText,
        propertyText,
        this.#context.now,
      );
      changes++;
    }
    if (!prune) return changes;
    const named = new Set(tokens.map((token) => token.digest));
    for (const digest of this.#liveTokens.all()) {
      if (named.has(digest)) continue;
      this.#revokeToken.run(this.#context.now, digest);
      changes++;
    }
    return changes;
  }

  #provisionProperty(
    plan: ProvisioningPlan,
    provisioned: ProvisionedProperty,
  ): number {
    const { property, houseAccounts, reservations, lightspeed } = provisioned;
    this.#properties.write(property, houseAccounts, {
      retireAbsent: plan.prune,
    });
    let changes = 1 + this.#reservations.seed(property.id, reservations);
    changes += this.#provisionKeys(plan, provisioned);
    for (const [businessLocationId, access] of Object.entries(lightspeed)) {
      this.#provisionLightspeed(
        { propertyId: property.id, businessLocationId },
        access,
      );
      changes++;
    }
    return changes;
  }

  #provisionKeys(
    { prune, actor }: ProvisioningPlan,
    { property, apiKeys }: ProvisionedProperty,
  ): number {
    const propertyId = property.id;
    let changes = 0;
    for (const key of apiKeys) {
      const known = this.#keys.findByDigest(key.digest);
      if (known === null) {
        this.#keys.add({ propertyId, ...key });
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
    for (const { keyId, digest } of this.#liveKeys.all(propertyId)) {
      if (named.has(digest)) continue;
      this.#keys.revoke({ actor, propertyId, keyId });
      changes++;
    }
    return changes;
  }

  #provisionLightspeed(
    place: { propertyId: string; businessLocationId: string },
    access: LightspeedAccess,
  ): void {
    const { clientSecret, refreshToken, ...open } = access;
    this.#putLightspeed.run(
      place.propertyId,
      place.businessLocationId,
      JSON.stringify(open),
    );
    this.#keepSecret(place, "clientSecret", clientSecret);
    // A seed: Lightspeed hands out a new one with each use, and that one stays.
    const hasToken =
      this.#hasSecret.get(
        place.propertyId,
        place.businessLocationId,
        "refreshToken",
      ) !== undefined;
    if (refreshToken !== null && !hasToken)
      this.#keepSecret(place, "refreshToken", refreshToken);
  }

  #keepSecret(
    place: { propertyId: string; businessLocationId: string },
    name: string,
    secret: string,
  ): void {
    const { propertyId, businessLocationId } = place;
    const sealed = this.#context.sealer.seal(
      secret,
      `secret/${propertyId}/${businessLocationId}/${name}`,
    );
    this.#putSecret.run(
      propertyId,
      businessLocationId,
      name,
      sealed,
      this.#context.now,
    );
  }
}
