import { isFirstPosting } from "../../folios/posting.ts";
import { parseDecimal, sum } from "../../money.ts";
import type { DayPosting } from "../../night-audit/day-totals.ts";
import type { TaxPart } from "../../receipts/receipt.ts";
import { readTaxes } from "../documents.ts";
import { BillsByPosting } from "./bills-by-posting.ts";
import type { BillOfPosting } from "./bills-by-posting.ts";
import type { HotelProof } from "./hotel-proof.ts";
import { LINK_MEMBERS, standingLink } from "./link-history.ts";
import type { LinkRow } from "./link-history.ts";
import type { DaysCounted } from "./prove-days.ts";

interface PostingRow extends Omit<DayPosting, "taxes"> {
  receiptId: bigint;
  quantity: string;
  taxes: string;
  businessDate: string;
  postedAt: bigint;
}

const POSTING_MEMBERS = [
  "postingId",
  "receiptId",
  "folioId",
  "kind",
  "quantity",
  "net",
  "tax",
  "gross",
  "taxes",
  "transactionCode",
  "methodCode",
  "methodName",
  "businessLocationId",
  "businessDate",
  "postedAt",
] as const;

/** Clocks of instances differ, and a bill may have waited for the closing of its date to be over. */
const CLOCKS_APART_MS = 60_000n;

/**
 * Every posting: its amounts fit, it is one of its bill's and a bill's postings are all there and come to it, nothing was
 * posted in a date after its closing, and what is linked or flagged is there. Answers how many there are, and adds
 * them to their days.
 */
export async function provePostings(
  proof: HotelProof,
  days: DaysCounted,
): Promise<number> {
  let count = 0;
  const bills = await BillsByPosting.open(proof);
  const sides = await openSides(proof);
  const postings = proof.reader.pieces<PostingRow>(
    "postings",
    POSTING_MEMBERS,
    ["postingId"],
  );
  for await (const piece of postings) {
    count += piece.length;
    for (const posting of piece) {
      const id = posting.postingId;
      const taxes = proveAmounts(proof, posting);
      proveDate(proof, posting);
      if (bills.reaches(id)) await bills.take(id);
      const bill = bills.add(posting);
      days
        .of(posting.businessDate)
        .addPosting({ ...posting, taxes }, bill !== null && givesBack(bill));
      if (sides.links.reaches(id))
        standingLink(
          proof,
          "posting-link",
          { posting: id },
          await sides.links.takeOf(id),
        );
      if (sides.linked.reaches(id)) await sides.linked.takeOf(id);
      if (sides.flags.reaches(id))
        proveFlagged(proof, posting, await sides.flags.takeOf(id));
    }
  }
  await bills.end();
  for (const side of Object.values(sides)) await side.end();
  return count;
}

interface PostingFlag {
  postingId: bigint;
  subjectId: bigint;
  folioId: string | null;
  flag: string;
}

async function openSides(proof: HotelProof) {
  const { reader } = proof;
  const reversals = { kind: "reverses-posting" };
  const linkEnds = (posting: bigint, expected: string): void =>
    proof.miss("posting-link", { posting }, expected);
  return {
    links: await reader.beside<LinkRow>(
      "links",
      LINK_MEMBERS,
      ["fromId", "linkId"],
      ({ fromId }) => linkEnds(fromId, "the posting that a link begins at"),
      { equal: reversals },
    ),
    linked: await reader.beside<LinkRow>(
      "links",
      LINK_MEMBERS,
      ["toId"],
      ({ fromId, toId }) => linkEnds(fromId, `posting ${toId}, as linked`),
      { equal: reversals },
    ),
    flags: await reader.beside<PostingFlag>(
      "flags",
      ["postingId", "subjectId", "folioId", "flag"],
      ["postingId"],
      ({ postingId, flag }) =>
        proof.miss(
          "flag",
          { posting: postingId, flag },
          "the posting it is on",
        ),
      { present: "posting_id" },
    ),
  };
}

/** Answers the taxes it bears. */
function proveAmounts(proof: HotelProof, posting: PostingRow): TaxPart[] {
  const { net, tax, gross, quantity } = posting;
  const about = aboutPosting(posting);
  proof.expect(gross === net + tax, "posting-amounts", about, () => ({
    expected: `gross ${proof.money(net + tax)}, net and tax together`,
    found: proof.money(gross),
  }));
  const taxes = proof.document(about, "taxes", () => readTaxes(posting.taxes));
  const taxed = sum((taxes ?? []).map((part) => part.amount));
  proof.expect(
    taxes === null || tax === taxed,
    "posting-amounts",
    about,
    () => ({
      expected: `tax ${proof.money(taxed)}, the sum of its rates`,
      found: proof.money(tax),
    }),
  );
  proof.expect(
    parseDecimal(quantity) !== null,
    "posting-amounts",
    about,
    () => ({ expected: "a decimal as quantity", found: "something else" }),
  );
  proof.expectLocation(about, posting.businessLocationId);
  return taxes ?? [];
}

/** All that a reversal posts, and what was given back here. */
function givesBack({ kind, cause }: BillOfPosting): boolean {
  return kind === "reversal" || !isFirstPosting(cause);
}

function proveDate(proof: HotelProof, posting: PostingRow): void {
  const { businessDate, postedAt } = posting;
  const closedAt = proof.hotel.closedDates.get(businessDate);
  if (closedAt === undefined) return;
  proof.expect(
    postedAt <= closedAt + CLOCKS_APART_MS,
    "posting-in-closed-date",
    aboutPosting(posting),
    () => ({
      expected: `nothing in ${businessDate} after it was closed at ${instant(closedAt)}`,
      found: `posted at ${instant(postedAt)}`,
    }),
  );
}

function proveFlagged(
  proof: HotelProof,
  posting: PostingRow,
  flags: readonly PostingFlag[],
): void {
  const { receiptId, folioId } = posting;
  for (const { flag, ...on } of flags) {
    const fits =
      on.subjectId === receiptId &&
      (on.folioId === null || on.folioId === folioId);
    proof.expect(fits, "flag", { ...aboutPosting(posting), flag }, () => ({
      expected: `a posting of receipt ${on.subjectId}, which the flag is on`,
      found: `one of receipt ${receiptId}`,
    }));
  }
}

function aboutPosting({
  receiptId,
  folioId,
  postingId,
}: Pick<PostingRow, "receiptId" | "folioId" | "postingId">) {
  return { receipt: receiptId, folio: folioId, posting: postingId };
}

function instant(milliseconds: bigint): string {
  return new Date(Number(milliseconds)).toISOString();
}
