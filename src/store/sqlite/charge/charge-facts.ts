import type {
  Charge,
  ChargeFacts,
  ChainMember,
} from "../../../folios/charge-decision.ts";
import { closedAtOf } from "../../../folios/charge-dates.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import {
  marksOf,
  namedAccounts,
  refusedKeyOf,
  withAccountsOf,
} from "../../charge-identity.ts";
import type { HybridIds } from "../../ids.ts";
import type { Connection } from "../connection.ts";
import type { PendingRows } from "../pending-rows.ts";
import type { StepRunner } from "../run-steps.ts";
import type { SettingsCache } from "../settings-cache.ts";
import { AccountReader } from "./account-facts.ts";
import { ChainReader } from "./chain-facts.ts";
import { IdentityReader } from "./identity-facts.ts";
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
    runner: StepRunner,
  ) {
    const kept = new KeptCharges(db, settings);
    this.#rows = rows;
    this.#settings = settings;
    this.#ids = ids;
    this.#identities = new IdentityReader(db, kept);
    this.#accounts = new AccountReader(db, rows);
    this.#chain = new ChainReader(db, runner, kept, this.#identities);
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
      lookAlikes: this.#lookAlikes.read(charge, named, closedAtOf(charge)),
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
