import { sum } from "../../money.ts";
import { readPayments } from "../documents.ts";
import { NOT_ANSWERED, roomTotals } from "../keep-refused.ts";
import { flagsBeside, proveFlags } from "./flag-history.ts";
import { NOTHING_THERE } from "./hotel-proof.ts";
import type { HotelProof } from "./hotel-proof.ts";
import { LINK_MEMBERS } from "./link-history.ts";
import type { LinkRow } from "./link-history.ts";

interface RefusedRow {
  refusedId: bigint;
  businessLocationId: string;
  readable: bigint;
  kind: string | null;
  gross: bigint | null;
  tips: bigint | null;
  contentDigest: Uint8Array | null;
  payments: string | null;
}

interface OfRefused {
  refusedId: bigint;
}

interface AttemptRow extends OfRefused {
  attemptNo: bigint;
  httpStatus: bigint;
}

interface StateRow extends OfRefused {
  stateNo: bigint;
  status: string;
  receiptId: bigint | null;
}

interface DecisionRow extends OfRefused {
  stateNo: bigint;
}

interface RefusedBillRow extends OfRefused {
  reservationId: string;
  total: bigint;
}

interface MadeOfRow {
  fromRefusedId: bigint;
  receiptId: bigint;
}

/**
 * Every refused receipt: its attempts and states are numbered without a gap, each attempt of a till has its answer, the
 * first of its states is open, what became of it leads to a receipt, and nothing is kept beside one that is not there.
 * Answers how many there are.
 */
export async function proveRefused(proof: HotelProof): Promise<number> {
  let count = 0;
  const sides = await openSides(proof);
  const refused = proof.reader.pieces<RefusedRow>(
    "refused_receipts",
    [
      "refusedId",
      "businessLocationId",
      "readable",
      "kind",
      "gross",
      "tips",
      "contentDigest",
      "payments",
    ],
    ["refusedId"],
  );
  for await (const piece of refused) {
    count += piece.length;
    for (const row of piece) {
      const id = row.refusedId;
      const about = { refused: id };
      const attempts = await sides.attempts.takeOf(id);
      proveAttempts(proof, about, attempts);
      const states = await sides.states.takeOf(id);
      proveNumbers(
        proof,
        about,
        "state",
        states.map((own) => own.stateNo),
      );
      proveStates(proof, about, states);
      proveDecisions(proof, about, states, await sides.decisions.takeOf(id));
      proveMadeOf(proof, about, states, await sides.madeOf.takeOf(id));
      proveContent(proof, row, await sides.bills.takeOf(id));
      proveFlags(proof, about, await sides.flags.takeOf(id), null);
      await sides.bodies.takeOf(id);
      await sides.linked.takeOf(id);
    }
  }
  for (const side of Object.values(sides)) await side.end();
  return count;
}

async function openSides(proof: HotelProof) {
  const { reader } = proof;
  const strayOf =
    (what: string) =>
    ({ refusedId }: OfRefused): void =>
      proof.miss(
        "belongs-nowhere",
        { refused: refusedId },
        `the refused receipt of ${what}`,
      );
  return {
    attempts: await reader.beside<AttemptRow>(
      "refused_attempts",
      ["refusedId", "attemptNo", "httpStatus"],
      ["refusedId", "attemptNo"],
      strayOf("an attempt"),
    ),
    states: await reader.beside<StateRow>(
      "refused_states",
      ["refusedId", "stateNo", "status", "receiptId"],
      ["refusedId", "stateNo"],
      strayOf("a state"),
    ),
    decisions: await reader.beside<DecisionRow>(
      "refused_decisions",
      ["refusedId", "stateNo"],
      ["refusedId", "stateNo"],
      strayOf("a decision"),
    ),
    bills: await reader.beside<RefusedBillRow>(
      "refused_bills",
      ["refusedId", "reservationId", "total"],
      ["refusedId", "reservationId"],
      strayOf("a bill"),
    ),
    bodies: await reader.beside<OfRefused>(
      "refused_bodies",
      ["refusedId"],
      ["refusedId"],
      strayOf("a body as received"),
    ),
    madeOf: await reader.beside<MadeOfRow>(
      "receipts",
      ["fromRefusedId", "receiptId"],
      ["fromRefusedId"],
      ({ fromRefusedId, receiptId }) =>
        proof.miss(
          "belongs-nowhere",
          { receipt: receiptId },
          `refused receipt ${fromRefusedId}, which it is made of`,
        ),
      { present: "from_refused_id" },
    ),
    linked: await reader.beside<LinkRow>(
      "links",
      LINK_MEMBERS,
      ["toId"],
      ({ fromId, toId }) =>
        proof.miss(
          "receipt-link",
          { receipt: fromId },
          `refused receipt ${toId}, as linked`,
        ),
      { equal: { to_type: "refused" } },
    ),
    flags: await flagsBeside(proof, "refused"),
  };
}

type About = Record<"refused", bigint>;

/** From 1, or from 0 where it was made of a sale, which answered no till. */
function proveAttempts(
  proof: HotelProof,
  about: About,
  attempts: readonly AttemptRow[],
): void {
  const numbers = attempts.map(({ attemptNo }) => attemptNo);
  const ofTills = numbers[0] === 0n ? numbers.slice(1) : numbers;
  if (attempts.length === 0 || ofTills.length > 0)
    proveNumbers(proof, about, "attempt", ofTills);
  for (const { attemptNo, httpStatus } of attempts) {
    const isAnswered = httpStatus !== BigInt(NOT_ANSWERED);
    proof.expect(
      attemptNo > 0n === isAnswered,
      "refused-receipt",
      about,
      () => ({
        expected: isAnswered
          ? "no answer without a till"
          : `the answer to attempt ${attemptNo}`,
        found: isAnswered ? String(httpStatus) : NOTHING_THERE,
      }),
    );
  }
}

/** 1, 2, 3, …: at least one, and none is missing. */
function proveNumbers(
  proof: HotelProof,
  about: About,
  what: string,
  numbers: readonly bigint[],
): void {
  const isComplete =
    numbers.length > 0 &&
    numbers.every((number, index) => number === BigInt(index + 1));
  proof.expect(isComplete, "refused-receipt", about, () => ({
    expected: `every ${what} from 1 to ${numbers.at(-1) ?? 1}`,
    found: numbers.length === 0 ? "none" : numbers.join(", "),
  }));
}

const STATUSES = new Set(["open", "reposted", "dismissed", "superseded"]);

function proveStates(
  proof: HotelProof,
  about: About,
  states: readonly StateRow[],
): void {
  const [first] = states;
  proof.expect(
    first === undefined || first.status === "open",
    "refused-receipt",
    about,
    () => ({ expected: "open at first", found: String(first?.status) }),
  );
  for (const { stateNo, status, receiptId } of states) {
    const fits =
      STATUSES.has(status) && (status !== "reposted" || receiptId !== null);
    proof.expect(fits, "refused-receipt", about, () => ({
      expected:
        status === "reposted"
          ? `the receipt it was reposted as (state ${stateNo})`
          : `one of ${[...STATUSES].join(", ")} (state ${stateNo})`,
      found: status === "reposted" ? NOTHING_THERE : status,
    }));
  }
}

/** What a person decides is told with who it was, and nothing else is. */
function proveDecisions(
  proof: HotelProof,
  about: About,
  states: readonly StateRow[],
  decisions: readonly DecisionRow[],
): void {
  const decided = new Set(decisions.map(({ stateNo }) => stateNo));
  for (const { stateNo, status } of states) {
    const isDecision = status === "dismissed" || status === "reposted";
    const fits = decided.delete(stateNo) === isDecision;
    proof.expect(fits, "refused-receipt", about, () => ({
      expected: isDecision
        ? `who decided that it is ${status} (state ${stateNo})`
        : `no decision, as it is ${status} (state ${stateNo})`,
      found: isDecision ? NOTHING_THERE : "one",
    }));
  }
  for (const stateNo of decided)
    proof.miss("refused-receipt", about, `state ${stateNo}, which was decided`);
}

/** A receipt that was made of it is what became of it. */
function proveMadeOf(
  proof: HotelProof,
  about: About,
  states: readonly StateRow[],
  made: readonly MadeOfRow[],
): void {
  for (const { receiptId } of made) {
    const isTold = states.some((state) => state.receiptId === receiptId);
    proof.expect(isTold, "refused-receipt", about, () => ({
      expected: `a state that leads to receipt ${receiptId}, which is made of it`,
      found: "none",
    }));
  }
}

/** One that could be read has the money of its payments, and says what it would put on whom. */
function proveContent(
  proof: HotelProof,
  row: RefusedRow,
  bills: readonly RefusedBillRow[],
): void {
  const about = { refused: row.refusedId };
  proof.expectLocation(about, row.businessLocationId);
  const isRead = row.readable === 1n;
  const { kind, gross, tips, contentDigest, payments } = row;
  const content = [kind, gross, tips, contentDigest, payments];
  const fits = content.every((member) => (member === null) !== isRead);
  proof.expect(fits, "refused-receipt", about, () => ({
    expected: isRead ? "kind, amounts, content and payments" : "no content",
    found: isRead ? "some of them missing" : "content",
  }));
  if (payments === null) return;
  const read = proof.document(about, "payments", () => readPayments(payments));
  if (read === null) return;
  const paid = sum(read.map((payment) => payment.amount));
  proof.expect(gross === paid, "refused-receipt", about, () => ({
    expected: `gross ${proof.money(paid)}, the sum of its payments`,
    found: gross === null ? "none" : proof.money(gross),
  }));
  const wanted = roomTotals(read);
  const isAlike =
    bills.length === wanted.size &&
    bills.every((bill) => wanted.get(bill.reservationId) === bill.total);
  proof.expect(isAlike, "refused-receipt", about, () => ({
    expected: `what its payments would put on ${wanted.size} reservations`,
    found: `other amounts, on ${bills.length}`,
  }));
}
