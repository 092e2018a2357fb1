import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../src/properties/property.ts";
import type { ListRequest } from "../../src/lists/list-request.ts";
import type { Reservation } from "../../src/reservations/reservation.ts";
import { auditStore } from "../../src/store/audit/audit-store.ts";
import type {
  AuditOptions,
  AuditReport,
} from "../../src/store/audit/audit-store.ts";
import { openOrderedTables } from "../../src/store/open-ordered.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { OpenStoreOptions } from "../../src/store/open-store.ts";
import type { Actor } from "../../src/store/contract/acts.ts";
import type { ProvisioningPlan } from "../../src/store/contract/provisioning.ts";
import type { Store, StoreObserver } from "../../src/store/store.ts";
import { openForWriting } from "../../src/store/sqlite/connection.ts";
import { dropDatabase, freshDatabase } from "../support/postgres-database.ts";
import { askPostgres } from "../support/postgres-server.ts";
import { chargeOf, hotel as plainHotel } from "../support/books.ts";

const NO_CODES: BusinessLocation["transactionCodes"] = {
  fallback: null,
  gratuity: null,
  serviceCharge: null,
  discount: null,
  surcharge: null,
  rounding: null,
  difference: null,
  transfer: null,
  payments: {},
  paymentFallback: null,
  accountingGroups: {},
  revenueCenters: {},
};

export const actor: Actor = { type: "command", name: "test" };

export function locationOf(id: string): BusinessLocation {
  return {
    id,
    name: "Restaurant",
    businessExternalReference: null,
    features: [],
    goLiveAt: null,
    transactionCodes: NO_CODES,
  };
}

let hotels = 0;

/** A hotel with one location, unlike all others of this run. */
export function freshHotel(): Property {
  const id = `hotel-${++hotels}`;
  return {
    ...plainHotel,
    id,
    businessLocations: [locationOf(`location-${hotels}`)],
  };
}

/** 64 hex digits that no key or token has yet. */
export function freshDigest(): string {
  return String(++hotels).padStart(64, "d");
}

export const hotel: Property = {
  ...plainHotel,
  businessLocations: [locationOf("45454565682155")],
};

export function guestNamed(
  reservationId: string,
  overrides: Partial<Reservation> = {},
): Reservation {
  return {
    reservationId,
    roomId: reservationId,
    roomDescription: "Double",
    clientName: `Guest of ${reservationId}`,
    status: "in-house",
    blocked: false,
    creditLimit: null,
    ...overrides,
  };
}

/** Two guests in house, one blocked, one who has left, one due; an event account. */
export function planOf(
  property: Property,
  overrides: Partial<ProvisioningPlan["properties"][number]> = {},
): ProvisioningPlan {
  const houseAccounts: HouseAccount[] = [
    {
      folioId: "EVENT-7",
      name: "Wedding party",
      searchable: true,
      blocked: false,
      creditLimit: null,
    },
  ];
  return {
    actor,
    fileDigest: `plan ${Math.random()}`,
    prune: false,
    dryRun: false,
    tokens: [],
    properties: [
      {
        property,
        houseAccounts,
        reservations: [
          guestNamed("001"),
          guestNamed("002"),
          guestNamed("003", { blocked: true }),
          guestNamed("004", { status: "checked-out" }),
          guestNamed("005", { status: "due-in" }),
        ],
        apiKeys: [],
        lightspeed: {},
        ...overrides,
      },
    ],
  };
}

export const silentObserver: StoreObserver = {
  batchCommitted: () => undefined,
  answered503Found: () => undefined,
  failed: () => undefined,
  recovered: () => undefined,
};

export const TRAIL_KEY = Buffer.alloc(32, 1);

const opened: { store: Store; dataDir: string; databaseUrl: string | null }[] =
  [];

export function openSqlite(
  overrides: Partial<OpenStoreOptions> = {},
): Promise<Store> {
  return openFor(null, overrides);
}

/** On a database of its own, unless one is named. */
export async function openPostgres(
  overrides: Partial<OpenStoreOptions> = {},
): Promise<Store> {
  return openFor(overrides.databaseUrl ?? (await freshDatabase()), overrides);
}

async function openFor(
  databaseUrl: string | null,
  overrides: Partial<OpenStoreOptions>,
): Promise<Store> {
  const dataDir =
    overrides.dataDir ?? mkdtempSync(join(tmpdir(), "store-test-"));
  const store = await openStore({
    dataDir,
    trailKey: TRAIL_KEY,
    secretsKeys: [Buffer.alloc(32, 2)],
    clock: systemClock,
    observer: silentObserver,
    ...overrides,
    databaseUrl,
  });
  opened.push({ store, dataDir, databaseUrl });
  return store;
}

/** Of the engine that the tests run on now: see jest.config.mjs. */
export function openEngine(
  overrides: Partial<OpenStoreOptions> = {},
): Promise<Store> {
  return process.env["TEST_ENGINE"] === "PostgreSQL"
    ? openPostgres(overrides)
    : openSqlite(overrides);
}

/** The first thousand of a list, by a field of it: all there are in a test's hotel. */
export function firstPage(field: string): ListRequest {
  return {
    filter: null,
    orderBy: { field, descending: false },
    page: 1,
    pageSize: 1000,
    cursor: null,
  };
}

/** Where a store keeps everything. */
interface Place {
  dataDir: string;
  databaseUrl: string | null;
}

/** Of a store that was opened here. */
export function placeOf(store: Store): Place {
  return opened.find((one) => one.store === store)!;
}

/** Behind the back of whoever works there. */
export async function alter(
  { dataDir, databaseUrl }: Place,
  sql: string,
): Promise<void> {
  if (databaseUrl !== null) {
    await askPostgres(databaseUrl, sql);
    return;
  }
  const db = openForWriting(join(dataDir, "store.sqlite"));
  db.pragma("foreign_keys = OFF");
  db.exec(sql);
  db.close();
}

/** What an audit of everything that is kept there finds. */
export async function auditOf(
  place: Place,
  overrides: Partial<AuditOptions> = {},
): Promise<AuditReport> {
  const tables = await openOrderedTables(place);
  try {
    return await auditStore(tables, {
      trailKeys: [TRAIL_KEY],
      expectedHeads: [],
      propertyIds: null,
      examplesMax: 10,
      progress: () => undefined,
      ...overrides,
    });
  } finally {
    await tables.close();
  }
}

/** After each test. */
export async function closeAll(): Promise<void> {
  const all = opened.splice(0);
  for (const { store, dataDir } of all) {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  for (const { databaseUrl } of all)
    if (databaseUrl !== null) await dropDatabase(databaseUrl);
}

/** Sends a bill as the till's door does; its idempotency key, if it has one. */
export function sendTo(
  store: Store,
  property: Property,
  bill: unknown,
  key: string | null = null,
): ReturnType<Store["takeCharge"]> {
  const charge = chargeOf(bill, property, key);
  const businessLocationId = property.businessLocations[0]!.id;
  return store.takeCharge(
    { ...charge, businessLocationId },
    Buffer.from(JSON.stringify(bill)),
  );
}
