import type { Chain } from "./chain.ts";
import type {
  ChargeEffects,
  ChargeFacts,
  FlagChange,
  KeptLookAlike,
  LookAlike,
  MemberRef,
} from "./charge-decision.ts";
import { receiptFlag } from "./charge-effects.ts";
import type { FolioPayer } from "./payers.ts";

export const POSSIBLE_DOUBLE = "possible-double";

/** Bills of another chain with the same lines, minutes apart, for the same guests: perhaps the same bill rung twice. */
export function lookAlikesOf(
  payers: readonly FolioPayer[],
  facts: ChargeFacts,
): LookAlike[] {
  const itself = facts.refusedBefore?.refusedId;
  const found = new Map<bigint, LookAlike>();
  for (const payer of payers) {
    if (payer.named === null || payer.amount + payer.gratuity <= 0n) continue;
    const accounts = payer.isClearing
      ? [payer.named]
      : [payer.named, payer.folioId];
    for (const account of accounts) {
      for (const other of facts.lookAlikes.get(account) ?? [])
        if (other.ref.id !== itself) found.set(other.ref.id, other);
    }
  }
  return [...found.values()];
}

/** Flagged on both sides. */
export function lookAlikeFlags(
  subject: MemberRef,
  payers: readonly FolioPayer[],
  facts: ChargeFacts,
): FlagChange[] {
  const others = lookAlikesOf(payers, facts);
  if (others.length === 0) return [];
  const unflagged = others.filter((other) => !other.flagged);
  return [
    receiptFlag(subject, POSSIBLE_DOUBLE),
    ...unflagged.map((other) => receiptFlag(other.ref, POSSIBLE_DOUBLE)),
  ];
}

/** A bill that is kept, with what looks like it. */
export interface KeptDouble {
  ref: MemberRef;
  flags: readonly string[];
  lookAlikes: readonly KeptLookAlike[];
}

/**
 * Bills that count no more are nobody's doubles: neither they nor what looked like them alone is flagged any longer.
 * `counted`: what looks like a bill that is not kept yet.
 */
export function clearedDoubles(
  gone: readonly KeptDouble[],
  counted: ReadonlySet<bigint> = new Set(),
): FlagChange[] {
  const ids = new Set(gone.map(({ ref }) => ref.id));
  const alone = gone
    .flatMap(({ lookAlikes }) => lookAlikes)
    .filter(
      ({ ref, flagged, others }) =>
        flagged &&
        !ids.has(ref.id) &&
        !counted.has(ref.id) &&
        others.every((id) => ids.has(id)),
    );
  const flagged = gone.filter(({ flags }) => flags.includes(POSSIBLE_DOUBLE));
  const cleared = new Map(
    [...flagged, ...alone].map(({ ref }) => [ref.id, ref]),
  );
  return [...cleared.values()].map((ref) => ({
    ...receiptFlag(ref, POSSIBLE_DOUBLE),
    action: "cleared",
  }));
}

/** A refused bill that its chain has voided counts no more; one whose reversal turned out to be another's counts again. */
export function settleDoubles(
  chain: Chain,
  newcomer: MemberRef,
  effects: ChargeEffects,
  facts: ChargeFacts,
): void {
  const statusOf = (refusedId: bigint): string | undefined =>
    effects.refusedChanges.findLast((own) => own.refusedId === refusedId)
      ?.status;
  const attempts = chain.attempts.map(({ member }) => member);
  const refused = [...chain.members.values(), ...attempts].filter(
    (member) => member.type === "refused",
  );
  const become = (status: string): KeptDouble[] =>
    refused
      .filter(({ refusedId }) => statusOf(refusedId) === status)
      .map(({ refusedId, flags, lookAlikes }) => ({
        ref: { type: "refused", id: refusedId },
        flags,
        lookAlikes,
      }));
  const gone = become("superseded");
  const isCounted =
    newcomer.type === "receipt" || statusOf(newcomer.id) !== "superseded";
  const like = isCounted ? [...facts.lookAlikes.values()].flat() : [];
  const counted = new Set(like.map(({ ref }) => ref.id));
  effects.flags.push(...clearedDoubles(gone, counted));
  for (const { ref, flags, lookAlikes } of become("open")) {
    if (lookAlikes.length === 0) continue;
    const own = { ref, flagged: flags.includes(POSSIBLE_DOUBLE) };
    const unflagged = [own, ...lookAlikes].filter(({ flagged }) => !flagged);
    effects.flags.push(
      ...unflagged.map((other) => receiptFlag(other.ref, POSSIBLE_DOUBLE)),
    );
  }
}
