import { createHash } from "node:crypto";
import { remakeCharge } from "../../folios/make-charge.ts";
import type { Charge } from "../../folios/charge-decision.ts";
import { namedBy, unnamedCharges } from "../../folios/redirection.ts";
import { idOf } from "../numbers.ts";
import { isRepostable } from "../refused-rows.ts";
import { row, run, takeRepost } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { Actor, IdempotencyConflict } from "../contract/acts.ts";
import type {
  DismissRefused,
  RefusedDecided,
  RefusedUndecided,
  RepostRefused,
} from "../contract/refused-receipts.ts";
import { once } from "./idempotency.ts";
import { lockAccounts, lockProperties } from "./locks.ts";
import { clearDoublesOf, lookAlikeOf } from "./look-alikes.ts";
import { readProperty } from "./properties.ts";
import { getRefused } from "./refused.ts";
import { recordAct } from "./trail.ts";
import type { VerbContext } from "./verb-context.ts";

type Decided = { kind: "done"; refusedId: bigint } | RefusedUndecided;

/** A person puts a refused bill on folios. */
export function* repostRefused(
  request: RepostRefused,
  context: VerbContext,
): Steps<RefusedDecided | RefusedUndecided | IdempotencyConflict> {
  return yield* decided("repost-refused", request, repost, context);
}

/** A person sets a refused bill aside. */
export function* dismissRefused(
  request: DismissRefused,
  context: VerbContext,
): Steps<RefusedDecided | RefusedUndecided | IdempotencyConflict> {
  return yield* decided("dismiss-refused", request, dismiss, context);
}

function* decided<Request extends RepostRefused | DismissRefused>(
  act: string,
  request: Request,
  decide: (
    request: Request,
    kept: KeptRow,
    context: VerbContext,
  ) => Steps<Decided>,
  context: VerbContext,
): Steps<RefusedDecided | RefusedUndecided | IdempotencyConflict> {
  const { propertyId, refusedId, idempotency } = request;
  yield* lockProperties([propertyId]);
  const done = yield* once(
    { propertyId, act, idempotency },
    decideOpen(request, decide, context),
    context,
  );
  if (done.kind !== "done") return done;
  const refused = yield* getRefused(propertyId, refusedId);
  return { kind: "done", refused: refused! };
}

function* decideOpen<Request extends RepostRefused | DismissRefused>(
  request: Request,
  decide: (
    request: Request,
    kept: KeptRow,
    context: VerbContext,
  ) => Steps<Decided>,
  context: VerbContext,
): Steps<Decided> {
  const kept = yield* readKept(request);
  if (kept === undefined) return { kind: "not-found" };
  const { status, receiptId } = kept;
  if (status !== "open") return { kind: "not-open", status, receiptId };
  return yield* decide(request, kept, context);
}

function* repost(
  request: RepostRefused,
  kept: KeptRow,
  context: VerbContext,
): Steps<Decided> {
  const { propertyId, actor } = request;
  const { refusedId, body } = kept;
  if (body === null || !isRepostable(kept)) return { kind: "unreadable" };
  const { property } = (yield* readProperty(propertyId))!;
  const charge = remakeCharge(asBuffer(body), {
    property,
    businessLocationId: kept.businessLocationId,
    receivedAt: Number(kept.receivedAt),
    idempotencyKey: kept.idempotencyKey,
    refusal: null,
  });
  const folios = foliosFor(request, charge);
  if (!(folios instanceof Map)) return folios;
  const refusedKey = asBuffer(kept.refusedKey).toString("hex");
  const { doubleConfirmed } = request;
  const repost = { refusedKey, folios, doubleConfirmed };
  const outcome = yield* takeRepost({ ...charge, repost });
  if (outcome.kind !== "posted") return outcome;
  yield* addDecision({ propertyId, refusedId, actor, note: null });
  const details = {
    refusedId: String(refusedId),
    receiptId: String(outcome.receiptId),
    folioIds: JSON.stringify(outcome.bills.map((bill) => bill.folioId)),
    doubleConfirmed,
  };
  const act = "refused-receipt.reposted";
  yield* recordAct({ propertyId, actor, act, details }, context);
  return { kind: "done", refusedId };
}

/** By reservation as sent, or key of a charge that names none; what is none of the bill's own parts is a mistake. */
function foliosFor(
  { folios }: RepostRefused,
  { totalled }: Charge,
): Map<string, string> | RefusedUndecided {
  const { payments } = totalled;
  const named = new Set(payments.map(namedBy).filter((id) => id !== null));
  if (typeof folios === "string") {
    if (named.size === 0) return { kind: "no-room-charge" };
    return new Map([...named].map((reservationId) => [reservationId, folios]));
  }
  for (const { key } of unnamedCharges(payments)) named.add(key);
  const wanted = Object.entries(folios);
  const strangers = wanted.map(([id]) => id).filter((id) => !named.has(id));
  if (strangers.length > 0)
    return { kind: "not-of-the-bill", reservationIds: strangers };
  return new Map(wanted);
}

/**
 * The state follows the one that was read: where a till's bill has changed it meanwhile, the key refuses this one, and
 * the act is tried again from what stands then.
 */
function* dismiss(
  request: DismissRefused,
  { refusedId, stateNo }: KeptRow,
  context: VerbContext,
): Steps<Decided> {
  const { propertyId, actor, reason } = request;
  const own = yield* lookAlikeOf(propertyId, {
    type: "refused",
    id: refusedId,
  });
  yield* lockAccounts(propertyId, own?.accounts ?? [], context.now);
  yield* run(
    `INSERT INTO refused_states (property_id, refused_id, state_no, status, reason, receipt_id, event_id, at)
     VALUES ($1, $2, $3, 'dismissed', 'dismissed', NULL, $4, $5)`,
    propertyId,
    refusedId,
    stateNo + 1n,
    context.ids.one(),
    context.now,
  );
  yield* addDecision({ propertyId, refusedId, actor, note: reason });
  if (own !== null) yield* clearDoublesOf(propertyId, own, context);
  const details = {
    refusedId: String(refusedId),
    reasonDigest: createHash("sha256").update(reason).digest("hex"),
  };
  const act = "refused-receipt.dismissed";
  yield* recordAct({ propertyId, actor, act, details }, context);
  return { kind: "done", refusedId };
}

/** Who has decided the state that stands now. */
function* addDecision(decision: {
  propertyId: string;
  refusedId: bigint;
  actor: Actor;
  note: string | null;
}): Steps<void> {
  const { propertyId, refusedId, actor, note } = decision;
  yield* run(
    `INSERT INTO refused_decisions (property_id, refused_id, state_no, actor, note)
     SELECT property_id, refused_id, max(state_no), $3, $4 FROM refused_states
     WHERE property_id = $1 AND refused_id = $2 GROUP BY property_id, refused_id`,
    propertyId,
    refusedId,
    actor.name,
    note,
  );
}

interface KeptRow {
  refusedId: bigint;
  refusedKey: Uint8Array;
  businessLocationId: string;
  receivedAt: bigint;
  idempotencyKey: string | null;
  readable: bigint;
  body: Uint8Array | null;
  reason: string;
  status: "open" | "reposted" | "dismissed" | "superseded";
  stateNo: bigint;
  receiptId: bigint | null;
}

function* readKept({
  propertyId,
  refusedId,
}: RepostRefused | DismissRefused): Steps<KeptRow | undefined> {
  const id = idOf(refusedId);
  if (id === null) return undefined;
  return yield* row<KeptRow>(
    `SELECT r.refused_id AS "refusedId", r.refused_key AS "refusedKey", r.business_location_id AS "businessLocationId",
       r.received_at AS "receivedAt", r.idempotency_key AS "idempotencyKey", r.readable, b.body,
       (SELECT t.reason FROM refused_attempts t WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id
        ORDER BY t.attempt_no DESC LIMIT 1) AS reason,
       s.status, s.state_no AS "stateNo", s.receipt_id AS "receiptId"
     FROM refused_receipts r
     JOIN refused_states s ON s.property_id = r.property_id AND s.refused_id = r.refused_id
     LEFT JOIN refused_bodies b ON b.property_id = r.property_id AND b.refused_id = r.refused_id
     WHERE r.property_id = $1 AND r.refused_id = $2 ORDER BY s.state_no DESC LIMIT 1`,
    propertyId,
    id,
  );
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
