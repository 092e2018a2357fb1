import { CLEARING_PREFIX } from "../../../properties/property.ts";
import type {
  BusinessLocation,
  HouseAccount,
  Property,
} from "../../../properties/property.ts";
import { foldText } from "../../../reservations/fold-text.ts";
import { CurrencyFixed, IdTaken } from "../../store.ts";
import type { PutProperty, Versioned, VersionMismatch } from "../../store.ts";
import { numbered } from "../connection.ts";
import type { Numbered } from "../connection.ts";
import type { WriteContext } from "../write-context.ts";
import { toDocument } from "../../documents.ts";

/** Writes a hotel's settings, locations and house accounts; also for provisioning. */
export class PropertyWriter {
  readonly #context: WriteContext;
  readonly #hasReceipts;
  readonly #insert;
  readonly #update;
  readonly #locationOwner;
  readonly #location;
  readonly #retireLocation;
  readonly #isReservation;
  readonly #houseAccount;
  readonly #retireHouseAccount;

  constructor(context: WriteContext) {
    const { db } = context;
    this.#context = context;
    this.#hasReceipts = db
      .prepare<[string], bigint>(
        "SELECT 1 FROM receipts WHERE property_id = ? LIMIT 1",
      )
      .pluck();
    this.#insert = db.prepare(
      "INSERT INTO properties (property_id, document, version, directory_version, created_at) VALUES (?, ?, 1, 1, ?)",
    );
    this.#update = db.prepare(
      "UPDATE properties SET document = ?, version = version + 1 WHERE property_id = ?",
    );
    this.#locationOwner = db
      .prepare<[string], string>(
        "SELECT property_id FROM business_locations WHERE business_location_id = ?",
      )
      .pluck();
    this.#location = db.prepare(
      `INSERT INTO business_locations (property_id, business_location_id, document, position, retired)
       VALUES (?, ?, ?, ?, 0) ON CONFLICT (property_id, business_location_id)
       DO UPDATE SET document = excluded.document, position = excluded.position, retired = 0`,
    );
    this.#retireLocation = db.prepare(
      "UPDATE business_locations SET retired = 1 WHERE property_id = ? AND business_location_id = ?",
    );
    this.#isReservation = db
      .prepare<[string, string], bigint>(
        "SELECT 1 FROM reservations WHERE property_id = ? AND reservation_id = ?",
      )
      .pluck();
    this.#houseAccount = db.prepare<Numbered>(
      `INSERT INTO house_accounts (property_id, folio_id, name, searchable, blocked, credit_limit, charged_when_set,
         retired, folded_id, folded_name)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6,
         coalesce((SELECT charged FROM folio_balances WHERE property_id = ?1 AND folio_id = ?2), 0), 0, ?7, ?8)
       ON CONFLICT (property_id, folio_id) DO UPDATE SET name = excluded.name, searchable = excluded.searchable,
         blocked = excluded.blocked, retired = 0, folded_name = excluded.folded_name,
         charged_when_set = CASE WHEN house_accounts.credit_limit IS excluded.credit_limit
           THEN house_accounts.charged_when_set ELSE excluded.charged_when_set END,
         credit_limit = excluded.credit_limit`,
    );
    this.#retireHouseAccount = db.prepare(
      "UPDATE house_accounts SET retired = 1 WHERE property_id = ? AND folio_id = ?",
    );
  }

  put({
    actor,
    document,
    ifVersion,
  }: PutProperty): Versioned<Property> | VersionMismatch {
    const propertyId = document.property.id;
    const before = this.#context.properties.read(propertyId);
    if (ifVersion !== "*" && ifVersion !== String(before?.version ?? ""))
      return { kind: "version-mismatch" };
    this.write(document.property, document.houseAccounts, {
      retireAbsent: true,
    });
    const after = this.#context.properties.read(propertyId)!;
    this.#context.raiseSettingsRevision();
    this.#context.trail.record({
      propertyId,
      at: this.#context.now,
      actor,
      act: before === null ? "property.created" : "property.changed",
      details: {
        version: String(after.version),
        businessLocations: document.property.businessLocations.length,
        houseAccounts: document.houseAccounts.length,
      },
    });
    return { value: after.property, version: String(after.version) };
  }

  /** The caller raises the settings revision. */
  write(
    property: Property,
    houseAccounts: readonly HouseAccount[],
    options: { retireAbsent: boolean },
  ): void {
    const { businessLocations, ...settings } = property;
    const document = toDocument(settings);
    const before = this.#context.properties.read(property.id);
    const currency = before?.property.currency ?? property.currency;
    if (
      currency !== property.currency &&
      this.#hasReceipts.get(property.id) !== undefined
    )
      throw new CurrencyFixed(currency);
    if (before === null)
      this.#insert.run(property.id, document, this.#context.now);
    else this.#update.run(document, property.id);
    const staying = options.retireAbsent
      ? []
      : absent(before?.property.businessLocations ?? [], businessLocations);
    this.#writeLocations(property.id, [...businessLocations, ...staying]);
    for (const account of houseAccounts)
      this.#writeHouseAccount(property.id, account);
    if (!options.retireAbsent || before === null) return;
    for (const { id } of absent(
      before.property.businessLocations,
      businessLocations,
    )) {
      this.#retireLocation.run(property.id, id);
    }
    const kept = new Set(houseAccounts.map((account) => account.folioId));
    for (const { folioId } of this.#context.properties.houseAccounts(
      property.id,
    )) {
      if (!kept.has(folioId))
        this.#retireHouseAccount.run(property.id, folioId);
    }
  }

  #writeLocations(
    propertyId: string,
    locations: readonly BusinessLocation[],
  ): void {
    locations.forEach((location, position) => {
      const owner = this.#locationOwner.get(location.id);
      if (owner !== undefined && owner !== propertyId) {
        throw new IdTaken({
          id: location.id,
          wanted: "business-location",
          takenBy: "business-location",
        });
      }
      this.#location.run(
        propertyId,
        location.id,
        toDocument(location),
        position,
      );
    });
  }

  #writeHouseAccount(propertyId: string, account: HouseAccount): void {
    const { folioId, name } = account;
    const taken = (takenBy: IdTaken["takenBy"]) =>
      new IdTaken({ id: folioId, wanted: "house-account", takenBy });
    if (folioId.startsWith(CLEARING_PREFIX)) throw taken("reserved");
    if (this.#isReservation.get(propertyId, folioId) !== undefined)
      throw taken("reservation");
    const row = numbered(
      propertyId,
      folioId,
      name,
      Number(account.searchable),
      Number(account.blocked),
      account.creditLimit,
      foldText(folioId),
      foldText(name),
    );
    this.#houseAccount.run(row);
  }
}

function absent(
  before: readonly BusinessLocation[],
  after: readonly BusinessLocation[],
): BusinessLocation[] {
  const ids = new Set(after.map((location) => location.id));
  return before.filter((location) => !ids.has(location.id));
}
