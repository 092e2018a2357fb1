import type { BusinessLocation, Property } from "../../properties/property.ts";
import { readProperty, settingsRevision } from "../verbs/properties.ts";
import type { StepRunner } from "./run-steps.ts";

export interface PropertySettings {
  property: Property;
  /** Retired ones too: their receipts still stand in chains. */
  locations: ReadonlyMap<string, BusinessLocation>;
  lastClosedDate: string | null;
}

/**
 * Settings as the writing transaction sees them, kept between transactions for as long as the settings revision, read
 * inside each, stays the same: another process may change them at any time.
 */
export class SettingsCache {
  readonly #runner: StepRunner;
  readonly #known = new Map<string, PropertySettings>();
  #revision = -1n;

  constructor(runner: StepRunner) {
    this.#runner = runner;
  }

  /** To be called when a transaction begins, and after each change of settings within it. */
  refresh(): void {
    const revision = this.#runner.run(settingsRevision());
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#known.clear();
  }

  forget(): void {
    this.#revision = -1n;
    this.#known.clear();
  }

  get(propertyId: string): PropertySettings {
    const known = this.#known.get(propertyId);
    if (known !== undefined) return known;
    const stored = this.#runner.run(readProperty(propertyId));
    if (stored === null) throw new Error("a property that is not in the store");
    const all = [
      ...stored.property.businessLocations,
      ...stored.retiredLocations,
    ];
    const settings: PropertySettings = {
      property: stored.property,
      locations: new Map(all.map((location) => [location.id, location])),
      lastClosedDate: stored.lastClosedDate,
    };
    this.#known.set(propertyId, settings);
    return settings;
  }
}
