import type {
  Charge,
  ChargeFacts,
  ChainMember,
} from "../../../folios/charge-decision.ts";
import { datesOf } from "../../../folios/charge-dates.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import { ROOM_CHARGE } from "../../../receipts/receipt.ts";
import type { Connection } from "../connection.ts";
import type { HybridIds } from "../ids.ts";
import type { PendingRows } from "../pending-rows.ts";
import type { SettingsCache } from "../settings-cache.ts";
import { AccountReader } from "./account-facts.ts";
import { ChainReader } from "./chain-facts.ts";
import {
  IdentityReader,
  identityValues,
  refusedKeyOf,
} from "./identity-facts.ts";
import { KeptCharges } from "./kept-charges.ts";
import { LookAlikeReader } from "./look-alike-facts.ts";

type RefusedBefore = ChargeFacts["refusedBefore"];

/**
 * Reads, inside the transaction that writes, what the decision about a charge needs, and not more. The statements every
 * charge runs are plain look-ups: SQLite plans a statement anew, which costs ten times its run, whenever a value is
 * bound that is compared across a join or decides an order.
 */
export class ChargeFactsReader {
  readonly #rows: PendingRows;
  readonly #settings: SettingsCache;
  readonly #ids: HybridIds;
  readonly #identities: IdentityReader;
  readonly #accounts: AccountReader;
  readonly #chain: ChainReader;
  readonly #lookAlikes: LookAlikeReader;
  readonly #refusedId;
  readonly #refusedState;

  constructor(
    db: Connection,
    rows: PendingRows,
    settings: SettingsCache,
    ids: HybridIds,
  ) {
    const kept = new KeptCharges(db, settings);
    this.#rows = rows;
    this.#settings = settings;
    this.#ids = ids;
    this.#identities = new IdentityReader(db, kept);
    this.#accounts = new AccountReader(db, rows);
    this.#chain = new ChainReader(db, kept, this.#identities);
    this.#lookAlikes = new LookAlikeReader(db);
    this.#refusedId = db
      .prepare<[string, Buffer], bigint>(
        "SELECT refused_id FROM refused_receipts WHERE property_id = ? AND refused_key = ?",
      )
      .pluck();
    this.#refusedState = db.prepare<
      [string, bigint],
      Omit<NonNullable<RefusedBefore>, "refusedId">
    >(
      `SELECT status, receipt_id AS receiptId FROM refused_states WHERE property_id = ? AND refused_id = ?
       ORDER BY state_no DESC LIMIT 1`,
    );
  }

  read(charge: Charge, now: number): ChargeFacts {
    if (this.#rows.hasAny(marksOf(charge))) this.#rows.flush();
    const { propertyId } = charge;
    const settings = this.#settings.get(propertyId);
    const location = settings.locations.get(charge.businessLocationId);
    if (location === undefined)
      throw new Error(
        "a charge for a business location that is not in the store",
      );
    const byFiscId = this.#identities.idsOf(
      propertyId,
      "fisc",
      charge.identity.fiscId,
    );
    const refusedBefore = this.#readRefusedBefore(charge);
    const chain = this.#readChain(charge, byFiscId, refusedBefore);
    const named = namedAccounts(charge);
    return {
      now,
      property: settings.property,
      location,
      lastClosedDate: settings.lastClosedDate,
      identities: this.#identities.facts(charge, byFiscId),
      accounts: this.#accounts.read(propertyId, withAccountsOf(named, chain)),
      chain,
      refusedBefore,
      lookAlikes: this.#lookAlikes.read(
        charge,
        named,
        datesOf(charge, settings).closedAt,
      ),
      ids: this.#ids,
    };
  }

  #readRefusedBefore(charge: Charge): RefusedBefore {
    const refusedId = this.#refusedId.get(
      charge.propertyId,
      refusedKeyOf(charge),
    );
    if (refusedId === undefined) return null;
    return {
      refusedId,
      ...this.#refusedState.get(charge.propertyId, refusedId)!,
    };
  }

  #readChain(
    charge: Charge,
    byFiscId: readonly bigint[],
    refusedBefore: RefusedBefore,
  ): ChainMember[] {
    const root = chainRootOf(charge);
    if (root === null) return [];
    const { propertyId } = charge;
    const own =
      root === charge.identity.fiscId
        ? byFiscId
        : this.#identities.idsOf(propertyId, "fisc", root);
    const receipts = [
      ...own,
      ...this.#identities.idsOf(propertyId, "root", root),
    ];
    const refused = this.#chain
      .refusedOf(propertyId, root)
      .filter((id) => id !== refusedBefore?.refusedId);
    if (receipts.length === 0 && refused.length === 0) return [];
    // Members may stand on folios this charge does not name; what is known of those must be complete too.
    this.#rows.flush();
    return this.#chain.members({ propertyId, root }, receipts, refused);
  }
}

/** What this charge looks for and a charge before it in the same transaction might have left. */
export function marksOf(charge: Charge): string[] {
  const values = identityValues(charge);
  const marks = [`content ${values.content}`];
  if (values.uuid !== null) marks.push(`uuid ${values.uuid}`);
  if (values.key !== null) marks.push(`key ${values.key}`);
  if (values.fisc !== null) marks.push(`chain ${values.fisc}`);
  const root = chainRootOf(charge);
  if (root !== null && root !== values.fisc) marks.push(`chain ${root}`);
  for (const folioId of namedAccounts(charge))
    marks.push(lookAlikeMark(folioId, charge.identity.linesDigest));
  return marks.map((mark) => `${charge.propertyId} ${mark}`);
}

/** Bills look alike by their lines: others on the same folio need not be in the database yet. */
export function lookAlikeMark(folioId: string, linesDigest: string): string {
  return `folio ${folioId} lines ${linesDigest}`;
}

function namedAccounts(charge: Charge): Set<string> {
  const named = new Set<string>();
  for (const { methodCode, reservationId } of charge.totalled.payments) {
    if (methodCode === ROOM_CHARGE && reservationId !== null)
      named.add(reservationId);
  }
  return named;
}

function withAccountsOf(
  named: ReadonlySet<string>,
  chain: readonly ChainMember[],
): Set<string> {
  const ids = new Set(named);
  for (const member of chain) {
    for (const { reservationId } of member.payments)
      if (reservationId !== null) ids.add(reservationId);
    if (member.type === "receipt") {
      for (const bill of member.bills) {
        ids.add(bill.folioId);
        if (bill.reservationId !== null) ids.add(bill.reservationId);
      }
    }
  }
  return ids;
}
