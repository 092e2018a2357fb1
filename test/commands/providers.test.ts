import { hash } from "node:crypto";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from "@jest/globals";
import {
  registerLocation,
  removeLocation,
  updateLocation,
} from "../../src/commands/providers/registration.ts";
import type { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import { inWords } from "../../src/commands/with-lightspeed.ts";
import type { LocationPlace } from "../../src/properties/lightspeed-grant.ts";
import type { LightspeedAccess } from "../../src/store/contract/lightspeed.ts";
import type { Store } from "../../src/store/store.ts";
import { lightspeedOn, startStandIn } from "../support/lightspeed.ts";
import type { ObservedLightspeed } from "../support/lightspeed.ts";
import {
  actor,
  closeAll,
  freshHotel,
  locationOf,
  openSqlite,
  planOf,
} from "../store/store-fixture.ts";

// Beyond what a double holds.
const LOCATIONS = ["9223372036854775807", "9223372036854775806"];
const SETTINGS = {
  name: "Hotel PMS",
  endpoint: "https://pms.example.com/lightspeed",
  features: ["SEARCH_BY_NAME", "SERVICE_CHARGE"],
};

let standIn: LightspeedStandIn;
let store: Store;
let lightspeed: ObservedLightspeed;
let place: LocationPlace;
beforeAll(async () => {
  standIn = await startStandIn({ locations: LOCATIONS });
  store = await openSqlite();
  const hotel = {
    ...freshHotel(),
    businessLocations: LOCATIONS.map(locationOf),
  };
  const access = standIn.access("v2") as unknown as LightspeedAccess;
  await store.provision({
    ...planOf(hotel, {
      lightspeed: Object.fromEntries(LOCATIONS.map((id) => [id, access])),
    }),
    actor,
  });
  lightspeed = lightspeedOn(store);
  place = { propertyId: hotel.id, businessLocationId: LOCATIONS[0]! };
});
beforeEach(async () => {
  jest.spyOn(console, "error").mockImplementation(() => undefined);
  await removeLocation({ store, lightspeed }, place);
});
afterEach(() => {
  jest.restoreAllMocks();
  standIn.mishaps.clear();
});
afterAll(async () => {
  await lightspeed.close();
  await closeAll();
  await standIn.stop();
});

const parts = () => ({ store, lightspeed });
const atLightspeed = () =>
  standIn.providers
    .all()
    .filter((each) => each.businessLocationId === place.businessLocationId);

async function validDigests(): Promise<string[]> {
  const { apiKeys } = await store.loadAccess();
  return apiKeys
    .filter(
      (key) =>
        key.revokedAt === null &&
        key.businessLocationId === place.businessLocationId,
    )
    .map(({ digest }) => digest);
}

const digestOf = (key: string): string => hash("sha256", key, "hex");

describe("a registration", () => {
  test("has a key that is valid here before Lightspeed knows it, and the location's settings say its features", async () => {
    const registered = await registerLocation(parts(), place, SETTINGS);
    const [provider] = atLightspeed();
    expect(provider).toMatchObject(SETTINGS);
    expect(registered?.providerId).toBe(provider!.id);
    expect(await validDigests()).toEqual([digestOf(provider!.apiKey)]);
    expect(JSON.stringify(registered)).not.toContain(provider!.apiKey);
    const stored = await store.getProperty(place.propertyId);
    const location = stored!.value.property.businessLocations.find(
      ({ id }) => id === place.businessLocationId,
    );
    expect(location!.features).toEqual(SETTINGS.features);
    expect(await registerLocation(parts(), place, SETTINGS)).toBeNull();
  });

  test("that Lightspeed refuses leaves no key, and says which member is wrong without repeating it", async () => {
    const settings = { ...SETTINGS, features: [], name: "" };
    const refused: unknown = await registerLocation(
      parts(),
      place,
      settings,
    ).catch(inWords);
    const { message } = refused as Error;
    expect(message).toContain("  name: size must be between 1 and 255");
    expect(message).toContain("  features: SEARCH_BY_NAME is mandatory");
    expect(await validDigests()).toEqual([]);
    expect(atLightspeed()).toEqual([]);
  });

  test("whose answer is lost is looked for: where it arrived its key stays, where not it is revoked", async () => {
    // The first request to this path looks whether there is one.
    standIn.mishaps.add({ path: "/pms/v1/providers", delayMs: 0 });
    standIn.mishaps.add({ path: "/pms/v1/providers", hangUp: "after" });
    await registerLocation(parts(), place, SETTINGS);
    expect(await validDigests()).toEqual([digestOf(atLightspeed()[0]!.apiKey)]);
    await removeLocation(parts(), place);

    standIn.mishaps.add({ path: "/pms/v1/providers", delayMs: 0 });
    standIn.mishaps.add({ path: "/pms/v1/providers", hangUp: "before" });
    await expect(
      registerLocation(parts(), place, SETTINGS),
    ).rejects.toMatchObject({ reason: "unavailable" });
    expect(await validDigests()).toEqual([]);
  });

  test.each([408, 502])(
    "that is answered %i is looked for: where it arrived its key stays, where not it is revoked",
    async (status) => {
      const path = "/pms/v1/providers";
      standIn.mishaps.add({ path, delayMs: 0 });
      standIn.mishaps.add({ path, status, takesEffect: true });
      const registered = await registerLocation(parts(), place, SETTINGS);
      const [provider] = atLightspeed();
      expect(registered?.providerId).toBe(provider!.id);
      expect(await validDigests()).toEqual([digestOf(provider!.apiKey)]);
      await removeLocation(parts(), place);

      standIn.mishaps.add({ path, delayMs: 0 });
      standIn.mishaps.add({ path, status });
      await expect(
        registerLocation(parts(), place, SETTINGS),
      ).rejects.toMatchObject({ reason: "unavailable", status });
      expect(await validDigests()).toEqual([]);
    },
  );

  test("that is removed takes its key with it", async () => {
    await registerLocation(parts(), place, SETTINGS);
    expect(await removeLocation(parts(), place)).toBe(1);
    expect(atLightspeed()).toEqual([]);
    expect(await validDigests()).toEqual([]);
    expect(await removeLocation(parts(), place)).toBe(0);
  });
});

describe("a change", () => {
  test("leaves what is not named as it was, the key too", async () => {
    await registerLocation(parts(), place, SETTINGS);
    const [before] = atLightspeed();
    const { apiKey } = before!;
    await updateLocation(parts(), place, {
      changes: { name: "Another" },
      rotateKey: false,
      keepOldKeyMs: 0,
    });
    expect(atLightspeed()).toMatchObject([
      { ...SETTINGS, name: "Another", apiKey },
    ]);
  });

  test("of the key has no gap: both are valid until Lightspeed has the new one, and only then the old one ends", async () => {
    await registerLocation(parts(), place, SETTINGS);
    const old = digestOf(atLightspeed()[0]!.apiKey);
    const changing = updateLocation(parts(), place, {
      changes: {},
      rotateKey: true,
      keepOldKeyMs: 1_000,
    });
    const seen = new Set<string>();
    const change = { isDone: false };
    const watching = (async () => {
      while (!change.isDone) {
        const registered = digestOf(atLightspeed()[0]!.apiKey);
        const valid = await validDigests();
        expect(valid).toContain(registered);
        seen.add(`${registered === old ? "old" : "new"} of ${valid.length}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await changing;
    change.isDone = true;
    await watching;
    expect([...seen].slice(0, 3)).toEqual(["old of 1", "old of 2", "new of 2"]);
    const registered = digestOf(atLightspeed()[0]!.apiKey);
    expect(registered).not.toBe(old);
    expect(await validDigests()).toEqual([registered]);
  });

  test("of the key that a gateway answers 504 has taken effect where Lightspeed says so: the new key stays, the old one ends", async () => {
    await registerLocation(parts(), place, SETTINGS);
    const old = atLightspeed()[0]!.apiKey;
    const path = "/pms/v1/providers";
    standIn.mishaps.add({ path, delayMs: 0 });
    standIn.mishaps.add({ path, status: 504, takesEffect: true });
    await updateLocation(parts(), place, {
      changes: {},
      rotateKey: true,
      keepOldKeyMs: 0,
    });
    const { apiKey } = atLightspeed()[0]!;
    expect(apiKey).not.toBe(old);
    expect(await validDigests()).toEqual([digestOf(apiKey)]);
  });

  test("that Lightspeed refuses leaves the old key in use", async () => {
    await registerLocation(parts(), place, SETTINGS);
    const old = atLightspeed()[0]!.apiKey;
    const changing = updateLocation(parts(), place, {
      changes: { name: "" },
      rotateKey: true,
      keepOldKeyMs: 0,
    });
    await expect(changing).rejects.toMatchObject({ status: 400 });
    expect(atLightspeed()[0]!.apiKey).toBe(old);
    expect(await validDigests()).toEqual([digestOf(old)]);
  });
});
