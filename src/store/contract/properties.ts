import type { HouseAccount, Property } from "../../properties/property.ts";
import type { Actor } from "./acts.ts";

export interface PropertyDocument {
  property: Property;
  houseAccounts: HouseAccount[];
}

export interface PutProperty {
  actor: Actor;
  document: PropertyDocument;
  /** `*` for any. */
  ifVersion: string;
}
