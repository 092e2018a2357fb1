import { hash } from "node:crypto";
import { businessDateOf } from "../../properties/business-date.ts";
import { currencyDecimals, parseMinor } from "../../money.ts";
import { DayTotals } from "../../night-audit/day-totals.ts";
import { nightAuditOf } from "../../night-audit/night-audit.ts";
import type { DayFacts } from "../../night-audit/night-audit.ts";
import type { NightAudit } from "../../schemas/generated.ts";
import { nextDateAfter } from "../dates-with-books.ts";
import { NotInStore } from "../contract/errors.ts";
import type { IdempotencyConflict } from "../contract/acts.ts";
import type {
  CloseBusinessDate,
  DateBeyondToday,
  DateClosed,
  EarlierDateClosed,
} from "../contract/business-dates.ts";
import { row, rows, run } from "../steps.ts";
import type { Steps } from "../steps.ts";
import { dayTotals } from "./day-totals.ts";
import { once } from "./idempotency.ts";
import { lockSettings, raiseSettingsRevision } from "./locks.ts";
import { readProperty } from "./properties.ts";
import type { StoredProperty } from "./properties.ts";
import { headText } from "../trail-row.ts";
import { takenBackPostings } from "./standing-links.ts";
import { recordAct, trailHead } from "./trail.ts";
import type { VerbContext } from "./verb-context.ts";

const ACT = "close-business-date";

/** The report of a date: the one it was closed with, else what stands at this moment. Null: no such property. */
export function* getBusinessDate(
  propertyId: string,
  businessDate: string,
): Steps<NightAudit | null> {
  const stored = yield* readProperty(propertyId);
  if (stored === null) return null;
  if (isClosed(businessDate, stored))
    return yield* closedReport(stored, businessDate);
  const totals = yield* dayTotals(propertyId, businessDate);
  return nightAuditOf(yield* dayFacts(stored, businessDate, totals, null));
}

/**
 * Closes the earliest open date up to the one asked for: where that is an earlier one, it is asked again. So no
 * transaction is longer than a date takes, and bills wait no longer. Closed twice is closed once.
 */
export function* closeBusinessDate(
  request: CloseBusinessDate,
  context: VerbContext,
): Steps<
  DateClosed | EarlierDateClosed | DateBeyondToday | IdempotencyConflict
> {
  const { propertyId, businessDate, idempotency } = request;
  yield* lockSettings([propertyId]);
  const stored = yield* readProperty(propertyId);
  if (stored === null) throw new NotInStore("property");
  const closed = yield* once(
    { propertyId, act: ACT, idempotency },
    closeNext(request, stored, context),
    context,
  );
  if (closed.kind !== "done") return closed;
  return {
    kind: "closed",
    report: yield* closedReport(
      (yield* readProperty(propertyId))!,
      businessDate,
    ),
  };
}

function* closeNext(
  { propertyId, businessDate, actor }: CloseBusinessDate,
  stored: StoredProperty,
  context: VerbContext,
): Steps<{ kind: "done" } | EarlierDateClosed | DateBeyondToday> {
  if (isClosed(businessDate, stored)) return { kind: "done" };
  const today = businessDateOf(context.now, stored.property);
  if (businessDate > today) return { kind: "beyond-today", today };
  const next = yield* nextDateWithBooks(propertyId, stored.lastClosedDate);
  const closing = next !== null && next < businessDate ? next : businessDate;
  const by = `${actor.type}:${actor.name}`;
  const totals = yield* dayTotals(propertyId, closing);
  const at = yield* instantOfClosing(propertyId, closing, context);
  const closed = { at, by };
  const report = nightAuditOf(yield* dayFacts(stored, closing, totals, closed));
  yield* keep(propertyId, report, at);
  yield* raiseSettingsRevision();
  const details = {
    businessDate: closing,
    reportDigest: hash("sha256", JSON.stringify(report), "hex"),
  };
  const act = { propertyId, actor, act: "business-date.closed", details };
  yield* recordAct(act, context);
  return closing === businessDate
    ? { kind: "done" }
    : { kind: "earlier-closed", businessDate: closing };
}

/** Not before what was posted in the date: a clock may have been set back since, or another instance's may be ahead. */
function* instantOfClosing(
  propertyId: string,
  businessDate: string,
  { now }: VerbContext,
): Steps<number> {
  const last = yield* row<{ at: bigint | null }>(
    `SELECT max(posted_at) AS at FROM postings WHERE property_id = $1 AND business_date = $2`,
    propertyId,
    businessDate,
  );
  return Math.max(now, Number(last?.at ?? 0));
}

function isClosed(
  businessDate: string,
  { lastClosedDate }: StoredProperty,
): boolean {
  return lastClosedDate !== null && businessDate <= lastClosedDate;
}

function* keep(
  propertyId: string,
  report: NightAudit,
  closedAt: number,
): Steps<void> {
  const { businessDate, currency, totals } = report;
  const minor = (text: string): bigint =>
    parseMinor(text, currencyDecimals(currency))!;
  yield* run(
    `INSERT INTO business_dates (property_id, business_date, status, closed_at) VALUES ($1, $2, 'closed', $3)`,
    propertyId,
    businessDate,
    closedAt,
  );
  yield* run(
    `INSERT INTO night_audits (property_id, business_date, closed_by, gross, net, tax, tips, report)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    propertyId,
    businessDate,
    report.closedBy,
    minor(totals.gross),
    minor(totals.net),
    minor(totals.tax),
    minor(totals.tips),
    JSON.stringify(report),
  );
}

/** As it was closed. A date on which nothing happened was closed with the next one that was. */
function* closedReport(
  stored: StoredProperty,
  businessDate: string,
): Steps<NightAudit> {
  const { property } = stored;
  const kept = yield* row<{ report: string }>(
    `SELECT report FROM night_audits WHERE property_id = $1 AND business_date >= $2 ORDER BY business_date LIMIT 1`,
    property.id,
    businessDate,
  );
  if (kept === undefined) throw new Error("a closed date without its report");
  const report = JSON.parse(kept.report) as NightAudit;
  if (report.businessDate === businessDate) return report;
  const facts = yield* dayFacts(stored, businessDate, new DayTotals(), null);
  const { status, closedAt, closedBy, trailHead: closedHead } = report;
  return {
    ...nightAuditOf(facts),
    status,
    closedAt,
    closedBy,
    trailHead: closedHead,
  };
}

function* dayFacts(
  { property, retiredLocations }: StoredProperty,
  businessDate: string,
  totals: DayTotals,
  closed: DayFacts["closed"],
): Steps<DayFacts> {
  const head = yield* trailHead(property.id);
  const locations = [...retiredLocations, ...property.businessLocations];
  return {
    propertyId: property.id,
    propertyName: property.name,
    currency: property.currency,
    businessDate,
    closed,
    totals,
    outlets: new Map(locations.map(({ id, name }) => [id, name])),
    refused: yield* refusedSums(property.id, businessDate),
    takenBack: yield* takenBackPostings(
      property.id,
      totals.of("unsettled").map(({ name }) => BigInt(name)),
    ),
    flags: yield* standingFlagCounts(property.id, businessDate),
    trailHead: head === undefined ? null : headText(property.id, head),
  };
}

function* refusedSums(
  propertyId: string,
  businessDate: string,
): Steps<DayFacts["refused"]> {
  const sums = yield* rows<{
    status: DayFacts["refused"][number]["status"];
    count: bigint;
    amount: bigint;
  }>(
    `SELECT status, count(*) AS count, CAST(sum(amount) AS bigint) AS amount FROM (
       SELECT coalesce(r.gross, 0) + coalesce(r.tips, 0) AS amount,
         (SELECT s.status FROM refused_states s WHERE s.property_id = r.property_id AND s.refused_id = r.refused_id
          ORDER BY s.state_no DESC LIMIT 1) AS status
       FROM refused_receipts r WHERE r.property_id = $1 AND r.business_date = $2) AS refused
     GROUP BY status`,
    propertyId,
    businessDate,
  );
  return sums.map((own) => ({ ...own, count: Number(own.count) }));
}

/** Of each receipt, folio, posting and flag the latest row, if it raised it. */
function* standingFlagCounts(
  propertyId: string,
  businessDate: string,
): Steps<DayFacts["flags"]> {
  const counts = yield* rows<{ flag: string; count: bigint }>(
    `SELECT f.flag, count(DISTINCT f.subject_id) AS count FROM receipts r
     JOIN flags f ON f.property_id = r.property_id AND f.subject_id = r.receipt_id
     WHERE r.property_id = $1 AND r.business_date = $2 AND f.action = 'raised' AND NOT EXISTS (
       SELECT 1 FROM flags l WHERE l.property_id = f.property_id AND l.subject_id = f.subject_id
         AND l.flag_id > f.flag_id AND l.flag = f.flag AND l.folio_id IS NOT DISTINCT FROM f.folio_id
         AND l.posting_id IS NOT DISTINCT FROM f.posting_id)
     GROUP BY f.flag`,
    propertyId,
    businessDate,
  );
  return counts.map(({ flag, count }) => ({ flag, count: Number(count) }));
}

/** The first date after a closed one on which there is anything: postings, receipts or refused receipts. */
function* nextDateWithBooks(
  propertyId: string,
  after: string | null,
): Steps<string | null> {
  const found = yield* row<{ next: string | null }>(
    `SELECT ${nextDateAfter("$1", "$2")} AS next`,
    propertyId,
    after ?? "",
  );
  return found?.next ?? null;
}
