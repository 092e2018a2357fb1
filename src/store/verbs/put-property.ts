import { CLEARING_PREFIX } from "../../properties/property.ts";
import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../properties/property.ts";
import { foldText } from "../../reservations/fold-text.ts";
import { toDocument } from "../documents.ts";
import { CurrencyFixed, IdTaken } from "../store.ts";
import type { PutProperty, Versioned, VersionMismatch } from "../store.ts";
import { lock, places, row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { compareBytes } from "./byte-order.ts";
import { readHouseAccounts, readProperty } from "./properties.ts";
import type { VerbContext } from "./verb-context.ts";
import { GATES, lockSettings, raiseSettingsRevision } from "./locks.ts";
import { recordAct } from "./trail.ts";

export function* putProperty(
  { actor, document, ifVersion }: PutProperty,
  context: VerbContext,
): Steps<Versioned<Property> | VersionMismatch> {
  const propertyId = document.property.id;
  yield* lockSettings([propertyId]);
  const before = yield* readProperty(propertyId);
  if (ifVersion !== "*" && ifVersion !== String(before?.version ?? ""))
    return { kind: "version-mismatch" };
  yield* writeProperty(document, { retireAbsent: true }, context);
  const after = (yield* readProperty(propertyId))!;
  yield* raiseSettingsRevision();
  const act = {
    propertyId,
    actor,
    act: before === null ? "property.created" : "property.changed",
    details: {
      version: String(after.version),
      businessLocations: document.property.businessLocations.length,
      houseAccounts: document.houseAccounts.length,
    },
  };
  yield* recordAct(act, context);
  return { value: after.property, version: String(after.version) };
}

/** A hotel's settings, locations and house accounts. The caller has locked and raises the settings revision. */
export function* writeProperty(
  {
    property,
    houseAccounts,
  }: { property: Property; houseAccounts: readonly HouseAccount[] },
  { retireAbsent }: { retireAbsent: boolean },
  context: VerbContext,
): Steps<void> {
  const { businessLocations, ...settings } = property;
  const propertyId = property.id;
  const before = yield* readProperty(propertyId);
  const currency = before?.property.currency ?? property.currency;
  if (currency !== property.currency && (yield* hasReceipts(propertyId)))
    throw new CurrencyFixed(currency);
  if (before === null) {
    yield* insertProperty(propertyId, toDocument(settings), context.now);
  } else {
    yield* run(
      "UPDATE properties SET document = $1, version = version + 1 WHERE property_id = $2",
      toDocument(settings),
      propertyId,
    );
  }
  const known = before?.property.businessLocations ?? [];
  const absent = without(known, businessLocations);
  yield* writeLocations(propertyId, [
    ...businessLocations,
    ...(retireAbsent ? [] : absent),
  ]);
  for (const account of inOrder(houseAccounts))
    yield* writeHouseAccount(propertyId, account);
  if (!retireAbsent || before === null) return;
  yield* retire(
    propertyId,
    ["business_locations", "business_location_id"],
    absent.map(({ id }) => id),
  );
  const kept = new Set(houseAccounts.map((account) => account.folioId));
  const stored = yield* readHouseAccounts(propertyId);
  const gone = stored
    .map(({ folioId }) => folioId)
    .filter((id) => !kept.has(id));
  yield* retire(propertyId, ["house_accounts", "folio_id"], gone);
}

function* retire(
  propertyId: string,
  [table, column]:
    | ["business_locations", "business_location_id"]
    | ["house_accounts", "folio_id"],
  ids: readonly string[],
): Steps<void> {
  if (ids.length === 0) return;
  yield* run(
    `UPDATE ${table} SET retired = 1 WHERE property_id = $1 AND ${column} IN (${places(ids.length, 1)})`,
    propertyId,
    ...ids,
  );
}

function* hasReceipts(propertyId: string): Steps<boolean> {
  const any = yield* row(
    "SELECT 1 FROM receipts WHERE property_id = $1 LIMIT 1",
    propertyId,
  );
  return any !== undefined;
}

function* insertProperty(
  propertyId: string,
  document: string,
  now: number,
): Steps<void> {
  yield* run(
    "INSERT INTO properties (property_id, document, version, directory_version, created_at) VALUES ($1, $2, 1, 1, $3)",
    propertyId,
    document,
    now,
  );
  yield* lock(
    "INSERT INTO charge_gates (property_id, gate) SELECT $1, g FROM generate_series(0, $2::bigint - 1) g",
    propertyId,
    GATES,
  );
}

function* writeLocations(
  propertyId: string,
  locations: readonly BusinessLocation[],
): Steps<void> {
  for (const [position, location] of locations.entries()) {
    const owner = yield* row<{ propertyId: string }>(
      'SELECT property_id AS "propertyId" FROM business_locations WHERE business_location_id = $1',
      location.id,
    );
    if (owner !== undefined && owner.propertyId !== propertyId) {
      throw new IdTaken({
        id: location.id,
        wanted: "business-location",
        takenBy: "business-location",
      });
    }
    yield* run(
      `INSERT INTO business_locations (property_id, business_location_id, document, position, retired)
       VALUES ($1, $2, $3, $4, 0) ON CONFLICT (property_id, business_location_id)
       DO UPDATE SET document = excluded.document, position = excluded.position, retired = 0`,
      propertyId,
      location.id,
      toDocument(location),
      position,
    );
  }
}

function* writeHouseAccount(
  propertyId: string,
  account: HouseAccount,
): Steps<void> {
  const { folioId, name } = account;
  const taken = (takenBy: IdTaken["takenBy"]) =>
    new IdTaken({ id: folioId, wanted: "house-account", takenBy });
  if (folioId.startsWith(CLEARING_PREFIX)) throw taken("reserved");
  const reservation = yield* row(
    "SELECT 1 FROM reservations WHERE property_id = $1 AND reservation_id = $2",
    propertyId,
    folioId,
  );
  if (reservation !== undefined) throw taken("reservation");
  yield* run(
    `INSERT INTO house_accounts (property_id, folio_id, name, searchable, blocked, credit_limit, charged_when_set,
       retired, folded_id, folded_name)
     VALUES ($1, $2, $3, $4, $5, $6,
       coalesce((SELECT charged FROM folio_balances WHERE property_id = $1 AND folio_id = $2), 0), 0, $7, $8)
     ON CONFLICT (property_id, folio_id) DO UPDATE SET name = excluded.name, searchable = excluded.searchable,
       blocked = excluded.blocked, retired = 0, folded_name = excluded.folded_name,
       charged_when_set = CASE WHEN house_accounts.credit_limit IS NOT DISTINCT FROM excluded.credit_limit
         THEN house_accounts.charged_when_set ELSE excluded.charged_when_set END,
       credit_limit = excluded.credit_limit`,
    propertyId,
    folioId,
    name,
    Number(account.searchable),
    Number(account.blocked),
    account.creditLimit,
    foldText(folioId),
    foldText(name),
  );
}

/** As bills lock them, so that neither waits for the other. */
function inOrder(accounts: readonly HouseAccount[]): HouseAccount[] {
  return [...accounts].sort((one, other) =>
    compareBytes(one.folioId, other.folioId),
  );
}

function without(
  all: readonly BusinessLocation[],
  named: readonly BusinessLocation[],
): BusinessLocation[] {
  const ids = new Set(named.map((location) => location.id));
  return all.filter((location) => !ids.has(location.id));
}
