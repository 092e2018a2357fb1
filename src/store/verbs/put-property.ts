import { CLEARING_PREFIX } from "../../properties/property.ts";
import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../properties/property.ts";
import { foldText } from "../../reservations/fold-text.ts";
import { toDocument } from "../documents.ts";
import { CurrencyFixed, IdTaken } from "../contract/errors.ts";
import type { Versioned, VersionMismatch } from "../contract/acts.ts";
import type { PutProperty } from "../contract/properties.ts";
import type { ProvisionChange } from "../contract/provisioning.ts";
import { lock, places, row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { compareBytes } from "./byte-order.ts";
import { readHouseAccounts, readProperty } from "./properties.ts";
import type { StoredProperty } from "./properties.ts";
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

/**
 * A hotel's settings, locations and house accounts, as far as they are not as they are to be. The caller has locked and
 * raises the settings revision.
 */
export function* writeProperty(
  {
    property,
    houseAccounts,
  }: { property: Property; houseAccounts: readonly HouseAccount[] },
  { retireAbsent }: { retireAbsent: boolean },
  context: VerbContext,
): Steps<ProvisionChange[]> {
  const before = yield* readProperty(property.id);
  const changes = [
    ...(yield* writeSettings(property, before?.property ?? null, context)),
    ...(yield* writeLocations(property, before, retireAbsent)),
    ...(yield* writeHouseAccounts(property.id, houseAccounts, retireAbsent)),
  ];
  if (before !== null && changes.length > 0)
    yield* run(
      "UPDATE properties SET version = version + 1 WHERE property_id = $1",
      property.id,
    );
  return changes;
}

function* writeSettings(
  { businessLocations: _locations, ...settings }: Property,
  before: Property | null,
  { now }: VerbContext,
): Steps<ProvisionChange[]> {
  const { id } = settings;
  const document = toDocument(settings);
  if (before === null) {
    yield* insertProperty(id, document, now);
    return [{ change: "added", what: "property", name: id }];
  }
  const { businessLocations: _before, ...was } = before;
  if (toDocument(was) === document) return [];
  if (was.currency !== settings.currency && (yield* hasReceipts(id)))
    throw new CurrencyFixed(was.currency);
  yield* run(
    "UPDATE properties SET document = $1 WHERE property_id = $2",
    document,
    id,
  );
  const members = changedMembers(was, settings);
  return [{ change: "changed", what: "property", name: id, members }];
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
  { id: propertyId, businessLocations }: Property,
  stored: StoredProperty | null,
  retireAbsent: boolean,
): Steps<ProvisionChange[]> {
  const known = stored?.property.businessLocations ?? [];
  const named = new Set(businessLocations.map(({ id }) => id));
  const absent = known.filter(({ id }) => !named.has(id));
  const wanted = [...businessLocations, ...(retireAbsent ? [] : absent)];
  const changes: ProvisionChange[] = [];
  for (const [position, location] of wanted.entries()) {
    const at = known.findIndex(({ id }) => id === location.id);
    const was = known[at];
    const isSame = toDocument(was) === toDocument(location);
    if (at === position && isSame) continue;
    yield* writeLocation(propertyId, location, position);
    if (!isSame)
      changes.push(written("business location", location.id, was, location));
  }
  if (!retireAbsent) return changes;
  const gone = absent.map(({ id }) => id);
  yield* retire(
    propertyId,
    ["business_locations", "business_location_id"],
    gone,
  );
  return [...changes, ...takenAway("business location", gone)];
}

function* writeLocation(
  propertyId: string,
  location: BusinessLocation,
  position: number,
): Steps<void> {
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

function written<Settings extends object>(
  what: ProvisionChange["what"],
  name: string,
  was: Settings | undefined,
  now: Settings,
): ProvisionChange {
  return was === undefined
    ? { change: "added", what, name }
    : { change: "changed", what, name, members: changedMembers(was, now) };
}

function changedMembers<Settings extends object>(
  was: Settings,
  now: Settings,
): string[] {
  const names = Object.keys({ ...was, ...now }) as (keyof Settings & string)[];
  return names.filter(
    (name) => toDocument([was[name]]) !== toDocument([now[name]]),
  );
}

function takenAway(
  what: ProvisionChange["what"],
  names: readonly string[],
): ProvisionChange[] {
  return names.map((name) => ({ change: "taken away", what, name }));
}

function* writeHouseAccounts(
  propertyId: string,
  accounts: readonly HouseAccount[],
  retireAbsent: boolean,
): Steps<ProvisionChange[]> {
  const stored = yield* readHouseAccounts(propertyId);
  const known = new Map(stored.map((account) => [account.folioId, account]));
  const changes: ProvisionChange[] = [];
  for (const account of inOrder(accounts)) {
    const { folioId } = account;
    const was = known.get(folioId);
    known.delete(folioId);
    if (was !== undefined && changedMembers(was, account).length === 0)
      continue;
    yield* writeHouseAccount(propertyId, account);
    changes.push(written("house account", folioId, was, account));
  }
  if (!retireAbsent) return changes;
  const gone = [...known.keys()];
  yield* retire(propertyId, ["house_accounts", "folio_id"], gone);
  return [...changes, ...takenAway("house account", gone)];
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
