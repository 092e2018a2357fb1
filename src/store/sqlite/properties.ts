import { readSettings, readLocation } from "../documents.ts";
import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../properties/property.ts";
import type { Connection } from "./connection.ts";

export interface StoredProperty {
  property: Property;
  /** Locations the property has no more: what they posted stays readable. */
  retiredLocations: BusinessLocation[];
  version: bigint;
  directoryVersion: bigint;
}

/** Reads the hotel's settings; on any connection. */
export class PropertyReader {
  readonly #property;
  readonly #ids;
  readonly #locations;
  readonly #houseAccounts;
  readonly #lastClosed;
  readonly #revision;

  constructor(db: Connection) {
    this.#property = db.prepare<
      [string],
      { document: string; version: bigint; directoryVersion: bigint }
    >(
      "SELECT document, version, directory_version AS directoryVersion FROM properties WHERE property_id = ?",
    );
    this.#ids = db
      .prepare<[], string>(
        "SELECT property_id FROM properties ORDER BY property_id",
      )
      .pluck();
    this.#locations = db.prepare<
      [string],
      { document: string; retired: bigint }
    >(
      "SELECT document, retired FROM business_locations WHERE property_id = ? ORDER BY position, business_location_id",
    );
    this.#houseAccounts = db.prepare<[string], HouseAccountRow>(
      `SELECT folio_id AS folioId, name, searchable, blocked, credit_limit AS creditLimit FROM house_accounts
       WHERE property_id = ? AND retired = 0 ORDER BY folio_id`,
    );
    this.#lastClosed = db
      .prepare<[string], string | null>(
        "SELECT max(business_date) FROM business_dates WHERE property_id = ? AND status = 'closed'",
      )
      .pluck();
    this.#revision = db
      .prepare<[], bigint>(
        "SELECT value FROM installation WHERE name = 'settings_revision'",
      )
      .pluck();
  }

  revision(): bigint {
    return this.#revision.get() ?? 0n;
  }

  ids(): string[] {
    return this.#ids.all();
  }

  read(propertyId: string): StoredProperty | null {
    const row = this.#property.get(propertyId);
    if (row === undefined) return null;
    const locations = this.#locations.all(propertyId);
    const select = (retired: bigint): BusinessLocation[] =>
      locations
        .filter((one) => one.retired === retired)
        .map((one) => readLocation(one.document));
    return {
      property: {
        ...readSettings(row.document),
        businessLocations: select(0n),
      },
      retiredLocations: select(1n),
      version: row.version,
      directoryVersion: row.directoryVersion,
    };
  }

  houseAccounts(propertyId: string): HouseAccount[] {
    return this.#houseAccounts.all(propertyId).map((row) => ({
      ...row,
      searchable: row.searchable === 1n,
      blocked: row.blocked === 1n,
    }));
  }

  lastClosedDate(propertyId: string): string | null {
    return this.#lastClosed.get(propertyId) ?? null;
  }
}

interface HouseAccountRow {
  folioId: string;
  name: string;
  searchable: bigint;
  blocked: bigint;
  creditLimit: bigint | null;
}
