import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { systemClock } from "../clock.ts";
import { businessDateOf, isCalendarDate } from "../properties/business-date.ts";
import type { Property } from "../properties/property.ts";
import type {
  ClaimedReconciliation,
  ReconciliationView,
} from "../reconciliation/run.ts";
import { datesIn } from "../reconciliation/stages.ts";
import type { DateRange } from "../reconciliation/stages.ts";
import {
  leaseOf,
  runReconciliation,
} from "../reconciling/run-reconciliation.ts";
import type { RunParts } from "../reconciling/run-reconciliation.ts";
import { asAction, CommandFailure, EXIT, newCommand } from "./command-line.ts";
import { startProgress } from "./progress.ts";
import { missingBills } from "./reconcile/missing-bills.ts";
import type { MissingBills } from "./reconcile/missing-bills.ts";
import { reconciliationLines } from "./reconcile/reconciliation-lines.ts";
import { readAccounts, withLightspeed } from "./with-lightspeed.ts";
import type { LightspeedParts } from "./with-lightspeed.ts";
import { COMMAND_LINE } from "./with-store.ts";

interface ReconcileOptions {
  property: string;
  date?: string;
  from?: string;
  to?: string;
  dryRun?: boolean;
  progress: boolean;
}

/** `reconcile`: proves against Lightspeed that nothing is missing. */
export function reconcileCommand(): Command {
  return newCommand("reconcile", [
    "reconcile --property demo",
    "reconcile --property demo --date 2026-11-20",
    "reconcile --property demo --from 2026-11-01 --to 2026-11-20",
  ])
    .summary("compare with what Lightspeed recorded")
    .description(
      "Compares every bill that Lightspeed recorded for some business dates with what the receiver has, and prints what " +
        "is missing on either side, what differs, and what the sums come to. What is missing here is recovered from its " +
        "sale, unless --dry-run says otherwise. A server may run beside it. Cut off, it goes " +
        "on where it was when it is called again, or when a server runs. Exits with 0 when nothing differs, nothing is " +
        "missing but what has been recovered, and Lightspeed has all of the dates; with 1 otherwise, also while a " +
        "recovered room charge waits for staff.",
    )
    .requiredOption("--property <id>", "the property")
    .option(
      "--date <date>",
      "one business date (default: the one before today's)",
      parseDate,
    )
    .option("--from <date>", "the first of several", parseDate)
    .option("--to <date>", "the last of them (default: the first)", parseDate)
    .option("--dry-run", "only compare: recover nothing")
    .option("--no-progress", "no progress bar")
    .action(
      asAction((options: ReconcileOptions) =>
        withLightspeed((parts) => reconcile(parts, options)),
      ),
    );
}

async function reconcile(
  parts: LightspeedParts,
  options: ReconcileOptions,
): Promise<number> {
  const { property } = await readAccounts(parts.store, options);
  const range = rangeOf(options, property);
  const bar = startProgress({
    shown: options.progress,
    label: "Comparing",
    unit: "bills",
    total: null,
  });
  try {
    const compared = await compare(
      parts,
      property.id,
      range,
      options.dryRun !== true,
      bar.update,
    );
    bar.stop();
    const missing = await missingBills(parts.store, {
      propertyId: property.id,
      ...compared,
    });
    for (const line of reconciliationLines(compared, missing, property))
      console.log(line);
    return isInOrder(compared, missing) ? EXIT.done : EXIT.failed;
  } finally {
    bar.stop();
  }
}

const LOOK_EVERY_MS = 500;

/** Goes on with what a person began of these dates and was cut off, else begins anew; where a server is faster, waits for it. */
async function compare(
  { store, lightspeed }: LightspeedParts,
  propertyId: string,
  range: DateRange,
  heals: boolean,
  progress: (bills: number) => void,
): Promise<ReconciliationView> {
  const run: RunParts = {
    store,
    financialApi: lightspeed.financialApi,
    clock: systemClock,
    holder: randomUUID(),
    signal: new AbortController().signal,
    progress,
  };
  const claim = (): Promise<ClaimedReconciliation | null> =>
    store.claimReconciliation({
      of: { propertyId, range, heals },
      lease: leaseOf(run),
    });
  let claimed = await claim();
  const id =
    claimed?.reconciliationId ?? (await start(store, propertyId, range, heals));
  for (;;) {
    claimed ??= await claim();
    if (claimed !== null) await runReconciliation(claimed, run);
    claimed = null;
    const view = await store.getReconciliation(propertyId, String(id));
    if (view === null) throw new Error("a reconciliation is gone");
    if (view.status !== "running") return view;
    progress(view.salesRead);
    await sleep(LOOK_EVERY_MS);
  }
}

async function start(
  store: LightspeedParts["store"],
  propertyId: string,
  range: DateRange,
  heals: boolean,
): Promise<bigint> {
  const started = await store.startReconciliation({
    actor: COMMAND_LINE,
    propertyId,
    range,
    unlessSince: null,
    heals,
    idempotency: null,
  });
  if (started.kind !== "started")
    throw new Error(`not started: ${started.kind}`);
  return started.reconciliationId;
}

/** What staff have still to decide is in no books yet. */
function isInOrder(
  { status, counts }: ReconciliationView,
  { recovered }: MissingBills,
): boolean {
  const open =
    counts["missing-here"] -
    recovered +
    counts["missing-at-lightspeed"] +
    counts["amount-differs"];
  return status === "complete" && open === 0;
}

function rangeOf(
  { date, from, to }: ReconcileOptions,
  property: Property,
): DateRange {
  const today = businessDateOf(Date.now(), property);
  if (date !== undefined && (from !== undefined || to !== undefined))
    throw new CommandFailure(
      "--date stands beside --from or --to.",
      "Give one of both.",
    );
  if (from === undefined && to !== undefined)
    throw new CommandFailure(
      "--to has no --from.",
      "Give the first date as well.",
    );
  const first = date ?? from ?? dayBefore(today);
  const range = { from: first, to: to ?? first };
  if (range.from > range.to)
    throw new CommandFailure(
      "--from is after --to.",
      "Give the earlier date first.",
    );
  if (range.to > today)
    throw new CommandFailure(
      `${range.to} has not begun.`,
      `Give ${today} or an earlier date.`,
    );
  if (datesIn(range).length > DATES_MAX)
    throw new CommandFailure(
      `These are more than ${DATES_MAX} days.`,
      "Compare them in parts.",
    );
  return range;
}

const DATES_MAX = 366;

function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

function parseDate(text: string): string {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError("Give a date as YYYY-MM-DD.");
}
