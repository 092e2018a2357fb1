import type { RefusedView } from "../store/contract/refused-receipts.ts";

/** What would put an open refused bill on folios, in words for staff; null where it is settled. */
export function remedyFor(view: RefusedView): string | null {
  if (view.status !== "open") return null;
  if (!view.repostable)
    return "Its body is not that of a bill, or has expired. Post it by hand, then dismiss it.";
  const repost = remedyOf(view);
  return view.flags.includes("possible-double")
    ? `${repost} A bill with the same lines is there, minutes apart: compare them, then repost with confirmDouble or dismiss.`
    : repost;
}

const AS_IT_IS = "Repost it as it is.";

function remedyOf(view: RefusedView): string {
  const unknown = unknownTo(view);
  switch (view.reason) {
    case "reservation-not-named":
      return `It names no reservation. Repost it with ${view.unnamedCharges.length > 1 ? "folioIds for each of its unnamedCharges, or one folioId" : "folioId"}; whose it may be is among the candidates, shown with this entry alone.`;
    case "content-conflict":
      return "A bill with the same identity and other content is posted. Compare them, then repost or dismiss this one.";
    case "reference-mismatch":
      return `It came with the reference of another integration. Check the outlet's businessExternalReference. ${placeFor(unknown)}`;
    case "guest-blocked":
      return `${AS_IT_IS} A person may post to a blocked guest; it is flagged.`;
    case "guest-checked-out":
      return `${AS_IT_IS} A person may post to a guest who has left; it is flagged. Or name another folio.`;
    default:
      return placeFor(unknown);
  }
}

function unknownTo({ reservationIds, guests }: RefusedView): {
  missing: string[];
  due: string[];
} {
  const known = new Map(guests.map((one) => [one.reservationId, one.status]));
  return {
    missing: reservationIds.filter((id) => !known.has(id)),
    due: reservationIds.filter((id) => known.get(id) === "due-in"),
  };
}

function placeFor({ missing, due }: ReturnType<typeof unknownTo>): string {
  const other = "or repost it with another folioId.";
  if (missing.length > 0)
    return `Add ${missing.join(", ")} to the reservations and repost it as it is, ${other}`;
  if (due.length > 0)
    return `Check ${due.join(", ")} in and repost it as it is, ${other}`;
  return AS_IT_IS;
}
