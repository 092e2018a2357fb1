import type { Charge, ChargeOutcome } from "../../../folios/charge-decision.ts";
import { decideCharge } from "../../../folios/decide-charge.ts";
import { documentsOf } from "../../documents.ts";
import { EffectsWriter } from "../../keep-effects.ts";
import type { SqlValue } from "../../sql-value.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";
import { acknowledgements } from "./acknowledgements.ts";
import { readBatchFacts } from "./charge-facts.ts";
import { ChargeRows } from "./charge-rows.ts";
import { lockCharges } from "./lock-charges.ts";

export interface SentCharge {
  charge: Charge;
  body: Uint8Array;
}

export type ChargeResult = { outcome: ChargeOutcome } | { error: Error };

/**
 * Decides bills that do not concern each other, inside the transaction that keeps what was decided: locks, facts and
 * rows are one statement each, whatever their number. A bill that cannot be decided hurts no other.
 */
export async function takeBatch(
  sql: Sql,
  batch: readonly SentCharge[],
  context: WriteContext,
  gate: number,
): Promise<ChargeResult[]> {
  const { ids, settings } = context;
  const now = context.now();
  ids.setNow(now);
  const charges = batch.map(({ charge }) => charge);
  await lockCharges(sql, charges, { gate, now });
  const facts = await readBatchFacts(sql, charges, { settings, ids, now });
  const rows = new ChargeRows();
  const results = new Array<ChargeResult>(batch.length);
  const replays: { n: number; propertyId: string; receiptId: bigint }[] = [];
  for (const [n, { charge, body }] of batch.entries()) {
    try {
      const decision = decideCharge(charge, facts.of(n, rows));
      if (decision.kind === "replayed") {
        const { receiptId } = decision;
        replays.push({ n, propertyId: charge.propertyId, receiptId });
        continue;
      }
      const { effects, ...outcome } = decision;
      const eventId =
        outcome.kind === "posted" ? outcome.receiptId : outcome.refusedId;
      const own = new ChargeRows();
      const target = { rows: own, refused: own, ids, kept: facts.kept(n) };
      new EffectsWriter(target).write(effects, {
        charge,
        documents: documentsOf(charge),
        body,
        eventId,
        now,
      });
      rows.append(own);
      results[n] = { outcome };
    } catch (error) {
      results[n] = {
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
  }
  await rows.insert(sql, gate);
  await noteLead(sql, context);
  const again = await acknowledgements(sql, replays);
  for (const { n, receiptId } of replays)
    results[n] = { outcome: again.get(receiptId)! };
  return results;
}

/** Reading by time allows for a minute anyway. */
const LEAD_NOTED_MS = 60_000;

async function noteLead(sql: Sql, { ids }: WriteContext): Promise<void> {
  const leadMs: SqlValue = ids.leadMs();
  if (leadMs <= LEAD_NOTED_MS) return;
  await sql.run(
    "UPDATE installation SET value = greatest(value, $1) WHERE name = 'id_lead_ms'",
    leadMs,
  );
}
