import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../properties/property.ts";
import { readLocation, readSettings } from "../documents.ts";
import { places, row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { MOVING } from "../movable-store.ts";
import type { Versioned } from "../contract/acts.ts";
import type { PropertyDocument } from "../contract/properties.ts";

export interface StoredProperty {
  property: Property;
  /** Locations the property has no more: what they posted stays readable. */
  retiredLocations: BusinessLocation[];
  version: bigint;
  directoryVersion: bigint;
  lastClosedDate: string | null;
}

interface PropertyRow {
  propertyId: string;
  document: string;
  version: bigint;
  directoryVersion: bigint;
  lastClosedDate: string | null;
}

interface LocationRow {
  propertyId: string;
  document: string;
  retired: bigint;
}

/** The hotels' settings; those of the ids that are known. Null: of all. */
export function* readProperties(
  propertyIds: readonly string[] | null,
): Steps<Map<string, StoredProperty>> {
  if (propertyIds?.length === 0) return new Map();
  const ids = propertyIds ?? [];
  const wanted =
    propertyIds === null
      ? ""
      : `WHERE property_id IN (${places(ids.length, 0)})`;
  const stored = yield* rows<PropertyRow>(
    `SELECT property_id AS "propertyId", document, version, directory_version AS "directoryVersion",
       (SELECT max(d.business_date) FROM business_dates d
        WHERE d.property_id = properties.property_id AND d.status = 'closed') AS "lastClosedDate"
     FROM properties ${wanted} ORDER BY property_id`,
    ...ids,
  );
  const locations = yield* rows<LocationRow>(
    `SELECT property_id AS "propertyId", document, retired FROM business_locations ${wanted}
     ORDER BY property_id, position, business_location_id`,
    ...ids,
  );
  const byProperty = Map.groupBy(locations, ({ propertyId }) => propertyId);
  return new Map(
    stored.map(({ propertyId, document, ...versions }) => {
      const own = byProperty.get(propertyId) ?? [];
      const select = (retired: bigint): BusinessLocation[] =>
        own
          .filter((one) => one.retired === retired)
          .map((one) => readLocation(one.document));
      const property = {
        ...readSettings(document),
        businessLocations: select(0n),
      };
      return [
        propertyId,
        { ...versions, property, retiredLocations: select(1n) },
      ];
    }),
  );
}

export function* readProperty(
  propertyId: string,
): Steps<StoredProperty | null> {
  return (yield* readProperties([propertyId])).get(propertyId) ?? null;
}

/** With its house accounts, as it is shown and changed. */
export function* getProperty(
  propertyId: string,
): Steps<Versioned<PropertyDocument> | null> {
  const stored = yield* readProperty(propertyId);
  if (stored === null) return null;
  const houseAccounts = yield* readHouseAccounts(propertyId);
  const { property, version } = stored;
  return { value: { property, houseAccounts }, version: String(version) };
}

export function* directoryVersion(propertyId: string): Steps<string> {
  const stored = yield* row<{ version: bigint }>(
    "SELECT directory_version AS version FROM properties WHERE property_id = $1",
    propertyId,
  );
  return String(stored?.version ?? 0n);
}

export function* isEmpty(): Steps<boolean> {
  return (yield* row("SELECT 1 FROM properties LIMIT 1")) === undefined;
}

export function* propertyIds(): Steps<string[]> {
  const stored = yield* rows<{ propertyId: string }>(
    'SELECT property_id AS "propertyId" FROM properties ORDER BY property_id',
  );
  return stored.map(({ propertyId }) => propertyId);
}

interface HouseAccountRow {
  folioId: string;
  name: string;
  searchable: bigint;
  blocked: bigint;
  creditLimit: bigint | null;
}

export function* readHouseAccounts(propertyId: string): Steps<HouseAccount[]> {
  const stored = yield* rows<HouseAccountRow>(
    `SELECT folio_id AS "folioId", name, searchable, blocked, credit_limit AS "creditLimit" FROM house_accounts
     WHERE property_id = $1 AND retired = 0 ORDER BY folio_id`,
    propertyId,
  );
  return stored.map((account) => ({
    ...account,
    searchable: account.searchable === 1n,
    blocked: account.blocked === 1n,
  }));
}

export function* settingsRevision(): Steps<bigint> {
  const stored = yield* row<{ value: bigint }>(
    "SELECT value FROM installation WHERE name = 'settings_revision'",
  );
  return stored?.value ?? 0n;
}

/** A move into the store has begun and not ended. */
export function* isHalfMoved(): Steps<boolean> {
  const mark = yield* row("SELECT 1 FROM installation WHERE name = $1", MOVING);
  return mark !== undefined;
}
