import { once } from "node:events";
import { spawn } from "node:child_process";
import type { Trouble } from "./fault.ts";
import { readBooks } from "./kept-books.ts";
import type { KeptBooks } from "./kept-books.ts";
import type { Stage } from "./stage/stage.ts";
import type {
  Journal,
  Recorded,
  SentAct,
  SentBill,
  Told,
} from "./till/journal.ts";

/** What may not be, by kind; each in words. */
export interface Findings {
  /** Acknowledged, and not there. */
  lost: string[];
  /** There more than once, or told under two ids. */
  doubled: string[];
  /** There in part, or not as it was sent; or `audit` says so. */
  halved: string[];
  /** Answered 503, there, and not flagged. */
  unflagged: string[];
  /** An answer that nobody may be given, or not under this fault. */
  misanswered: string[];
}

/** What is known outside held against what is kept inside. The till pauses meanwhile. */
export async function verify(
  stage: Stage,
  journal: Journal,
): Promise<Findings> {
  const books = await readBooks(stage);
  const findings: Findings = {
    lost: [],
    doubled: [],
    halved: [],
    unflagged: [],
    misanswered: [],
  };
  for (const bill of journal.bills.values()) verifyBill(bill, books, findings);
  for (const act of journal.acts.values()) verifyAct(act, books, findings);
  verifyDirectory(journal, books, findings);
  return findings;
}

function verifyBill(
  { sent, told }: Recorded<SentBill>,
  books: KeptBooks,
  { lost, doubled, halved, unflagged, misanswered }: Findings,
): void {
  const { fiscId } = sent;
  const kept = books.receipts.get(fiscId) ?? [];
  const refused = books.refused.get(fiscId) ?? 0;
  const ids = new Set(told.flatMap(({ id }) => id ?? []));
  if (ids.size > 1)
    doubled.push(`${fiscId}: acknowledged as ${[...ids].join(" and ")}`);
  if (kept.length > 1)
    doubled.push(`${fiscId}: ${kept.length} receipts of one bill`);
  if (refused > 1) doubled.push(`${fiscId}: refused ${refused} times over`);
  for (const id of ids)
    if (kept.every((receipt) => receipt.id !== id))
      lost.push(`${fiscId}: acknowledged as ${id}, which is not there`);
  const refusal = told.find(({ status }) => isRefusal(status));
  if (refusal !== undefined && refused === 0)
    lost.push(`${fiscId}: answered ${refusal.status}, and not kept`);
  for (const { gross, tips } of kept)
    if (gross !== sent.gross || tips !== sent.tips)
      halved.push(
        `${fiscId}: ${gross} and ${tips} of tips, sent were ${sent.gross} and ${sent.tips}`,
      );
  if (told.length > 0 && told.every(({ status }) => status === 503))
    for (const { id, isFlagged503 } of kept)
      if (!isFlagged503) unflagged.push(`${fiscId}: kept as ${id}`);
  for (const { status } of told) {
    if (status === 200 && sent.acceptable === "no")
      misanswered.push(`${fiscId}: taken for nobody`);
    if (isRefusal(status) && sent.acceptable === "yes")
      misanswered.push(`${fiscId}: refused with ${status}`);
  }
}

function verifyAct(
  { sent: { kind, key, about }, told }: Recorded<SentAct>,
  books: KeptBooks,
  { lost, doubled, misanswered }: Findings,
): void {
  const done = told.find(({ status }) => status === 200 || status === 201);
  const refusal = told.find(({ status }) => isRefusal(status));
  if (refusal !== undefined)
    misanswered.push(`${kind} ${key} of ${about}: ${refusal.status}`);
  if (kind === "refund") {
    const refunds = books.refunds.get(about) ?? [];
    if (refunds.length > 1)
      doubled.push(`refund ${key}: ${refunds.length} of receipt ${about}`);
    if (done !== undefined && !refunds.includes(done.id!))
      lost.push(`refund ${key} of receipt ${about}: ${done.id} is not there`);
  } else if (kind === "close-day") {
    if (done !== undefined && !books.closedDates.has(about))
      lost.push(`${about} is open after it was closed`);
  }
}

/** The desk changes one thing after the other: what stands is the last that was acknowledged, or one after it. */
function verifyDirectory(
  journal: Journal,
  { directoryChange }: KeptBooks,
  { lost, doubled }: Findings,
): void {
  const changes = [...journal.acts.values()].filter(
    ({ sent }) => sent.kind === "check-in-or-out",
  );
  const last = changes.findLast(({ told }) =>
    told.some(({ status }) => status === 200),
  );
  const acknowledged = Number(last?.sent.about ?? 0);
  if (directoryChange < acknowledged)
    lost.push(
      `change ${acknowledged} of the directory, in which ${directoryChange} stands`,
    );
  if (directoryChange > changes.length)
    doubled.push(`the directory has change ${directoryChange}, never sent`);
}

function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500;
}

/** What was answered while a fault lasted, and could not be answered so. */
export function misanswers(
  news: readonly Told[],
  maySee: readonly Trouble[],
): string[] {
  return news.flatMap(({ status, isBusy, oddity }) => {
    if (oddity !== undefined) return [`${status}: ${oddity}`];
    if (status === null)
      return maySee.includes("no-answer") ? [] : ["no answer"];
    if (status === 503)
      return isBusy === true || maySee.includes("unsure") ? [] : ["unsure"];
    return status >= 500 ? [String(status)] : [];
  });
}

/** What the command says, where it is not that all is well. */
export async function audit({
  main,
  environment,
}: Stage): Promise<string | null> {
  const child = spawn(process.execPath, [main, "audit", "--no-progress"], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? null : said;
}
