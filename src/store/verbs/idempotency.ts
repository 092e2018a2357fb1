import { readExactly, writeExactly } from "../documents.ts";
import { row, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import type { Idempotency, IdempotencyConflict } from "../contract/acts.ts";
import type { VerbContext } from "./verb-context.ts";

/** How long a repeat gets the first answer again. As long as the keys of tills are promised to be known. */
export const ANSWERS_KEPT_MS = 90 * 86_400_000;

/** What a request asks to be done at most once. */
interface OnceRequest {
  propertyId: string;
  /** Keys of one act are apart from those of another. */
  act: string;
  /** Null: done as often as it is asked for. */
  idempotency: Idempotency | null;
}

/**
 * Does an act at most once for a key and answers every repeat with what came of it then; another request with the same
 * key is a conflict, and so is a repeat whose answer cannot be read any more. What is refused, by any other answer than `done`, keeps nothing and burns no key. The caller holds
 * the hotel's row, so two requests with one key come one after the other. Answers are kept sealed: some show a secret.
 */
export function* once<Outcome extends { kind: string }>(
  request: OnceRequest,
  act: Steps<Outcome>,
  context: VerbContext,
): Steps<(Outcome & { replayed: boolean }) | IdempotencyConflict> {
  const before = yield* answerBefore(request, context);
  if (before?.kind === "idempotency-conflict") return before;
  if (before !== null)
    return { ...(before as unknown as Outcome), replayed: true };
  const outcome = yield* act;
  const { kind, ...value } = outcome;
  if (kind === "done") yield* keepForRepeat(request, value, context);
  return { ...outcome, replayed: false };
}

function* answerBefore(
  request: OnceRequest,
  { sealer }: VerbContext,
): Steps<{ kind: "done" } | IdempotencyConflict | null> {
  const { propertyId, act, idempotency } = request;
  if (idempotency === null) return null;
  const kept = yield* row<{ requestDigest: string; answer: Uint8Array }>(
    `SELECT request_digest AS "requestDigest", answer FROM idempotent_requests
     WHERE property_id = $1 AND act = $2 AND idempotency_key = $3`,
    propertyId,
    act,
    idempotency.key,
  );
  if (kept === undefined) return null;
  if (kept.requestDigest !== idempotency.requestDigest)
    return { kind: "idempotency-conflict", cause: "another-request" };
  const answer = sealer.open(kept.answer, placeOf(request, idempotency));
  return answer === null
    ? { kind: "idempotency-conflict", cause: "answer-unreadable" }
    : { ...(readExactly(answer.text) as object), kind: "done" };
}

function* keepForRepeat(
  request: OnceRequest,
  value: unknown,
  { sealer, now }: VerbContext,
): Steps<void> {
  const { propertyId, act, idempotency } = request;
  if (idempotency === null) return;
  const text = writeExactly(value);
  yield* run(
    `INSERT INTO idempotent_requests (property_id, act, idempotency_key, request_digest, answer, at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    propertyId,
    act,
    idempotency.key,
    idempotency.requestDigest,
    sealer.seal(text, placeOf(request, idempotency)),
    now,
  );
}

function placeOf(
  { act, propertyId }: OnceRequest,
  { key }: Idempotency,
): string {
  return `${act}/${propertyId}/${key}`;
}
