import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../properties/property.ts";
import { readLocation, readSettings } from "../documents.ts";
import { arrayLiteral } from "./connection/array-literal.ts";
import type { Sql } from "./connection/sql.ts";

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
export async function readProperties(
  sql: Sql,
  propertyIds: readonly string[] | null,
): Promise<Map<string, StoredProperty>> {
  const wanted = propertyIds === null ? null : arrayLiteral(propertyIds);
  const rows = await sql.rows<PropertyRow>(
    `SELECT p.property_id AS "propertyId", p.document, p.version, p.directory_version AS "directoryVersion",
       (SELECT max(d.business_date) FROM business_dates d
        WHERE d.property_id = p.property_id AND d.status = 'closed') AS "lastClosedDate"
     FROM properties p WHERE $1::text[] IS NULL OR p.property_id = ANY($1::text[]) ORDER BY p.property_id`,
    wanted,
  );
  const locations = await sql.rows<LocationRow>(
    `SELECT property_id AS "propertyId", document, retired FROM business_locations
     WHERE $1::text[] IS NULL OR property_id = ANY($1::text[]) ORDER BY property_id, position, business_location_id`,
    wanted,
  );
  return new Map(
    rows.map(({ propertyId, document, ...row }) => {
      const select = (retired: bigint): BusinessLocation[] =>
        locations
          .filter(
            (one) => one.propertyId === propertyId && one.retired === retired,
          )
          .map((one) => readLocation(one.document));
      const property = {
        ...readSettings(document),
        businessLocations: select(0n),
      };
      return [propertyId, { ...row, property, retiredLocations: select(1n) }];
    }),
  );
}

export async function readProperty(
  sql: Sql,
  propertyId: string,
): Promise<StoredProperty | null> {
  return (await readProperties(sql, [propertyId])).get(propertyId) ?? null;
}

interface HouseAccountRow {
  folioId: string;
  name: string;
  searchable: bigint;
  blocked: bigint;
  creditLimit: bigint | null;
}

export async function readHouseAccounts(
  sql: Sql,
  propertyId: string,
): Promise<HouseAccount[]> {
  const rows = await sql.rows<HouseAccountRow>(
    `SELECT folio_id AS "folioId", name, searchable, blocked, credit_limit AS "creditLimit" FROM house_accounts
     WHERE property_id = $1 AND retired = 0 ORDER BY folio_id`,
    propertyId,
  );
  return rows.map((row) => ({
    ...row,
    searchable: row.searchable === 1n,
    blocked: row.blocked === 1n,
  }));
}

export async function settingsRevision(sql: Sql): Promise<bigint> {
  const row = await sql.row<{ value: bigint }>(
    "SELECT value FROM installation WHERE name = 'settings_revision'",
  );
  return row?.value ?? 0n;
}
