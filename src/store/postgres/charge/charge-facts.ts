import { identityFacts } from "./identity-facts.ts";
import type {
  Charge,
  ChargeFacts,
  ChainMember,
  IdSource,
  LookAlike,
  MemberRef,
} from "../../../folios/charge-decision.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import {
  CONTENT_VERSION,
  RECOVERED_VERSION,
} from "../../../receipts/receipt-content.ts";
import type { Account } from "../../../reservations/reservation.ts";
import { namedAccounts, withAccountsOf } from "../../charge-identity.ts";
import { flagNames } from "../../flag-rows.ts";
import type { EffectsTarget } from "../../keep-effects.ts";
import { isAnother } from "../../look-alikes.ts";
import type { Sql } from "../connection/sql.ts";
import type { PropertySettings, SettingsCache } from "../settings-cache.ts";
import { standingFlags } from "../standing-flags.ts";
import type { ChargeRows } from "./charge-rows.ts";
import { readChains } from "./chain-facts.ts";
import type { ChainFacts, MemberKeys } from "./chain-facts.ts";
import { readAccounts, readFirstFacts } from "./first-facts.ts";
import type {
  AccountHit,
  FirstFacts,
  IdentityHit,
  LookAlikeHit,
} from "./first-facts.ts";
import { receiptBodies, remake } from "./kept-charges.ts";

export interface BatchFacts {
  /**
   * Of the charge with this number; throws where it cannot be decided, which hurts no other. `before`: what those before
   * it in the batch have come to.
   */
  of(n: number, before: Pick<ChargeRows, "chargedOf">): ChargeFacts;
  /** For what the decision about that charge adds to. */
  kept(n: number): EffectsTarget["kept"];
}

/**
 * Everything the decisions about a batch need, read in the transaction that writes: one statement for all charges, and
 * a few more for those that have a chain or are known already.
 */
export async function readBatchFacts(
  sql: Sql,
  charges: readonly Charge[],
  with_: { settings: SettingsCache; ids: IdSource; now: number },
): Promise<BatchFacts> {
  const first = await readFirstFacts(sql, charges);
  const settings = await with_.settings.at(
    first.revision,
    charges.map((charge) => charge.propertyId),
    sql,
  );
  const chains = await readChains(sql, membersOf(charges, first), settings);
  const accounts = await withChainAccounts(sql, charges, first, chains);
  const flagged = await flaggedLookAlikes(sql, charges, first);
  const digests = await digestsByTodaysRule(sql, charges, first, settings);

  const byNumber = <Hit extends { n: number }>(hits: readonly Hit[]) => {
    const groups = new Map<number, Hit[]>();
    for (const hit of hits) {
      const group = groups.get(hit.n);
      if (group === undefined) groups.set(hit.n, [hit]);
      else group.push(hit);
    }
    return (n: number): readonly Hit[] => groups.get(n) ?? [];
  };
  const identitiesOf = byNumber(first.identities);
  const beforeOf = byNumber(first.refusedBefore);
  const refusedOf = byNumber(first.refusedOfChain);
  const alikeOf = byNumber(first.lookAlikes);

  const of: BatchFacts["of"] = (n, earlier) => {
    const charge = charges[n]!;
    const hotel = settings.get(charge.propertyId);
    if (hotel === undefined)
      throw new Error("a property that is not in the store");
    const location = hotel.locations.get(charge.businessLocationId);
    if (location === undefined)
      throw new Error(
        "a charge for a business location that is not in the store",
      );
    const hits = identitiesOf(n);
    const before = beforeOf(n)[0];
    const chain = chainMembers(charge, hits, chains, {
      refusedIds: refusedOf(n).map(({ refusedId }) => refusedId),
      except: before?.refusedId,
    });
    const named = namedAccounts(charge);
    return {
      now: with_.now,
      property: hotel.property,
      location,
      lastClosedDate: hotel.lastClosedDate,
      identities: identityFacts(charge, hits, digests),
      accounts: accounts.of(
        charge.propertyId,
        withAccountsOf(named, chain),
        earlier,
      ),
      chain,
      refusedBefore:
        before === undefined
          ? null
          : {
              refusedId: before.refusedId,
              status: before.status,
              receiptId: before.receiptId,
            },
      lookAlikes: lookAlikes(charge, alikeOf(n), flagged),
      ids: with_.ids,
    };
  };
  const kept = (n: number): EffectsTarget["kept"] => ({
    occurrences: (_propertyId, kind, value) => [
      ...[...identitiesOf(n), ...chains.identitiesOfRefused]
        .filter((hit) => hit.kind === kind && hit.value === value)
        .map((hit) => hit.occurrence),
    ],
    lastBillNo: (_propertyId, receiptId) =>
      chains.lastBillNo.get(receiptId) ?? null,
    billOrigin: (_propertyId, receiptId) => chains.billOrigins.get(receiptId),
  });
  return { of, kept };
}

function inChain(charge: Charge, hit: IdentityHit): boolean {
  const root = chainRootOf(charge);
  return (
    root !== null &&
    (hit.kind === "fisc" || hit.kind === "root") &&
    hit.value === root &&
    hit.chainRoot === root
  );
}

function membersOf(
  charges: readonly Charge[],
  first: FirstFacts,
): { receipts: MemberKeys; refused: MemberKeys } {
  const receipts = new Map<bigint, string>();
  const refused = new Map<bigint, string>();
  for (const hit of first.identities) {
    const charge = charges[hit.n]!;
    if (inChain(charge, hit)) receipts.set(hit.receiptId, charge.propertyId);
  }
  const before = new Set(first.refusedBefore.map((one) => one.refusedId));
  for (const { n, refusedId } of first.refusedOfChain)
    if (!before.has(refusedId)) refused.set(refusedId, charges[n]!.propertyId);
  const keys = (members: Map<bigint, string>): MemberKeys => ({
    propertyIds: [...members.values()],
    ids: [...members.keys()],
  });
  return { receipts: keys(receipts), refused: keys(refused) };
}

function chainMembers(
  charge: Charge,
  hits: readonly IdentityHit[],
  chains: ChainFacts,
  refused: { refusedIds: readonly bigint[]; except: bigint | undefined },
): ChainMember[] {
  const receiptIds = hits
    .filter((hit) => inChain(charge, hit))
    .map((hit) => hit.receiptId);
  const inOrder = [...new Set(receiptIds)].sort((one, other) =>
    one < other ? -1 : 1,
  );
  const receipts = inOrder.map((id) => chains.receipts.get(id));
  const refusedMembers = refused.refusedIds
    .filter((id) => id !== refused.except)
    .map((id) => chains.refused.get(id));
  return [...receipts, ...refusedMembers].filter(
    (member) => member !== undefined,
  );
}

/** A digest made by an older rule is made again from the kept body. */
async function digestsByTodaysRule(
  sql: Sql,
  charges: readonly Charge[],
  first: FirstFacts,
  settings: ReadonlyMap<string, PropertySettings>,
): Promise<Map<bigint, string>> {
  const older = first.identities.filter(
    ({ contentVersion }) =>
      contentVersion !== CONTENT_VERSION &&
      contentVersion !== RECOVERED_VERSION,
  );
  const bodies = await receiptBodies(sql, {
    propertyIds: older.map((hit) => charges[hit.n]!.propertyId),
    ids: older.map((hit) => hit.receiptId),
  });
  const digests = new Map<bigint, string>();
  for (const body of bodies) {
    const charge = remake(body, settings, null);
    if (charge !== null) digests.set(body.id, charge.identity.contentDigest);
  }
  return digests;
}

/** Accounts that charges and members of their chains name or stand on. */
async function withChainAccounts(
  sql: Sql,
  charges: readonly Charge[],
  first: FirstFacts,
  chains: ChainFacts,
): Promise<{
  of(
    propertyId: string,
    ids: Iterable<string>,
    earlier: Pick<ChargeRows, "chargedOf">,
  ): Map<string, Account>;
}> {
  const known = new Map<string, AccountHit>();
  const keep = (hits: readonly AccountHit[]): void => {
    // A reservation comes before a house account of the same name.
    for (const hit of hits) {
      const key = `${hit.propertyId}\n${hit.folioId}`;
      if (!known.has(key) || hit.type === "reservation") known.set(key, hit);
    }
  };
  keep(first.accounts);
  if (chains.receipts.size + chains.refused.size > 0) {
    const missing = new Map<string, { propertyId: string; folioId: string }>();
    for (const { propertyId } of charges) {
      const members = [...chains.receipts.values(), ...chains.refused.values()];
      for (const folioId of withAccountsOf(new Set(), members)) {
        const key = `${propertyId}\n${folioId}`;
        if (!known.has(key)) missing.set(key, { propertyId, folioId });
      }
    }
    keep(await readAccounts(sql, [...missing.values()]));
  }
  return {
    of: (propertyId, ids, earlier) => {
      const accounts = new Map<string, Account>();
      for (const folioId of ids) {
        const hit = known.get(`${propertyId}\n${folioId}`);
        if (hit === undefined) continue;
        const { propertyId: _propertyId, ...account } = hit;
        const creditLeft =
          account.creditLeft === null
            ? null
            : account.creditLeft - earlier.chargedOf(propertyId, folioId);
        accounts.set(folioId, { ...account, creditLeft });
      }
      return accounts;
    },
  };
}

async function flaggedLookAlikes(
  sql: Sql,
  charges: readonly Charge[],
  first: FirstFacts,
): Promise<ReadonlySet<bigint>> {
  const subjects = new Map(
    first.lookAlikes.map((hit) => [hit.id, charges[hit.n]!.propertyId]),
  );
  const names = flagNames(
    await standingFlags(sql, {
      propertyIds: [...subjects.values()],
      ids: [...subjects.keys()],
    }),
  );
  return new Set(
    [...names].flatMap(([id, flags]) =>
      flags.includes("possible-double") ? [id] : [],
    ),
  );
}

function lookAlikes(
  charge: Charge,
  hits: readonly LookAlikeHit[],
  flagged: ReadonlySet<bigint>,
): Map<string, LookAlike[]> {
  const found = new Map<string, Map<bigint, LookAlike>>();
  const own = {
    uuid: charge.identity.uuid,
    chainRoot: chainRootOf(charge),
  };
  for (const { folioId, type, id, ...row } of hits) {
    if (!isAnother(row, own)) continue;
    const ref: MemberRef = { type, id };
    const folio = found.get(folioId) ?? new Map<bigint, LookAlike>();
    folio.set(id, { ref, flagged: flagged.has(id) });
    found.set(folioId, folio);
  }
  return new Map(
    [...found].map(([folioId, refs]) => [folioId, [...refs.values()]]),
  );
}
