import type { Store } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { PropertyReader } from "../properties.ts";
import { AccessReader } from "./access.ts";
import { ListReader } from "./lists.ts";
import { ReceiptReader } from "./receipts.ts";
import { RefusedReader } from "./refused.ts";
import { GuestSearcher } from "./search-guests.ts";

type Sync<Verb extends keyof Store> = Store[Verb] extends (
  ...args: infer Args
) => Promise<infer Value>
  ? (...args: Args) => Value
  : never;

/** Every verb that only reads; each of one moment. */
export type ReadVerbs = {
  [
    Verb in
      | "searchGuests"
      | "settingsRevision"
      | "loadAccess"
      | "getProperty"
      | "directoryVersion"
      | "getReceipt"
      | "getRefused"
      | "getFolio"
      | "isEmpty"
  ]: Sync<Verb>;
} & { list: ListReader["list"] };

export type ReadVerb = keyof ReadVerbs;

export function createReadVerbs(db: Connection): ReadVerbs {
  const guests = new GuestSearcher(db);
  const access = new AccessReader(db);
  const properties = new PropertyReader(db);
  const receipts = new ReceiptReader(db);
  const refused = new RefusedReader(db);
  const lists = new ListReader(db);
  return {
    searchGuests: (search) => guests.search(search),
    settingsRevision: () => access.revision(),
    loadAccess: () => access.load(),
    getProperty: (propertyId) =>
      db.transaction(() => {
        const stored = properties.read(propertyId);
        if (stored === null) return null;
        const houseAccounts = properties.houseAccounts(propertyId);
        return {
          value: { property: stored.property, houseAccounts },
          version: String(stored.version),
        };
      })(),
    directoryVersion: (propertyId) =>
      String(properties.read(propertyId)?.directoryVersion ?? 0n),
    getReceipt: (propertyId, reference) =>
      receipts.receipt(propertyId, reference),
    getRefused: (propertyId, refusedId) => refused.one(propertyId, refusedId),
    getFolio: (propertyId, folioId) => receipts.folio(propertyId, folioId),
    isEmpty: () => properties.ids().length === 0,
    list: (resource, propertyId, request) =>
      lists.list(resource, propertyId, request),
  };
}
