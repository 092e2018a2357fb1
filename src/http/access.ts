import { hash, timingSafeEqual } from "node:crypto";
import type { KeyLookup, KeyOwner } from "../intake/key-owner.ts";
import type { Log } from "../log.ts";
import type { Property } from "../properties/property.ts";
import type { Access, StoredToken } from "../store/contract/access.ts";
import type { Store } from "../store/store.ts";

const ASKED_EVERY_MS = 1_000;

interface Snapshot {
  revision: bigint;
  keys: Map<string, Secured<KeyOwner>>;
  tokens: Map<string, Secured<StoredToken>>;
  properties: Map<string, Property>;
  /** By business location. */
  hotels: Map<string, string>;
}

/**
 * Keys, tokens and settings, in memory: the doors decide by them without asking the store for each request. A change
 * made here is seen at once (`refresh`); one made by another process within the second it is asked for.
 */
export class AccessDirectory implements KeyLookup {
  readonly #store: Pick<Store, "loadAccess" | "settingsRevision">;
  readonly #log: Log;
  #snapshot: Snapshot;
  #timer: NodeJS.Timeout | null = null;
  #failing = false;

  private constructor(
    store: Pick<Store, "loadAccess" | "settingsRevision">,
    log: Log,
    access: Access,
  ) {
    this.#store = store;
    this.#log = log;
    this.#snapshot = arrange(access);
  }

  static async open(
    store: Pick<Store, "loadAccess" | "settingsRevision">,
    log: Log,
  ): Promise<AccessDirectory> {
    return new AccessDirectory(store, log, await store.loadAccess());
  }

  /** Whose key it is; null when it is nobody's. A revoked one still names its owner. */
  findApiKey(key: string): KeyOwner | null {
    return find(this.#snapshot.keys, key);
  }

  findToken(token: string): StoredToken | null {
    const found = find(this.#snapshot.tokens, token);
    return found?.revokedAt === null ? found : null;
  }

  property(propertyId: string): Property | null {
    return this.#snapshot.properties.get(propertyId) ?? null;
  }

  /** The hotel of a business location; null where there is no such location. */
  propertyOf(businessLocationId: string): string | null {
    return this.#snapshot.hotels.get(businessLocationId) ?? null;
  }

  properties(): Property[] {
    return [...this.#snapshot.properties.values()];
  }

  /** Reads all again; resolves when what was changed before the call is in force. */
  async refresh(): Promise<void> {
    const read = arrange(await this.#store.loadAccess());
    // An answer that was overtaken by a newer one must not bring a revoked key back.
    if (read.revision >= this.#snapshot.revision) this.#snapshot = read;
  }

  /** Keeps asking whether another process has changed something. Holds no process alive. */
  watch(): void {
    this.#timer = setTimeout(() => {
      void this.#refreshIfChanged().finally(() => {
        if (this.#timer !== null) this.watch();
      });
    }, ASKED_EVERY_MS).unref();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #refreshIfChanged(): Promise<void> {
    try {
      const revision = await this.#store.settingsRevision();
      if (revision !== this.#snapshot.revision) await this.refresh();
      this.#failing = false;
    } catch (error) {
      // Once per trouble, not once a second; what is known stays in force.
      if (!this.#failing) this.#log.warn({ event: "access.unread", error });
      this.#failing = true;
    }
  }
}

function digestOf(secret: string): string {
  return hash("sha256", secret);
}

interface Secured<Value> {
  /** SHA-256 of the key or token. */
  digest: Buffer;
  value: Value;
}

/** Found by digest, then compared in constant time: how long it takes tells nothing about a stored one. */
function find<Value>(
  known: Map<string, Secured<Value>>,
  secret: string,
): Value | null {
  const digest = digestOf(secret);
  const found = known.get(digest);
  if (found === undefined) return null;
  return timingSafeEqual(found.digest, Buffer.from(digest, "hex"))
    ? found.value
    : null;
}

function arrange(access: Access): Snapshot {
  const properties = new Map(
    access.properties.map((property) => [property.id, property]),
  );
  const snapshot: Snapshot = {
    revision: access.revision,
    keys: new Map(),
    tokens: new Map(),
    properties,
    hotels: new Map(
      access.properties.flatMap(({ id, businessLocations }) =>
        businessLocations.map((location) => [location.id, id] as const),
      ),
    ),
  };
  const owners = ownersByLocation(access, properties);
  for (const stored of access.apiKeys) {
    const owner = owners.get(stored.businessLocationId);
    if (owner?.property.id !== stored.propertyId) continue;
    const revoked = owner.revoked || stored.revokedAt !== null;
    snapshot.keys.set(
      stored.digest,
      secured(stored.digest, { ...owner, revoked }),
    );
  }
  for (const token of access.tokens) {
    snapshot.tokens.set(token.digest, secured(token.digest, token));
  }
  return snapshot;
}

/** A hotel may have an outlet no more whose till still sends: its keys are as good as revoked ones, and its bills are kept. */
function ownersByLocation(
  access: Access,
  properties: ReadonlyMap<string, Property>,
): Map<string, KeyOwner> {
  const owners = new Map<string, KeyOwner>();
  for (const { propertyId, location } of access.retiredLocations) {
    const property = properties.get(propertyId);
    if (property !== undefined)
      owners.set(location.id, { property, location, revoked: true });
  }
  for (const property of properties.values())
    for (const location of property.businessLocations)
      owners.set(location.id, { property, location, revoked: false });
  return owners;
}

function secured<Value>(digest: string, value: Value): Secured<Value> {
  return { digest: Buffer.from(digest, "hex"), value };
}
