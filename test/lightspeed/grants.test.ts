import { afterAll, describe, expect, test } from "@jest/globals";
import type { LightspeedStandIn } from "../../src/commands/simulate/lightspeed/stand-in.ts";
import { GrantWatch } from "../../src/lightspeed/grant-watch.ts";
import type { LocationPlace } from "../../src/properties/lightspeed-grant.ts";
import type { LightspeedAccess } from "../../src/store/contract/lightspeed.ts";
import type { Store } from "../../src/store/store.ts";
import { lightspeedOn, startStandIn } from "../support/lightspeed.ts";
import type { ObservedLightspeed } from "../support/lightspeed.ts";
import { freshDatabase } from "../support/postgres-database.ts";
import { undoneAfterEach } from "../support/undone.ts";
import {
  actor,
  closeAll,
  freshHotel,
  openPostgres,
  openSqlite,
  planOf,
} from "../store/store-fixture.ts";

const LOCATIONS = ["45454565682155", "45454565682156"] as const;
const HOUR_MS = 3_600_000;

const cleaning = undoneAfterEach();
afterAll(closeAll);

/** Every instance that is opened has the same database. */
const ENGINES = {
  SQLite: () => {
    let first: Promise<Store> | null = null;
    // The embedded database has one process; its instances share a store.
    return () => (first ??= openSqlite());
  },
  PostgreSQL: () => {
    let database: Promise<string> | null = null;
    return async () =>
      openPostgres({ databaseUrl: await (database ??= freshDatabase()) });
  },
};

interface Scene {
  standIn: LightspeedStandIn;
  instances: ObservedLightspeed[];
  stores: Store[];
  places: LocationPlace[];
  clock: { now: () => number; at: number };
}

/** Instances of one hotel whose locations were given the access that `api` uses. */
async function sceneOn(
  engine: keyof typeof ENGINES,
  api: "v1" | "v2" = "v2",
  instanceCount = 1,
): Promise<Scene> {
  const clock = { at: Date.parse("2026-02-20T12:00:00Z"), now: () => clock.at };
  const standIn = await startStandIn({ locations: LOCATIONS, now: clock.now });
  cleaning.push(() => standIn.stop());
  const open = ENGINES[engine]();
  const stores: Store[] = [];
  for (let n = 0; n < instanceCount; n++) stores.push(await open());
  const hotel = freshHotel();
  const [location] = hotel.businessLocations;
  hotel.businessLocations = LOCATIONS.map((id) => ({
    ...location!,
    id: `${id}${hotel.id.replace(/\D/g, "")}`,
  }));
  const access = standIn.access(api) as unknown as LightspeedAccess;
  const ids = hotel.businessLocations.map(({ id }) => id);
  await stores[0]!.provision({
    ...planOf(hotel, {
      lightspeed: Object.fromEntries(ids.map((id) => [id, access])),
    }),
    actor,
  });
  const instances = stores.map((store) => {
    const instance = lightspeedOn(store, clock);
    cleaning.push(() => instance.close());
    return instance;
  });
  const places = ids.map((businessLocationId) => ({
    propertyId: hotel.id,
    businessLocationId,
  }));
  return { standIn, instances, stores, places, clock };
}

describe.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])(
  "grants kept in %s",
  (engine) => {
    test.each(["v1", "v2"] as const)(
      "of %s clients: a token is fetched once, used until it ends, and then renewed with the next refresh token",
      async (api) => {
        const { standIn, instances, places, clock } = await sceneOn(
          engine,
          api,
        );
        const { tokens } = instances[0]!;
        const first = await tokens.get(places[0]!);
        expect((await tokens.get(places[0]!)).accessToken).toBe(
          first.accessToken,
        );
        for (const expected of [2, 3, 4]) {
          clock.at += HOUR_MS;
          await tokens.get(places[0]!);
          expect(standIn.grants.handedOut).toBe(expected);
        }
      },
    );

    test("locations that were given the same refresh token share one grant, which is renewed once for both", async () => {
      const { standIn, instances, places, clock } = await sceneOn(engine);
      const { tokens } = instances[0]!;
      const [one, other] = await Promise.all(
        places.map((place) => tokens.get(place)),
      );
      expect(one!.accessToken).toBe(other!.accessToken);
      clock.at += HOUR_MS;
      await tokens.get(places[1]!);
      await tokens.get(places[0]!);
      expect(standIn.grants.handedOut).toBe(2);
    });

    test("instances that need a token at the same moment renew it once, and all of them get it", async () => {
      const { standIn, instances, places } = await sceneOn(engine, "v2", 4);
      standIn.mishaps.add({ path: "/realms", delayMs: 300 });
      const got = await Promise.all(
        [...instances, ...instances].map(({ tokens }, index) =>
          tokens.get(places[index % 2]!),
        ),
      );
      expect(new Set(got.map(({ accessToken }) => accessToken)).size).toBe(1);
      expect(standIn.grants.handedOut).toBe(1);
    });

    test("a token that Lightspeed refuses is renewed once, for all who met it", async () => {
      const { standIn, instances, places } = await sceneOn(engine, "v2", 2);
      for (const { tokens } of instances) await tokens.get(places[0]!);
      standIn.grants.endAccess();
      await Promise.all(
        instances.map(({ tokens }) =>
          tokens.get(places[0]!).then((old) => tokens.get(places[0]!, old)),
        ),
      );
      expect(standIn.grants.handedOut).toBe(2);
    });

    test("an instance that dies while it renews is followed by another when its lease has run out", async () => {
      const { standIn, instances, stores, places, clock } =
        await sceneOn(engine);
      const place = places[0]!;
      const claim = await stores[0]!.openGrant({
        ...place,
        holder: "dead instance",
        now: clock.at,
        leaseMs: 120_000,
        goodUntil: clock.at,
        refusedGeneration: null,
        renewedAfter: null,
      });
      expect(claim.kind).toBe("renew");
      const waiting = instances[0]!.tokens.get(place);
      const early = await Promise.race([
        waiting.then(() => "got it"),
        new Promise((resolve) => setTimeout(resolve, 500, "waits")),
      ]);
      expect(early).toBe("waits");
      clock.at += 120_001;
      expect((await waiting).accessToken).not.toBe("");
      expect(standIn.grants.handedOut).toBe(1);
    });

    test("tokens that a late instance brings are kept, although its lease had run out, as long as nobody else got any", async () => {
      const { instances, stores, places, clock } = await sceneOn(engine);
      const [store] = stores;
      const place = places[0]!;
      const { tokens } = instances[0]!;
      const { account } = await tokens.get(place);
      const opening = {
        ...place,
        leaseMs: 1_000,
        goodUntil: clock.at + 2 * HOUR_MS,
        refusedGeneration: null,
        renewedAfter: null,
      };
      const open = (holder: string) =>
        store!.openGrant({ ...opening, holder, now: clock.at });
      const late = await open("late");
      if (late.kind !== "renew") throw new Error(late.kind);
      const renewed = await instances[0]!.oauth.renew(
        account,
        late.refreshToken,
      );
      clock.at += 2_000;
      const next = await open("next");
      if (next.kind !== "renew") throw new Error(next.kind);
      expect(next.lease.takenOver).toBe(true);
      // Its refresh token was used by the late one.
      await store!.endRenewal({ ...place, lease: next.lease, death: "lost" });
      const keep = { ...place, lease: late.lease, tokens: renewed };
      expect(await store!.keepRenewal(keep)).toBe(true);
      expect(await store!.keepRenewal(keep)).toBe(false);
      clock.at += HOUR_MS;
      expect((await tokens.get(place)).generation).toBe(3n);
    });

    test("a grant that Lightspeed ended is dead for all instances until a person connects again", async () => {
      const { standIn, instances, stores, places } = await sceneOn(
        engine,
        "v2",
        2,
      );
      const place = places[0]!;
      standIn.grants.endGrants();
      await expect(instances[0]!.tokens.get(place)).rejects.toMatchObject({
        reason: "grant-dead",
        message: expect.stringContaining("lightspeed connect"),
      });
      expect(instances[0]!.observed).toEqual([
        "failed grant-refused",
        "died refused",
      ]);
      const asked = standIn.heard.length;
      await expect(instances[1]!.tokens.get(place)).rejects.toMatchObject({
        reason: "grant-dead",
      });
      expect(standIn.heard).toHaveLength(asked);
      expect(await grantOf(stores[1]!, place)).toMatchObject({
        state: "dead",
        death: "refused",
      });

      const account = (await stores[0]!.getLightspeedAccount(place))!;
      const refreshToken = standIn.grants.grant(account.clientId);
      const renewed = await instances[0]!.oauth.renew(account, refreshToken);
      await stores[0]!.connectLightspeed({
        actor,
        propertyId: place.propertyId,
        businessLocationIds: places.map((each) => each.businessLocationId),
        tokens: renewed,
      });
      for (const { tokens } of instances)
        expect((await tokens.get(place)).accessToken).toBe(renewed.accessToken);
      expect(await grantOf(stores[1]!, place)).toMatchObject({ state: "live" });
    });

    test("a renewal whose answer is lost on the way is the end of the grant, and is called so", async () => {
      const { standIn, instances, stores, places } = await sceneOn(engine);
      standIn.mishaps.add({ path: "/realms", hangUp: "after" });
      await expect(instances[0]!.tokens.get(places[0]!)).rejects.toMatchObject({
        reason: "grant-dead",
        message: expect.stringContaining("cut off"),
      });
      expect(await grantOf(stores[0]!, places[0]!)).toMatchObject({
        death: "lost",
      });
    });

    test("a token endpoint that is busy for a moment costs nothing; one that refuses the client leaves the grant alive", async () => {
      const { standIn, instances, stores, places } = await sceneOn(engine);
      const [place] = places as [LocationPlace];
      standIn.mishaps.add({ path: "/realms", status: 503 });
      await instances[0]!.tokens.get(place);
      standIn.grants.endAccess();
      const body = { error: "invalid_client" };
      standIn.mishaps.add({ path: "/realms", status: 401, body });
      const refused = await instances[0]!.tokens.get(place);
      const renewing = instances[0]!.tokens.get(place, refused);
      await expect(renewing).rejects.toMatchObject({
        reason: "client-refused",
        message: expect.stringContaining("clientSecret"),
      });
      expect(await grantOf(stores[0]!, place)).toMatchObject({ state: "live" });
      await instances[0]!.tokens.get(place, refused);
      expect(standIn.grants.handedOut).toBe(2);
    });

    test("tokens that the store does not take at once are offered again until it does, also while the process stops", async () => {
      const { standIn, stores, places, clock } = await sceneOn(engine);
      const [store] = stores as [Store];
      let failures = 3;
      const failing = lightspeedOn(
        {
          openGrant: (request) => store.openGrant(request),
          endRenewal: (end) => store.endRenewal(end),
          keepRenewal: (renewal) => {
            failures -= 1;
            return failures < 0
              ? store.keepRenewal(renewal)
              : Promise.reject(new Error("the disk is full"));
          },
        },
        clock,
      );
      const getting = failing.tokens.get(places[0]!);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await failing.close();
      const { accessToken } = await getting;
      expect(failing.observed).toContain("not kept yet");
      const fresh = lightspeedOn(store, clock);
      cleaning.push(() => fresh.close());
      expect((await fresh.tokens.get(places[0]!)).accessToken).toBe(
        accessToken,
      );
      expect(standIn.grants.handedOut).toBe(1);
    });

    test("a refresh token that lies about is used before it dies of age", async () => {
      const { standIn, instances, stores, places, clock } =
        await sceneOn(engine);
      const { tokens } = instances[0]!;
      const [place] = places as [LocationPlace];
      await tokens.get(place);
      const watch = new GrantWatch({
        readGrants: () => stores[0]!.lightspeedGrants(),
        tokens,
        clock,
        foundDead: ({ reason }) => instances[0]!.observed.push(reason),
        failed: ({ error }) => {
          throw error;
        },
      });
      await watch.look();
      expect(standIn.grants.handedOut).toBe(1);
      for (let day = 1; day <= 30; day++) {
        clock.at += 24 * HOUR_MS + 1;
        await watch.look();
        expect(standIn.grants.handedOut).toBe(1 + day);
      }
      standIn.grants.endGrants();
      clock.at += 25 * HOUR_MS;
      await watch.look();
      await watch.look();
      await watch.look();
      expect(
        instances[0]!.observed.filter((told) => told.includes("connect")),
      ).toHaveLength(1);
      expect(watch.standing()).toContainEqual(
        expect.objectContaining({ ...place, state: "dead" }),
      );
    });

    test("no token and no secret is told to anybody", async () => {
      const { standIn, instances, stores, places } = await sceneOn(engine);
      const { accessToken } = await instances[0]!.tokens.get(places[0]!);
      const told = JSON.stringify([
        await stores[0]!.lightspeedGrants(),
        standIn.heard,
        instances[0]!.observed,
      ]);
      expect(told).not.toContain(accessToken);
      expect(told).not.toContain("stand-in-secret");
    });
  },
);

async function grantOf(store: Store, place: LocationPlace) {
  return (await store.lightspeedGrants()).find(
    ({ propertyId, businessLocationId }) =>
      propertyId === place.propertyId &&
      businessLocationId === place.businessLocationId,
  );
}
