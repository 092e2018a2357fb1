import { chainOf, placeNewcomer } from "./chain.ts";
import type { Chain, Placing } from "./chain.ts";
import { dateFlags, datesOf } from "./charge-dates.ts";
import type {
  Charge,
  ChargeDecision,
  ChargeFacts,
  FlagChange,
  MemberRef,
  RefusalReason,
} from "./charge-decision.ts";
import { chainRootOf, noEffects, receiptFlag } from "./charge-effects.ts";
import { payersOf, refusalOf } from "./payers.ts";
import type { FolioPayer } from "./payers.ts";
import { NO_REDIRECTION } from "./redirection.ts";
import { lookAlikeFlags } from "./possible-doubles.ts";
import { keepVoided, keepZero, postCharge } from "./post-charge.ts";
import { recogniseCharge } from "./recognise-charge.ts";
import { settleChain } from "./settle-chain.ts";

/**
 * What becomes of a bill: the one decision behind `POST /charge`, a pure function of the bill and the facts read in the
 * transaction that writes. Posted, recognised as posted before, or refused and kept; never a part of it.
 */
export function decideCharge(
  charge: Charge,
  facts: ChargeFacts,
): ChargeDecision {
  if (charge.refusal !== null) {
    const chain =
      charge.totalled.kind === "zero" ? null : chainOf(charge, facts);
    return refuse(charge, facts, charge.refusal, chain);
  }
  const recognition = recogniseCharge(charge, facts.identities);
  if (recognition.kind === "known")
    return { kind: "replayed", receiptId: recognition.receiptId };
  if (recognition.kind === "conflict")
    return refuse(charge, facts, "content-conflict", null);
  const flags = recognition.fiscIdReused ? ["fiscal-id-reused"] : [];
  if (charge.totalled.kind === "zero") return keepZero(charge, facts, flags);

  const chain = chainOf(charge, facts);
  const placing = placeNewcomer(chain);
  flags.push(...placing.flags);
  if (placing.kind === "voided") return keepVoided(charge, facts, chain, flags);
  const payers = payersOf(charge, placing.redirection, facts.accounts);
  const reason = refusalFor(placing, payers, facts);
  if (reason !== null) return refuse(charge, facts, reason, chain);
  return postCharge(charge, facts, {
    chain,
    redirection: placing.redirection,
    payers,
    flags,
  });
}

function refusalFor(
  placing: Placing & { kind: "post" },
  payers: FolioPayer[],
  facts: ChargeFacts,
): RefusalReason | null {
  const reason = refusalOf(payers, facts.accounts);
  const noFolio =
    reason === "reservation-not-named" || reason === "reservation-unknown";
  return placing.mustPost && !noFolio ? null : reason;
}

/** Kept with its reason: one item per identity and content, a repeat is one more attempt. */
function refuse(
  charge: Charge,
  facts: ChargeFacts,
  reason: RefusalReason,
  chain: Chain | null,
): ChargeDecision {
  const before = facts.refusedBefore;
  if (before?.status === "reposted" && before.receiptId !== null) {
    return { kind: "replayed", receiptId: before.receiptId };
  }
  const effects = noEffects();
  const waiting = charge.recovered ? waitingAttempt(chain) : null;
  if (waiting !== null)
    return { kind: "refused", refusedId: waiting, reason, effects };
  if (before !== null) {
    // A sale that is recovered twice at once was not sent by a till.
    if (!charge.recovered)
      effects.attempts.push({ refusedId: before.refusedId, reason });
    if (before.status === "dismissed") {
      effects.refusedChanges.push({
        refusedId: before.refusedId,
        status: "open",
        reason: "refused-again",
        receiptId: null,
      });
      // Dismissed, it was no double of anything.
      effects.flags.push(...doubleFlags(charge, before.refusedId, facts));
    }
    return { kind: "refused", refusedId: before.refusedId, reason, effects };
  }
  const refusedId = facts.ids.reserve(1);
  const subject: MemberRef = { type: "refused", id: refusedId };
  effects.refused.push({
    refusedId,
    charge,
    reason,
    ...datesOf(charge, facts),
    chainRoot: chainRootOf(charge),
  });
  effects.flags.push(...dateFlags(subject, charge, facts));
  if (charge.recovered) effects.flags.push(receiptFlag(subject, "recovered"));
  effects.flags.push(
    ...charge.totalled.flags.map((flag) => receiptFlag(subject, flag)),
  );
  if (chain !== null) settleChain(chain, subject, effects, facts);
  // Its reversal may have come before it.
  const isOpen = effects.refusedChanges.every(
    (change) => change.refusedId !== refusedId,
  );
  if (isOpen) effects.flags.push(...doubleFlags(charge, refusedId, facts));
  return { kind: "refused", refusedId, reason, effects };
}

/** The till's own, which came first: nothing is added to it. */
function waitingAttempt(chain: Chain | null): bigint | null {
  const own = chain?.attempts.find(
    ({ member }) => !member.charge.recovered && member.status === "open",
  );
  return own?.member.refusedId ?? null;
}

function doubleFlags(
  charge: Charge,
  refusedId: bigint,
  facts: ChargeFacts,
): FlagChange[] {
  const payers = payersOf(charge, NO_REDIRECTION, facts.accounts);
  return lookAlikeFlags({ type: "refused", id: refusedId }, payers, facts);
}
