import type { Charge, RepostOutcome } from "../../../folios/charge-decision.ts";
import { decideRepost } from "../../../folios/decide-repost.ts";
import { documentsOf } from "../../documents.ts";
import { EffectsWriter } from "../../keep-effects.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";
import { readBatchFacts } from "./charge-facts.ts";
import { ChargeRows } from "./charge-rows.ts";
import { lockCharges } from "./lock-charges.ts";

const KEPT_ALREADY = new Uint8Array();

/** A refused bill that a person puts on folios: the way of a batch of one, in the transaction of that act. */
export async function takeRepost(
  sql: Sql,
  charge: Charge,
  context: WriteContext,
  gate: number,
): Promise<RepostOutcome> {
  const { ids, settings } = context;
  const now = context.now();
  await lockCharges(sql, [charge], { gate, now });
  const facts = await readBatchFacts(sql, [charge], { settings, ids, now });
  const rows = new ChargeRows();
  const decision = decideRepost(charge, facts.of(0, rows));
  if (decision.kind !== "posted") return decision;
  const { effects, ...outcome } = decision;
  const target = { rows, refused: rows, ids, kept: facts.kept(0) };
  new EffectsWriter(target).write(effects, {
    charge,
    documents: documentsOf(charge),
    body: KEPT_ALREADY,
    eventId: outcome.receiptId,
    now,
  });
  await rows.insert(sql, gate);
  return outcome;
}
