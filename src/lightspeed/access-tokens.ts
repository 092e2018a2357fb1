import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { atMost } from "../clock.ts";
import type { Clock } from "../clock.ts";
import type {
  GrantDeath,
  GrantOpened,
  LightspeedAccount,
  LightspeedTokens,
  LocationPlace,
  OpenGrant,
  RenewalLease,
} from "../properties/lightspeed-grant.ts";
import { LightspeedError } from "./financial-api.ts";
import { GIVE_KEY_BACK, OAuthFailure } from "./oauth.ts";
import type { LightspeedOAuth } from "./oauth.ts";

/** Where grants are kept: a part of the store's contract. */
export interface GrantKeeper {
  openGrant(request: OpenGrant): Promise<GrantOpened>;
  keepRenewal(
    renewal: LocationPlace & { lease: RenewalLease; tokens: LightspeedTokens },
  ): Promise<boolean>;
  endRenewal(
    end: LocationPlace & { lease: RenewalLease; death: GrantDeath | null },
  ): Promise<void>;
}

/** What log and metrics are told of grants; never a token. */
export interface GrantObserver {
  renewed(place: LocationPlace): void;
  renewalFailed(failure: LocationPlace & { reason: string }): void;
  /** The store did not take new tokens at once; they are kept in memory and offered to it again. */
  notKeptYet(failure: LocationPlace & { error: unknown }): void;
  died(grant: LocationPlace & { death: GrantDeath }): void;
}

/** A token to call with. */
export interface LightspeedAccess {
  account: LightspeedAccount;
  accessToken: string;
  generation: bigint;
}

/** In every instance clocks may differ by what is left of it after the attempts to renew. */
const LEASE_MS = 120_000;
const RENEWAL_ATTEMPTS = 3;
/** A call takes its time; a token that ends sooner is renewed first. */
const GOOD_FOR_MS = 30_000;
/** How long a token is used without asking the store, which knows of settings and tokens of other instances. */
const CACHED_MS = 30_000;
const BUSY_POLL_MS = 200;
const KEEP_DELAY_MAX_MS = 5_000;

/**
 * Access tokens of grants, renewed by one process at a time. A refresh token is used once, so what Lightspeed answers is
 * kept before anything else happens; while the store does not take it, it is offered again.
 */
export class AccessTokens {
  readonly #keeper: GrantKeeper;
  readonly #oauth: LightspeedOAuth;
  readonly #clock: Clock;
  readonly #observer: GrantObserver;
  readonly #holder = randomUUID();
  readonly #cached = new Map<
    string,
    LightspeedAccess & { usableUntil: number }
  >();
  readonly #opening = new Map<string, Promise<LightspeedAccess>>();
  readonly #renewals = new Set<Promise<unknown>>();
  readonly #closed = new AbortController();

  constructor(parts: {
    keeper: GrantKeeper;
    oauth: LightspeedOAuth;
    clock: Clock;
    observer: GrantObserver;
  }) {
    this.#keeper = parts.keeper;
    this.#oauth = parts.oauth;
    this.#clock = parts.clock;
    this.#observer = parts.observer;
  }

  /** A good token. `refused`: the one that Lightspeed answered 401 to. Rejects with `LightspeedError`. */
  async get(
    place: LocationPlace,
    refused: LightspeedAccess | null = null,
  ): Promise<LightspeedAccess> {
    const key = keyOf(place);
    const cached = this.#cached.get(key);
    const isUsable =
      cached !== undefined &&
      cached.usableUntil > this.#clock.now() &&
      (refused === null || cached.generation > refused.generation);
    if (isUsable) return cached;
    return this.#openOnce(place, {
      refusedGeneration: refused?.generation ?? null,
      renewedAfter: null,
    });
  }

  /** Renews the tokens of a grant, unless that has happened after `renewedAfter`. */
  async renewSince(place: LocationPlace, renewedAfter: number): Promise<void> {
    await this.#openOnce(place, { refusedGeneration: null, renewedAfter });
  }

  /** Waits until tokens on their way are kept, at most so long. To be called before the store is closed. */
  async close(waitMs: number): Promise<void> {
    await atMost(waitMs, Promise.allSettled(this.#renewals));
    this.#closed.abort();
  }

  #openOnce(
    place: LocationPlace,
    needs: Pick<OpenGrant, "refusedGeneration" | "renewedAfter">,
  ): Promise<LightspeedAccess> {
    const key = `${keyOf(place)} ${needs.refusedGeneration ?? ""} ${needs.renewedAfter ?? ""}`;
    const underWay = this.#opening.get(key);
    if (underWay !== undefined) return underWay;
    const opening = this.#open(place, needs).finally(() =>
      this.#opening.delete(key),
    );
    this.#opening.set(key, opening);
    return opening;
  }

  async #open(
    place: LocationPlace,
    needs: Pick<OpenGrant, "refusedGeneration" | "renewedAfter">,
  ): Promise<LightspeedAccess> {
    const { propertyId, businessLocationId } = place;
    const patienceEnds = this.#clock.now() + LEASE_MS;
    for (;;) {
      const now = this.#clock.now();
      const opened = await this.#keeper.openGrant({
        propertyId,
        businessLocationId,
        holder: this.#holder,
        now,
        leaseMs: LEASE_MS,
        goodUntil: now + GOOD_FOR_MS,
        ...needs,
      });
      switch (opened.kind) {
        case "ready":
          return this.#cache(place, opened, opened.expiresAt);
        case "renew":
          return this.#track(this.#renew(place, opened));
        case "busy":
          if (now > patienceEnds)
            throw new LightspeedError(
              "unavailable",
              "Another instance has been renewing the access to Lightspeed for too long.",
            );
          await sleep(BUSY_POLL_MS * (1 + Math.random()));
          continue;
        default:
          throw notOpened(place, opened);
      }
    }
  }

  /** Whoever asked may hang up meanwhile: it is finished. */
  async #renew(
    place: LocationPlace,
    { account, refreshToken, lease }: Extract<GrantOpened, { kind: "renew" }>,
  ): Promise<LightspeedAccess> {
    const tokens = await this.#fetchTokens(place, {
      account,
      refreshToken,
      lease,
    });
    const isKept = await this.#keepForSure(place, lease, tokens);
    // Somebody connected meanwhile: theirs are newer.
    if (!isKept)
      return this.#open(place, { refusedGeneration: null, renewedAfter: null });
    this.#observer.renewed(place);
    const generation = lease.generation + 1n;
    const { accessToken, accessExpiresAt } = tokens;
    const access = { account, accessToken, generation };
    return this.#cache(place, access, accessExpiresAt);
  }

  async #fetchTokens(
    place: LocationPlace,
    {
      account,
      refreshToken,
      lease,
    }: Omit<Extract<GrantOpened, { kind: "renew" }>, "kind">,
  ): Promise<LightspeedTokens> {
    // An attempt whose answer was lost may have used the token up.
    let mayBeUsed = lease.takenOver;
    try {
      return await pRetry(() => this.#oauth.renew(account, refreshToken), {
        retries: RENEWAL_ATTEMPTS - 1,
        minTimeout: 500,
        randomize: true,
        shouldRetry: ({ error }) => {
          const isUnknown =
            error instanceof OAuthFailure && error.reason === "unreachable";
          mayBeUsed ||= isUnknown;
          return isUnknown;
        },
      });
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      const isOver = error.reason === "grant-refused";
      const death = !isOver ? null : mayBeUsed ? "lost" : "refused";
      await this.#keeper.endRenewal({ ...place, lease, death });
      const { reason } = error;
      this.#observer.renewalFailed({ ...place, reason });
      if (death === null)
        throw new LightspeedError(
          reason === "client-refused" ? "client-refused" : "unavailable",
          error.message,
        );
      this.#observer.died({ ...place, death });
      throw deadGrant(place, death);
    }
  }

  async #keepForSure(
    place: LocationPlace,
    lease: RenewalLease,
    tokens: LightspeedTokens,
  ): Promise<boolean> {
    const keep = (): Promise<boolean> =>
      this.#keeper.keepRenewal({ ...place, lease, tokens });
    return pRetry(keep, {
      retries: Infinity,
      minTimeout: 50,
      maxTimeout: KEEP_DELAY_MAX_MS,
      signal: this.#closed.signal,
      onFailedAttempt: ({ error }) => {
        this.#observer.notKeptYet({ ...place, error });
      },
    });
  }

  #cache(
    place: LocationPlace,
    { account, accessToken, generation }: LightspeedAccess,
    expiresAt: number,
  ): LightspeedAccess {
    const access = { account, accessToken, generation };
    const now = this.#clock.now();
    const usableUntil = Math.min(now + CACHED_MS, expiresAt - GOOD_FOR_MS);
    this.#cached.set(keyOf(place), { ...access, usableUntil });
    return access;
  }

  #track<Value>(work: Promise<Value>): Promise<Value> {
    this.#renewals.add(work);
    const forget = (): void => void this.#renewals.delete(work);
    work.then(forget, forget);
    return work;
  }
}

/** What an operator is told of a grant that is over. */
export function describeDeath(death: GrantDeath): string {
  return `${DEATHS[death]} grant access again with pms-charge-receiver lightspeed connect.`;
}

const DEATHS: Readonly<Record<GrantDeath, string>> = {
  refused: "Lightspeed does not accept the refresh token any more:",
  lost: "A renewal was cut off after Lightspeed had used up the refresh token:",
  unreadable: `The tokens were encrypted with another SECRETS_KEY: ${GIVE_KEY_BACK}, or`,
};

function deadGrant(place: LocationPlace, death: GrantDeath): LightspeedError {
  return new LightspeedError(
    "grant-dead",
    `${place.businessLocationId}: ${describeDeath(death)}`,
  );
}

function notOpened(
  place: LocationPlace,
  opened: Exclude<GrantOpened, { kind: "ready" | "renew" | "busy" }>,
): LightspeedError {
  const { businessLocationId } = place;
  switch (opened.kind) {
    case "no-account":
      return new LightspeedError(
        "not-set-up",
        `${businessLocationId} has no client for Lightspeed: give "lightspeed" for it in the provisioning file.`,
      );
    case "not-connected":
      return new LightspeedError(
        "not-connected",
        `${businessLocationId} was never granted access at Lightspeed: run pms-charge-receiver lightspeed connect.`,
      );
    case "dead":
      return deadGrant(place, opened.death);
  }
}

function keyOf({ propertyId, businessLocationId }: LocationPlace): string {
  return `${propertyId}/${businessLocationId}`;
}
