import type { HotelProof } from "./hotel-proof.ts";
import type { RowCursor } from "./row-cursor.ts";

interface FlagRow {
  subjectId: bigint;
  flagId: bigint;
  folioId: string | null;
  postingId: bigint | null;
  flag: string;
  action: string;
}

const FLAG_MEMBERS = [
  "subjectId",
  "flagId",
  "folioId",
  "postingId",
  "flag",
  "action",
] as const;

/** The flags of all receipts or of all refused receipts, to be read beside those. */
export function flagsBeside(
  proof: HotelProof,
  subject: "receipt" | "refused",
): Promise<RowCursor<FlagRow>> {
  const what = subject === "receipt" ? "receipt" : "refused receipt";
  return proof.reader.beside<FlagRow>(
    "flags",
    FLAG_MEMBERS,
    ["subjectId", "flagId"],
    ({ subjectId, flag }) =>
      proof.miss(
        "flag",
        { [subject]: subjectId, flag },
        `the ${what} it is on`,
      ),
    { equal: { subject_type: subject } },
  );
}

/** Flags are raised, and only what is raised is cleared; one on a folio is on one of `folios` (null: whichever). */
export function proveFlags(
  proof: HotelProof,
  about: Record<string, bigint>,
  history: readonly FlagRow[],
  folios: ReadonlySet<string> | null,
): void {
  const raised = new Set<string>();
  for (const { flag, action, folioId, postingId } of history) {
    const own = { ...about, flag };
    const key = `${flag} ${postingId ?? ""} ${folioId ?? ""}`;
    const fits =
      action === "raised" || (action === "cleared" && raised.has(key));
    proof.expect(fits, "flag", own, () => ({
      expected: "raised, or cleared after it was raised",
      found: `${action}, and not raised before`,
    }));
    if (action === "raised") raised.add(key);
    else raised.delete(key);
    if (folioId === null || folios === null) continue;
    proof.expect(folios.has(folioId), "flag", own, () => ({
      expected: `a bill on folio ${folioId}, which it is raised on`,
      found: "no such bill",
    }));
  }
}
