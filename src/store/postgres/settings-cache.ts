import type { BusinessLocation, Property } from "../../properties/property.ts";
import type { Sql } from "./connection/sql.ts";
import { runSteps } from "./run-steps.ts";
import { readProperties } from "../verbs/properties.ts";

export interface PropertySettings {
  property: Property;
  /** Retired ones too: their receipts still stand in chains. */
  locations: ReadonlyMap<string, BusinessLocation>;
  lastClosedDate: string | null;
}

/**
 * Settings as a writing transaction sees them, kept between transactions for as long as the settings revision, read
 * inside each, stays the same: another instance may change them at any time.
 */
export class SettingsCache {
  #known = new Map<string, PropertySettings>();
  #revision = -1n;

  /** Those of the ids that are in the store, at the revision the transaction has read. */
  async at(
    revision: bigint,
    propertyIds: Iterable<string>,
    sql: Sql,
  ): Promise<ReadonlyMap<string, PropertySettings>> {
    // Two transactions may look at once: each keeps the map it began with, and an older revision never replaces a newer.
    const known =
      revision === this.#revision
        ? this.#known
        : new Map<string, PropertySettings>();
    const missing = [...new Set(propertyIds)].filter((id) => !known.has(id));
    if (missing.length > 0) {
      for (const [id, stored] of await runSteps(sql, readProperties(missing))) {
        const all = [
          ...stored.property.businessLocations,
          ...stored.retiredLocations,
        ];
        known.set(id, {
          property: stored.property,
          locations: new Map(all.map((location) => [location.id, location])),
          lastClosedDate: stored.lastClosedDate,
        });
      }
    }
    if (revision > this.#revision) {
      this.#revision = revision;
      this.#known = known;
    }
    return known;
  }
}
