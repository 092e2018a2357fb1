import { hash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LightspeedError } from "../../lightspeed/financial-api.ts";
import type {
  Provider,
  ProviderSettings,
} from "../../lightspeed/provider-api.ts";
import type { LocationPlace } from "../../properties/lightspeed-grant.ts";
import type { StoredApiKey } from "../../store/contract/access.ts";
import { CommandFailure } from "../command-line.ts";
import type { LightspeedParts } from "../with-lightspeed.ts";
import { COMMAND_LINE } from "../with-store.ts";

type Parts = Pick<LightspeedParts, "store" | "lightspeed">;
type Settings = Omit<ProviderSettings, "apiKey">;

export interface Registered {
  businessLocationId: string;
  providerId: string;
  endpoint: string;
  features: readonly string[];
  /** What else was done, and what is left to do. */
  notes: string[];
}

/** Every instance knows a key within two seconds. */
const KEY_KNOWN_MS = 2_500;

/** Null where the location has a registration already. When Lightspeed refuses, the key made for it is revoked. */
export async function registerLocation(
  parts: Parts,
  place: LocationPlace,
  settings: Settings,
): Promise<Registered | null> {
  requireNumber(place);
  const { providerApi } = parts.lightspeed;
  if ((await providerApi.list(place)).length > 0) return null;
  const key = await issueKey(parts, place);
  const provider = await settle(parts, place, key, () =>
    providerApi.register(place, { ...settings, apiKey: key.key }),
  );
  return keepFeatures(parts, place, provider, settings);
}

export async function updateLocation(
  parts: Parts,
  place: LocationPlace,
  {
    changes,
    rotateKey,
    keepOldKeyMs,
  }: { changes: Partial<Settings>; rotateKey: boolean; keepOldKeyMs: number },
): Promise<Registered> {
  requireNumber(place);
  const { providerApi } = parts.lightspeed;
  const [before] = await providerApi.list(place);
  if (before === undefined)
    throw new CommandFailure(
      `${place.businessLocationId} is not registered.`,
      "Register it with: pms-charge-receiver providers register",
    );
  const settings = {
    name: before.name ?? "",
    endpoint: before.endpoint ?? "",
    features: before.features,
    ...changes,
  };
  const oldKey = await findKey(parts, place, before.apiKey);
  if (!rotateKey) {
    if (oldKey === null || before.apiKey === null)
      throw new CommandFailure(
        `${place.businessLocationId} is registered with a key that is not valid here.`,
        "Give it a new one: add --rotate-key.",
      );
    const { apiKey } = before;
    const provider = await providerApi.update(place, before.id, {
      ...settings,
      apiKey,
    });
    return keepFeatures(parts, place, provider, settings);
  }
  const key = await issueKey(parts, place);
  const provider = await settle(parts, place, key, () =>
    providerApi.update(place, before.id, { ...settings, apiKey: key.key }),
  );
  const registered = await keepFeatures(parts, place, provider, settings);
  if (oldKey === null) return registered;
  console.error(
    `${place.businessLocationId} has a new key; the old one, ${oldKey.keyId}, is revoked in ${Math.ceil(keepOldKeyMs / 1000)} s. If this is interrupted, revoke it with: pms-charge-receiver keys revoke ${oldKey.keyId}`,
  );
  // A bill on its way still has the old one.
  await sleep(keepOldKeyMs);
  await revokeKey(parts, place, oldKey.keyId);
  registered.notes.push(`The old key ${oldKey.keyId} is revoked.`);
  return registered;
}

/** How many registrations there were. */
export async function removeLocation(
  parts: Parts,
  place: LocationPlace,
): Promise<number> {
  const { providerApi } = parts.lightspeed;
  const providers = await providerApi.list(place);
  for (const { id, apiKey } of providers) {
    await providerApi.remove(place, id);
    const key = await findKey(parts, place, apiKey);
    if (key !== null) await revokeKey(parts, place, key.keyId);
  }
  return providers.length;
}

/**
 * Sends what registers a key. Where its answer is lost, or tells only that something on the way failed, Lightspeed is
 * asked what it has; only a key it does not have is revoked.
 */
async function settle(
  parts: Parts,
  place: LocationPlace,
  { keyId, key }: { keyId: string; key: string },
  send: () => Promise<Provider>,
): Promise<Provider> {
  try {
    return await send();
  } catch (error) {
    const isUnknown =
      error instanceof LightspeedError && error.reason !== "refused";
    if (isUnknown) {
      const found = await findProvider(parts, place, key);
      if (found !== null) return found;
    }
    await revokeKey(parts, place, keyId);
    throw error;
  }
}

async function findProvider(
  { lightspeed }: Parts,
  place: LocationPlace,
  key: string,
): Promise<Provider | null> {
  try {
    const providers = await lightspeed.providerApi.list(place);
    return providers.find(({ apiKey }) => apiKey === key) ?? null;
  } catch {
    throw new CommandFailure(
      `Whether Lightspeed has registered the new key of ${place.businessLocationId} is not known; it is left valid.`,
      "Look with: pms-charge-receiver providers list. Then try again.",
    );
  }
}

async function issueKey(
  { store }: Parts,
  { propertyId, businessLocationId }: LocationPlace,
): Promise<{ keyId: string; key: string }> {
  const issued = await store.issueApiKey({
    actor: COMMAND_LINE,
    propertyId,
    businessLocationId,
    name: "registered with Lightspeed",
    key: randomBytes(24).toString("base64url"),
    idempotency: null,
  });
  if (issued.kind === "idempotency-conflict")
    throw new Error("a key without idempotency key cannot conflict");
  await sleep(KEY_KNOWN_MS);
  return { keyId: issued.apiKey.keyId, key: issued.key };
}

async function revokeKey(
  { store }: Parts,
  { propertyId }: LocationPlace,
  keyId: string,
): Promise<void> {
  await store.revokeApiKey({ actor: COMMAND_LINE, propertyId, keyId });
}

/** The valid key of ours that Lightspeed has; null where it is none. */
async function findKey(
  { store }: Parts,
  { businessLocationId }: LocationPlace,
  key: string | null,
): Promise<StoredApiKey | null> {
  if (key === null) return null;
  const digest = hash("sha256", key, "hex");
  const { apiKeys } = await store.loadAccess();
  return (
    apiKeys.find(
      (each) =>
        each.digest === digest &&
        each.revokedAt === null &&
        each.businessLocationId === businessLocationId,
    ) ?? null
  );
}

/** The location's settings say with what it is registered: reconciliation asks them. */
async function keepFeatures(
  { store }: Parts,
  { propertyId, businessLocationId }: LocationPlace,
  provider: Provider,
  { endpoint, features }: Settings,
): Promise<Registered> {
  const registered: Registered = {
    businessLocationId,
    providerId: provider.id,
    endpoint,
    features,
    notes: [],
  };
  for (;;) {
    const stored = await store.getProperty(propertyId);
    if (stored === null) return registered;
    const { property, houseAccounts } = stored.value;
    const location = property.businessLocations.find(
      ({ id }) => id === businessLocationId,
    );
    if (location === undefined) return registered;
    const isSame =
      JSON.stringify(location.features.toSorted()) ===
      JSON.stringify([...features].sort());
    if (isSame) return registered;
    location.features = [...features];
    const kept = await store.putProperty({
      actor: COMMAND_LINE,
      document: { property, houseAccounts },
      ifVersion: stored.version,
    });
    if ("kind" in kept) continue;
    registered.notes.push(
      "Its settings say these features now; put them into the provisioning file as well.",
    );
    return registered;
  }
}

function requireNumber({ businessLocationId }: LocationPlace): void {
  if (/^\d{1,19}$/.test(businessLocationId)) return;
  throw new CommandFailure(
    `${businessLocationId} is no business location of Lightspeed's: those are whole numbers.`,
  );
}
