import type { Clock } from "../clock.ts";
import type {
  LightspeedGrant,
  LocationPlace,
} from "../properties/lightspeed-grant.ts";
import { LightspeedError } from "./financial-api.ts";
import { describeDeath } from "./access-tokens.ts";
import type { AccessTokens } from "./access-tokens.ts";

export interface GrantWatchParts {
  /** How every grant stands, from the store. */
  readGrants: () => Promise<LightspeedGrant[]>;
  tokens: AccessTokens;
  clock: Clock;
  /** A grant was found dead; once for each death and process. */
  foundDead: (grant: LocationPlace & { reason: string }) => void;
  /** The store or a renewal failed otherwise: it is looked at again. */
  failed: (failure: { error: unknown }) => void;
}

const EVERY_MS = 60_000;
/** A refresh token dies of lying about: it is used at half of its life, and at least daily. */
const RENEW_AFTER_MS = 24 * 60 * 60 * 1000;

/** Looks after grants while nobody uses them: renews tokens before they die of age, and tells of those that are dead. */
export class GrantWatch {
  readonly #parts: GrantWatchParts;
  readonly #known = new Set<string>();
  #standing: LightspeedGrant[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: GrantWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), EVERY_MS).unref();
    void this.look();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** As last looked at. */
  standing(): readonly LightspeedGrant[] {
    return this.#standing;
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { readGrants, clock, failed } = this.#parts;
    try {
      this.#standing = await readGrants();
    } catch (error) {
      failed({ error });
      return;
    }
    this.#tellOfDeaths();
    const now = clock.now();
    for (const grant of this.#standing) await this.#renewIfDue(grant, now);
  }

  #tellOfDeaths(): void {
    for (const { propertyId, businessLocationId, death, since } of this
      .#standing) {
      const key = `${propertyId}/${businessLocationId}/${since}`;
      if (death === null || this.#known.has(key)) continue;
      this.#known.add(key);
      const place = { propertyId, businessLocationId };
      this.#parts.foundDead({ ...place, reason: describeDeath(death) });
    }
  }

  async #renewIfDue(grant: LightspeedGrant, now: number): Promise<void> {
    const { state, since, refreshExpiresAt, isProven } = grant;
    if (state !== "live" || since === null) return;
    const halfLife =
      refreshExpiresAt === null ? Infinity : (refreshExpiresAt - since) / 2;
    // A token that was typed into a file is tried before anybody relies on it.
    if (isProven && now < since + Math.min(RENEW_AFTER_MS, halfLife)) return;
    try {
      await this.#parts.tokens.renewSince(grant, since + 1);
    } catch (error) {
      // A failed renewal was told of where it failed.
      if (!(error instanceof LightspeedError)) this.#parts.failed({ error });
    }
  }
}
