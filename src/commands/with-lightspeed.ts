import { systemClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import { LightspeedError } from "../lightspeed/financial-api.ts";
import { OAuthFailure } from "../lightspeed/oauth.ts";
import { openLightspeed } from "../lightspeed/open-lightspeed.ts";
import type { Lightspeed } from "../lightspeed/open-lightspeed.ts";
import { ProviderRefused } from "../lightspeed/provider-api.ts";
import { Outgoing } from "../outgoing/outgoing.ts";
import type { LightspeedAccount } from "../properties/lightspeed-grant.ts";
import type { Property } from "../properties/property.ts";
import type { Store } from "../store/store.ts";
import { CommandFailure } from "./command-line.ts";
import { unknownProperty } from "./keys.ts";
import { withStore } from "./with-store.ts";

export interface LightspeedParts {
  store: Store;
  lightspeed: Lightspeed;
  allowPrivateTargets: boolean;
}

const CLOSE_MS = 60_000;

/** Runs some work with Lightspeed, on the database of the settings; what fails is said in a sentence. */
export async function withLightspeed<T>(
  work: (parts: LightspeedParts) => Promise<T>,
): Promise<T> {
  const { allowPrivateTargets } = readConfig().config;
  return withStore(async (store) => {
    const outgoing = new Outgoing({ allowPrivateTargets });
    const lightspeed = openLightspeed({
      outgoing,
      keeper: store,
      clock: systemClock,
      observer: SILENT,
    });
    try {
      return await work({ store, lightspeed, allowPrivateTargets });
    } catch (error) {
      throw inWords(error);
    } finally {
      await lightspeed.tokens.close(CLOSE_MS);
      await outgoing.close();
    }
  });
}

const SILENT = {
  renewed: () => undefined,
  renewalFailed: () => undefined,
  notKeptYet: () => undefined,
  died: () => undefined,
};

/** A failure of Lightspeed, member by member where it says so. */
export function inWords(error: unknown): unknown {
  if (error instanceof ProviderRefused) {
    const faults = error.faults.map(
      ({ field, fault }) => `\n  ${field}: ${fault}`,
    );
    return new CommandFailure(error.message + faults.join(""));
  }
  if (error instanceof LightspeedError || error instanceof OAuthFailure)
    return new CommandFailure(error.message);
  return error;
}

/** The property, and the accounts of the locations that were named; of all that have a client where none was. */
export async function readAccounts(
  store: Store,
  { property: id, location }: { property: string; location?: string[] },
): Promise<{ property: Property; accounts: LightspeedAccount[] }> {
  const access = await store.loadAccess();
  const property = access.properties.find((each) => each.id === id);
  if (property === undefined) throw unknownProperty(access, id);
  const known = property.businessLocations.map((each) => each.id);
  const accounts: LightspeedAccount[] = [];
  for (const businessLocationId of location ?? known) {
    if (!known.includes(businessLocationId))
      throw new CommandFailure(
        `The property ${id} has no business location ${businessLocationId}.`,
        `It has ${known.join(", ")}.`,
      );
    const place = { propertyId: id, businessLocationId };
    const account = await store.getLightspeedAccount(place);
    if (account !== null) accounts.push(account);
    else if (location !== undefined) throw noClient(businessLocationId);
  }
  if (accounts.length === 0) throw noClient(id);
  return { property, accounts };
}

function noClient(what: string): CommandFailure {
  return new CommandFailure(
    `${what} has no client for Lightspeed.`,
    'Give "lightspeed" with clientId and clientSecret for its business location in the provisioning file.',
  );
}
