import { hash } from "node:crypto";
import type {
  GrantDeath,
  GrantOpened,
  LightspeedAccount,
  LightspeedGrant,
  LightspeedTokens,
  LocationPlace,
  OpenGrant,
} from "../../properties/lightspeed-grant.ts";
import { NotInStore } from "../contract/errors.ts";
import type {
  EndedRenewal,
  LightspeedAccess,
  LightspeedConnection,
  RenewedGrant,
} from "../contract/lightspeed.ts";
import type { ProvisionChange } from "../contract/provisioning.ts";
import { lock, row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { lockSettings } from "./locks.ts";
import { keepSecret, openSecret, unseal } from "./secrets.ts";
import { recordAct } from "./trail.ts";
import type { VerbContext } from "./verb-context.ts";

/** What changed; null: nothing. The caller has locked the settings. */
export function* provisionLightspeed(
  place: LocationPlace,
  access: LightspeedAccess,
  context: VerbContext,
): Steps<ProvisionChange["change"] | null> {
  const { clientSecret, refreshToken, ...open } = access;
  const { propertyId, businessLocationId } = place;
  const document = JSON.stringify(open);
  const before = yield* row<{ document: string }>(
    "SELECT document FROM lightspeed_accounts WHERE property_id = $1 AND business_location_id = $2",
    propertyId,
    businessLocationId,
  );
  yield* run(
    `INSERT INTO lightspeed_accounts (property_id, business_location_id, document) VALUES ($1, $2, $3)
     ON CONFLICT (property_id, business_location_id) DO UPDATE SET document = excluded.document`,
    propertyId,
    businessLocationId,
    document,
  );
  const isNewSecret = yield* keepClientSecret(place, clientSecret, context);
  const isSeeded =
    refreshToken !== null && (yield* seedGrant(place, refreshToken, context));
  if (before === undefined) return "added";
  const isSame = before.document === document && !isNewSecret && !isSeeded;
  return isSame ? null : "changed";
}

/** False: it is kept already, and sealed with today's key. */
export function* keepClientSecret(
  place: LocationPlace,
  clientSecret: string,
  context: VerbContext,
): Steps<boolean> {
  const kept = yield* openSecret(place, "clientSecret", context);
  if (kept?.text === clientSecret && kept.byTodaysKey) return false;
  yield* keepSecret(place, ["clientSecret", clientSecret], context);
  return true;
}

/** A seed: Lightspeed hands out a new token with each use, and that one stays. False where there is a grant already. */
function* seedGrant(
  place: LocationPlace,
  refreshToken: string,
  context: VerbContext,
): Steps<boolean> {
  const { propertyId, businessLocationId } = place;
  const account = yield* readAccount(place);
  if (account?.grantedTo !== businessLocationId) return false;
  if ((yield* readGrant(place)) !== undefined) return false;
  const seedDigest = hash("sha256", refreshToken, "hex");
  const sharing = yield* row<{ holder: string }>(
    `SELECT business_location_id AS holder FROM lightspeed_grants WHERE property_id = $1 AND seed_digest = $2`,
    propertyId,
    seedDigest,
  );
  if (sharing !== undefined) {
    // Used apart, each of the two would burn the other's.
    yield* useGrantOf(place, sharing.holder);
    return true;
  }
  yield* run(
    `INSERT INTO lightspeed_grants (property_id, business_location_id, generation, seed_digest, renewed_at)
     VALUES ($1, $2, 0, $3, $4)`,
    propertyId,
    businessLocationId,
    seedDigest,
    context.now,
  );
  yield* keepSecret(place, ["refreshToken", refreshToken], context);
  return true;
}

export function* getLightspeedAccount(
  place: LocationPlace,
  context: VerbContext,
): Steps<LightspeedAccount | null> {
  const account = yield* readAccount(place);
  if (account === null) return null;
  const clientSecret = yield* openSecret(place, "clientSecret", context);
  return { ...account, clientSecret: clientSecret?.text ?? null };
}

export function* openGrant(
  request: OpenGrant,
  context: VerbContext,
): Steps<GrantOpened> {
  const account = yield* getLightspeedAccount(request, context);
  if (account === null) return { kind: "no-account" };
  const at = holderOf(account);
  yield* lockGrant(at);
  const grant = yield* readGrant(at);
  if (grant === undefined) return { kind: "not-connected", account };
  const { death, deadSince: since, generation } = grant;
  if (death !== null && since !== null)
    return { kind: "dead", account, death, since: Number(since) };
  if (isGoodFor(grant, request)) {
    const accessToken = yield* openSecret(at, "accessToken", context);
    const expiresAt = Number(grant.accessExpiresAt);
    if (accessToken !== null) {
      const { text } = accessToken;
      const ready = { accessToken: text, expiresAt, generation };
      return { kind: "ready", account, ...ready };
    }
  }
  const { leaseUntil, renewedAt } = grant;
  const { holder, leaseMs, now } = request;
  if (leaseUntil !== null && Number(leaseUntil) > now)
    return { kind: "busy", until: Number(leaseUntil) };
  const refreshToken = yield* openSecret(at, "refreshToken", context);
  if (refreshToken === null)
    return {
      kind: "dead",
      account,
      death: "unreadable",
      since: Number(renewedAt),
    };
  yield* run(
    `UPDATE lightspeed_grants SET lease_holder = $1, lease_until = $2
     WHERE property_id = $3 AND business_location_id = $4`,
    holder,
    now + leaseMs,
    at.propertyId,
    at.businessLocationId,
  );
  const lease = { holder, generation, takenOver: leaseUntil !== null };
  return { kind: "renew", account, refreshToken: refreshToken.text, lease };
}

function isGoodFor(
  { accessExpiresAt, generation, renewedAt }: GrantRow,
  { goodUntil, refusedGeneration, renewedAfter }: OpenGrant,
): boolean {
  if (accessExpiresAt === null || Number(accessExpiresAt) < goodUntil)
    return false;
  if (refusedGeneration !== null && generation <= refusedGeneration)
    return false;
  return renewedAfter === null || Number(renewedAt) >= renewedAfter;
}

/** Newer tokens may be there only where a person has connected again meanwhile. */
export function* keepRenewal(
  { lease, tokens, ...place }: RenewedGrant,
  context: VerbContext,
): Steps<boolean> {
  const at = yield* holderAt(place);
  yield* lockGrant(at);
  const grant = yield* readGrant(at);
  if (grant?.generation !== lease.generation) return false;
  yield* writeTokens(at, tokens, context);
  return true;
}

export function* endRenewal(
  { lease, death, ...place }: EndedRenewal,
  { now }: VerbContext,
): Steps<void> {
  const at = yield* holderAt(place);
  yield* run(
    `UPDATE lightspeed_grants SET lease_holder = NULL, lease_until = NULL, dead_since = $1, death = $2
     WHERE property_id = $3 AND business_location_id = $4 AND generation = $5 AND lease_holder = $6`,
    death === null ? null : now,
    death,
    at.propertyId,
    at.businessLocationId,
    lease.generation,
    lease.holder,
  );
}

export function* connectLightspeed(
  connection: LightspeedConnection,
  context: VerbContext,
): Steps<void> {
  const { actor, propertyId, businessLocationIds, tokens } = connection;
  const [holder, ...others] = businessLocationIds;
  if (holder === undefined) throw new NotInStore("business-location");
  yield* lockSettings([propertyId]);
  for (const businessLocationId of businessLocationIds) {
    if ((yield* readAccount({ propertyId, businessLocationId })) === null)
      throw new NotInStore("business-location");
  }
  const at = { propertyId, businessLocationId: holder };
  yield* useGrantOf(at, null);
  for (const businessLocationId of others)
    yield* useGrantOf({ propertyId, businessLocationId }, holder);
  yield* run(
    `INSERT INTO lightspeed_grants (property_id, business_location_id, generation, renewed_at)
     VALUES ($1, $2, 0, $3) ON CONFLICT (property_id, business_location_id) DO NOTHING`,
    propertyId,
    holder,
    context.now,
  );
  yield* lockGrant(at);
  yield* writeTokens(at, tokens, context);
  const details = { holder, locations: businessLocationIds.length };
  const act = { propertyId, actor, act: "lightspeed.connected", details };
  yield* recordAct(act, context);
}

/** Locations that use another's grant stand under that one. */
export function* lightspeedGrants(
  _all: null,
  { sealer }: VerbContext,
): Steps<LightspeedGrant[]> {
  const found = yield* rows<
    Partial<GrantRow> & LocationPlace & { refreshToken?: Uint8Array | null }
  >(
    `SELECT a.property_id AS "propertyId", a.business_location_id AS "businessLocationId", g.generation,
       g.renewed_at AS "renewedAt", g.refresh_expires_at AS "refreshExpiresAt", g.dead_since AS "deadSince", g.death,
       s.sealed AS "refreshToken"
     FROM lightspeed_accounts a
     LEFT JOIN lightspeed_grants g ON g.property_id = a.property_id AND g.business_location_id = a.business_location_id
     LEFT JOIN secrets s ON s.property_id = g.property_id AND s.business_location_id = g.business_location_id
       AND s.name = 'refreshToken'
     WHERE a.granted_to IS NULL OR EXISTS
       (SELECT 1 FROM lightspeed_accounts u WHERE u.property_id = a.property_id AND u.granted_to = a.business_location_id)
     ORDER BY a.property_id, a.business_location_id`,
  );
  return found.map((each) => {
    const { propertyId, businessLocationId, death, deadSince } = each;
    const { renewedAt, refreshExpiresAt, generation } = each;
    const isProven = generation != null && generation > 0n;
    const at = { propertyId, businessLocationId, isProven };
    const none = { since: null, death: null, refreshExpiresAt: null };
    if (renewedAt == null) return { ...at, ...none, state: "not-connected" };
    if (death != null)
      return { ...at, ...none, state: "dead", death, since: Number(deadSince) };
    const since = Number(renewedAt);
    const token = each.refreshToken;
    if (token == null || unseal(each, ["refreshToken", token], sealer) === null)
      return { ...at, ...none, state: "dead", death: "unreadable", since };
    return {
      ...at,
      state: "live",
      since,
      death: null,
      refreshExpiresAt:
        refreshExpiresAt == null ? null : Number(refreshExpiresAt),
    };
  });
}

interface GrantRow {
  generation: bigint;
  renewedAt: bigint;
  accessExpiresAt: bigint | null;
  refreshExpiresAt: bigint | null;
  leaseUntil: bigint | null;
  deadSince: bigint | null;
  death: GrantDeath | null;
}

function* readGrant(at: LocationPlace): Steps<GrantRow | undefined> {
  return yield* row<GrantRow>(
    `SELECT generation, renewed_at AS "renewedAt", access_expires_at AS "accessExpiresAt",
       refresh_expires_at AS "refreshExpiresAt", lease_until AS "leaseUntil", dead_since AS "deadSince", death
     FROM lightspeed_grants WHERE property_id = $1 AND business_location_id = $2`,
    at.propertyId,
    at.businessLocationId,
  );
}

function* lockGrant(at: LocationPlace): Steps<void> {
  yield* lock(
    "SELECT 1 FROM lightspeed_grants WHERE property_id = $1 AND business_location_id = $2 FOR UPDATE",
    at.propertyId,
    at.businessLocationId,
  );
}

/** New tokens end the lease of whoever got older ones. */
function* writeTokens(
  at: LocationPlace,
  tokens: LightspeedTokens,
  context: VerbContext,
): Steps<void> {
  yield* keepSecret(at, ["refreshToken", tokens.refreshToken], context);
  yield* keepSecret(at, ["accessToken", tokens.accessToken], context);
  yield* run(
    `UPDATE lightspeed_grants SET generation = generation + 1, renewed_at = $1, access_expires_at = $2,
       refresh_expires_at = $3, lease_holder = NULL, lease_until = NULL, dead_since = NULL, death = NULL
     WHERE property_id = $4 AND business_location_id = $5`,
    tokens.issuedAt,
    tokens.accessExpiresAt,
    tokens.refreshExpiresAt,
    at.propertyId,
    at.businessLocationId,
  );
}

function* readAccount(
  place: LocationPlace,
): Steps<Omit<LightspeedAccount, "clientSecret"> | null> {
  const { propertyId, businessLocationId } = place;
  const stored = yield* row<{ document: string; grantedTo: string | null }>(
    `SELECT document, granted_to AS "grantedTo" FROM lightspeed_accounts
     WHERE property_id = $1 AND business_location_id = $2`,
    propertyId,
    businessLocationId,
  );
  if (stored === undefined) return null;
  const open = JSON.parse(stored.document) as Omit<
    LightspeedAccess,
    "clientSecret" | "refreshToken"
  >;
  const grantedTo = stored.grantedTo ?? businessLocationId;
  return { propertyId, businessLocationId, ...open, grantedTo };
}

function* holderAt(place: LocationPlace): Steps<LocationPlace> {
  return holderOf((yield* readAccount(place)) ?? { ...place, grantedTo: null });
}

function holderOf(account: {
  propertyId: string;
  businessLocationId: string;
  grantedTo: string | null;
}): LocationPlace {
  const { propertyId, businessLocationId, grantedTo } = account;
  return { propertyId, businessLocationId: grantedTo ?? businessLocationId };
}

/** Null: its own. */
function* useGrantOf(place: LocationPlace, holder: string | null): Steps<void> {
  yield* run(
    "UPDATE lightspeed_accounts SET granted_to = $1 WHERE property_id = $2 AND business_location_id = $3",
    holder,
    place.propertyId,
    place.businessLocationId,
  );
}
