import { absolute, sum } from "../money.ts";
import type { Minor } from "../money.ts";
import { isClearingAccount } from "../properties/property.ts";
import { refusal } from "./refund-decision.ts";
import type {
  RefundFacts,
  RefundRefusal,
  RefundRequest,
  Taken,
} from "./refund-decision.ts";
import { tendersOf } from "./tenders.ts";

/** Guests who have left, and guests who never owed it, are settled with outside. */
export function folioObstacle(
  { external, folioId }: RefundRequest,
  taken: Taken,
  { receipt, goneFolios }: RefundFacts,
): RefundRefusal | null {
  if (external) return null;
  const given = givenByFolio(taken, receipt);
  const pointer = folioId === null ? "/receiptId" : "/folioId";
  if ([...given.keys()].some((id) => goneFolios.has(id)))
    return refusal(
      "folio-checked-out",
      pointer,
      "stands on the folio of a guest who has checked out",
    );
  const onlyExternal = (detail: string): RefundRefusal =>
    refusal("only-external", pointer, detail);
  if (receipt.postings.every((posting) => isClearingAccount(posting.folioId)))
    return onlyExternal("is on no guest's folio");
  if (receipt.postings.some(({ kind }) => kind === "transfer"))
    return onlyExternal(
      "was paid by payers of different sign, so that no share of a line is anybody's",
    );
  for (const [id, amount] of given) {
    if (!isClearingAccount(id)) continue;
    const came = sum(tendersOf(receipt, id).map((tender) => tender.came));
    if (absolute(amount) > came)
      return onlyExternal(
        "was not paid by guests' folios alone, and the other payments came to less than their share of this",
      );
  }
  return null;
}

/** What would be given back of the postings on each folio. */
function givenByFolio(
  { lines, tips }: Taken,
  { postings }: RefundFacts["receipt"],
): Map<string, Minor> {
  const folioOf = new Map(postings.map((own) => [own.postingId, own.folioId]));
  const given = new Map<string, Minor>();
  const parts = lines.flatMap((line) => line.parts);
  const ofTips = tips.map(({ posting, amount }) => ({
    postingId: posting.postingId,
    gross: amount,
  }));
  for (const { postingId, gross } of [...parts, ...ofTips]) {
    const folioId = folioOf.get(postingId)!;
    given.set(folioId, (given.get(folioId) ?? 0n) + gross);
  }
  return given;
}
