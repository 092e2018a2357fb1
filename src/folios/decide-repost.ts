import { chainOf, placeNewcomer } from "./chain.ts";
import type {
  Charge,
  ChargeFacts,
  RepostDecision,
  UnusableFolio,
} from "./charge-decision.ts";
import { guestRefusal, payersOf } from "./payers.ts";
import type { FolioPayer } from "./payers.ts";
import { ALL_UNNAMED, redirectedTwice, redirectionBy } from "./redirection.ts";
import { lookAlikesOf } from "./possible-doubles.ts";
import { keepVoided, keepZero, postCharge } from "./post-charge.ts";
import { recogniseCharge } from "./recognise-charge.ts";

/**
 * What becomes of a refused bill that a person puts on folios: posted like any bill, or not at all and why. A person
 * may do what a till may not: post to a guest who is blocked or has left, and post another bill under identities that
 * one has already, of which it then claims those that are free.
 */
export function decideRepost(
  charge: Charge,
  facts: ChargeFacts,
): RepostDecision {
  const { repost } = charge;
  const before = facts.refusedBefore;
  if (repost === null || before === null)
    throw new Error("a repost of what was not refused");
  const { status, receiptId } = before;
  if (status !== "open") return { kind: "not-open", status, receiptId };
  const recognition = recogniseCharge(charge, facts.identities);
  if (recognition.kind === "known")
    return { kind: "already-posted", receiptId: recognition.receiptId };
  const flags: string[] = [];
  if (recognition.kind === "conflict") flags.push("content-conflict");
  else if (recognition.fiscIdReused) flags.push("fiscal-id-reused");
  if (charge.totalled.kind === "zero") return keepZero(charge, facts, flags);

  const chain = chainOf(charge, facts);
  const placing = placeNewcomer(chain);
  flags.push(...placing.flags);
  if (placing.kind === "voided") return keepVoided(charge, facts, chain, flags);
  // What takes back a bill goes where that stands, whoever posts it.
  const redirection = redirectedTwice(
    redirectionBy(repost.folios, charge.totalled.payments),
    placing.redirection,
  );
  const payers = payersOf(charge, redirection, facts.accounts);
  const folios = unusableFolios(payers, repost.folios, facts);
  if (folios.length > 0) return { kind: "folio-unusable", folios };
  const others = lookAlikesOf(payers, facts).map(({ ref }) => ref);
  if (others.length > 0 && !repost.doubleConfirmed)
    return { kind: "double-unconfirmed", others };
  return postCharge(charge, facts, { chain, redirection, payers, flags });
}

function unusableFolios(
  payers: readonly FolioPayer[],
  wanted: ReadonlyMap<string, string>,
  { accounts }: ChargeFacts,
): UnusableFolio[] {
  return payers.flatMap((payer) => {
    const reason = guestRefusal(payer, accounts);
    const stands =
      reason === "reservation-not-named" ||
      reason === "reservation-unknown" ||
      reason === "guest-due-in";
    return stands ? [{ reservationId: keyOf(payer, wanted), reason }] : [];
  });
}

/** Under which the person named its folio, or could. */
function keyOf(
  { named, folioId }: FolioPayer,
  wanted: ReadonlyMap<string, string>,
): string {
  if (named !== null && named !== "") return named;
  const given = [...wanted].find(([, wantedFor]) => wantedFor === folioId);
  return given?.[0] ?? ALL_UNNAMED;
}
