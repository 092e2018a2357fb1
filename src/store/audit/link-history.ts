import type { Breach } from "./findings.ts";
import type { HotelProof } from "./hotel-proof.ts";

export interface LinkRow {
  fromId: bigint;
  linkId: bigint;
  toType: string;
  toId: bigint;
  action: string;
}

export const LINK_MEMBERS = [
  "fromId",
  "linkId",
  "toType",
  "toId",
  "action",
] as const;

/** The link that stands after these, in the order they were written: each linked where none was, or unlinked what was. */
export function standingLink(
  proof: HotelProof,
  breach: Breach,
  about: Record<string, bigint>,
  history: readonly LinkRow[],
): LinkRow | null {
  let standing: LinkRow | null = null;
  for (const link of history) {
    const fits =
      link.action === "linked"
        ? standing === null
        : link.action === "unlinked" &&
          standing?.toType === link.toType &&
          standing.toId === link.toId;
    proof.expect(fits, breach, { ...about, link: link.linkId }, () => ({
      expected:
        standing === null
          ? "linked, as nothing is linked before it"
          : `unlinked from ${standing.toType} ${standing.toId}, as that is linked before it`,
      found: `${link.action} ${link.toType} ${link.toId}`,
    }));
    standing = link.action === "linked" ? link : null;
  }
  return standing;
}
