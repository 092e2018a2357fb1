import type { BusinessLocation, Property } from "../properties/property.ts";

/** Whom a till's key speaks for. */
export interface KeyOwner {
  property: Property;
  location: BusinessLocation;
  revoked: boolean;
}

export interface KeyLookup {
  /** Whose key it is; null when it is nobody's. A revoked one still names its owner. */
  findApiKey(key: string): KeyOwner | null;
}

/** A request that names another installation than the one the location is set up for. Naming none is fine. */
export function namesOtherReference(
  owner: KeyOwner,
  reference: string | null,
): boolean {
  const configured = owner.location.businessExternalReference;
  return configured !== null && reference !== null && reference !== configured;
}
