import type { Posting, Receipt } from "../../schemas/generated.ts";
import { addTo, sumOf } from "./basket.ts";
import { type ManagementClient, ReadBackError } from "./management-client.ts";
import type { SentBill } from "./play.ts";
import type { Tally } from "./tally.ts";
import {
  readTillNumber,
  writeTillNumber,
  type TillNumber,
} from "./till-number.ts";

/** A bill that was acknowledged, by the id it was given. */
interface AcknowledgedBill extends SentBill {
  acknowledgement: NonNullable<SentBill["acknowledgement"]>;
}

const CLEARING = "house:";
// Every simulated bill adds up, so none of these may be raised.
const ALARMS = ["out-of-balance", "unsplittable", "tax-rate-implausible"];

/**
 * Reads every acknowledged bill back and holds it against what was sent: it is there once, and receipt, bills and
 * postings say the same money as its payments. Faults go to the tally; answers how many bills were read.
 */
export async function readBack(options: {
  management: ManagementClient;
  sent: readonly SentBill[];
  tally: Tally;
  concurrency: number;
  onProgress: (bills: number) => void;
}): Promise<number> {
  const { management, sent, tally } = options;
  const acknowledged = sent.filter(
    (each): each is AcknowledgedBill => each.acknowledgement !== null,
  );
  checkIdsApart(acknowledged, tally);

  const receipts = new Map<string, Receipt>();
  const queue = acknowledged.values();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (const each of queue) {
      const { receiptId } = each.acknowledgement;
      const { fiscId } = each.bill.receipt;
      const say = (fault: string) =>
        tally.fault(
          `receipt ${receiptId} (${each.bill.kind}, ${fiscId}): ${fault}`,
        );
      try {
        const receipt = await management.receipt(receiptId);
        receipts.set(receiptId, receipt);
        for (const fault of receiptFaults(each, receipt)) say(fault);
        for (const fault of postingFaults(
          receipt,
          await management.postingsOf(receiptId),
        ))
          say(fault);
        const newest = await management.receipt(fiscId);
        if (newest.receiptId !== receiptId)
          say(`is there twice: ${newest.receiptId} has its fiscal id too`);
      } catch (error) {
        if (!(error instanceof ReadBackError)) throw error;
        say(`cannot be read back: ${error.message}`);
      }
      done += 1;
      options.onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
  checkChains(acknowledged, receipts, tally);
  return receipts.size;
}

/** Different bills under one id: one of them is lost. */
function checkIdsApart(
  acknowledged: readonly AcknowledgedBill[],
  tally: Tally,
): void {
  const byId = Map.groupBy(
    acknowledged,
    (each) => each.acknowledgement.receiptId,
  );
  for (const [receiptId, group] of byId) {
    const uuids = new Set(
      group.map((each) => each.bill.receipt.uuid.toString("hex")),
    );
    if (uuids.size > 1)
      tally.fault(
        `receipt ${receiptId}: ${uuids.size} different bills were acknowledged under this id`,
      );
  }
}

function receiptFaults(
  { bill, acknowledgement }: AcknowledgedBill,
  receipt: Receipt,
): string[] {
  const { expected } = bill;
  const faults: string[] = [];
  const same = (what: string, found: TillNumber, wanted: TillNumber) => {
    if (found !== wanted) {
      faults.push(
        `${what} is ${writeTillNumber(found)}, should be ${writeTillNumber(wanted)}`,
      );
    }
  };
  if (receipt.fiscId !== bill.receipt.fiscId)
    faults.push("has another fiscal id");
  const kind = kindOf(expected.gross, expected.tips);
  if (receipt.kind !== kind)
    faults.push(`is a ${receipt.kind}, should be a ${kind}`);
  same("gross", money(receipt.gross), expected.gross);
  same("tips", money(receipt.tips), expected.tips);
  same("tax", money(receipt.tax), expected.tax);
  same(
    "sum of bills",
    sumOf(receipt.bills.map((each) => money(each.amount))),
    expected.gross,
  );
  same(
    "sum of tips of bills",
    sumOf(receipt.bills.map((each) => money(each.gratuity))),
    expected.tips,
  );
  same(
    "sum of lines",
    sumOf(receipt.lines.map((line) => money(line.gross))),
    expected.gross,
  );

  const kept = totalsByFolio(receipt.bills);
  const told = totalsByFolio(acknowledgement.bills);
  for (const [payer, total] of expected.byPayer) {
    const folio = payer ?? CLEARING;
    same(
      `bill of ${payer ?? "the clearing account"}`,
      kept.get(folio) ?? 0n,
      total,
    );
    if (payer !== null)
      same(`acknowledged bill of ${payer}`, told.get(payer) ?? 0n, total);
  }
  for (const folio of new Set([...kept.keys(), ...told.keys()])) {
    if (folio !== CLEARING && !expected.byPayer.has(folio))
      faults.push(`charges ${folio}, whom the bill does not name`);
  }
  const alarms = receipt.flags.filter((flag) => ALARMS.includes(flag));
  if (alarms.length > 0)
    faults.push(`is flagged ${alarms.join(", ")} although it adds up`);
  return faults;
}

/** Per folio the postings but payments equal the bill; clearing accounts are zero; taxes add up. */
function postingFaults(
  receipt: Receipt,
  postings: readonly Posting[],
): string[] {
  const faults: string[] = [];
  const owed = new Map<string, TillNumber>();
  const balance = new Map<string, TillNumber>();
  for (const posting of postings) {
    const gross = money(posting.gross);
    if (gross !== money(posting.net) + money(posting.tax)) {
      faults.push(
        `posting ${posting.postingId}: net and tax are not its gross`,
      );
    }
    addTo(balance, posting.folioId, gross);
    if (posting.kind !== "payment") addTo(owed, posting.folioId, gross);
  }
  const bills = new Map<string, TillNumber>();
  for (const { folioId, total } of receipt.bills)
    addTo(bills, folioId, money(total));
  for (const folioId of new Set([...bills.keys(), ...owed.keys()])) {
    const [posted, billed] = [
      owed.get(folioId) ?? 0n,
      bills.get(folioId) ?? 0n,
    ];
    if (posted !== billed) {
      faults.push(
        `postings on ${folioId} are ${writeTillNumber(posted)}, its bill ${writeTillNumber(billed)}`,
      );
    }
    if (folioId.startsWith(CLEARING) && (balance.get(folioId) ?? 0n) !== 0n) {
      faults.push(
        `leaves ${writeTillNumber(balance.get(folioId)!)} on the clearing account`,
      );
    }
  }
  const tax = sumOf(postings.map((posting) => money(posting.tax)));
  if (tax !== money(receipt.tax)) {
    faults.push(
      `taxes of its postings are ${writeTillNumber(tax)}, its own ${receipt.tax}`,
    );
  }
  return faults;
}

/** Every receipt of a chain names all the others, and together they come to what the bills come to. */
function checkChains(
  acknowledged: readonly AcknowledgedBill[],
  receipts: ReadonlyMap<string, Receipt>,
  tally: Tally,
): void {
  const chains = Map.groupBy(
    acknowledged,
    (each) => each.bill.receipt.initialAccountId,
  );
  for (const [root, members] of chains) {
    if (members.length < 2) continue;
    const found = members.flatMap(
      (each) => receipts.get(each.acknowledgement.receiptId) ?? [],
    );
    if (found.length < members.length) continue;
    const total = sumOf(
      found.map((receipt) => money(receipt.gross) + money(receipt.tips)),
    );
    const wanted = sumOf(
      members.map(({ bill }) => bill.expected.gross + bill.expected.tips),
    );
    if (total !== wanted) {
      tally.fault(
        `chain ${root}: comes to ${writeTillNumber(total)}, should be ${writeTillNumber(wanted)}`,
      );
    }
    for (const receipt of found) {
      const named = new Set([
        receipt.receiptId,
        ...receipt.chain.map((member) => member.receiptId),
      ]);
      if (found.some((other) => !named.has(other.receiptId))) {
        tally.fault(
          `chain ${root}: receipt ${receipt.receiptId} does not name all the others`,
        );
      }
    }
  }
}

/** Guests' folios by id, all clearing accounts together. */
function totalsByFolio(
  bills: readonly { folioId: string; total: string }[],
): Map<string, TillNumber> {
  const totals = new Map<string, TillNumber>();
  for (const { folioId, total } of bills) {
    addTo(
      totals,
      folioId.startsWith(CLEARING) ? CLEARING : folioId,
      money(total),
    );
  }
  return totals;
}

/** Comped bills come to nothing at every tax rate, so they are zero like empty ones. */
function kindOf(gross: TillNumber, tips: TillNumber): Receipt["kind"] {
  const decisive = gross === 0n ? tips : gross;
  if (decisive === 0n) return "zero";
  return decisive < 0n ? "reversal" : "sale";
}

// The schema has seen it: decimal text with the decimals of a currency, of which none has more than three.
const money = (text: string): TillNumber => readTillNumber(text)!;
