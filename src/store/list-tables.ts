import { API_KEY_COLUMNS } from "./access-rows.ts";
import { creditLeftOf } from "./account-rows.ts";
import { DATES_WITH_BOOKS } from "./dates-with-books.ts";
import { firstIdAt } from "./ids.ts";
import type { ListColumn, ListTable } from "./list-sql.ts";
import { POSTING_COLUMNS } from "./posting-rows.ts";
import { RECEIPT_COLUMNS } from "./receipt-rows.ts";
import {
  RECONCILED_COLUMNS,
  RECONCILIATION_COLUMNS,
} from "./reconciliation-rows.ts";
import { DISCOUNT_PERCENTAGE, REFUND_COLUMNS, REFUNDS } from "./refund-rows.ts";
import { REFUSED_COLUMNS, REFUSED_EXPRESSIONS } from "./refused-rows.ts";
import type { ListResource } from "./contract/lists.ts";

const text = (sql: string): ListColumn => ({ sql, kind: "text" });
const integer = (sql: string): ListColumn => ({ sql, kind: "integer" });
const optional = (column: ListColumn): ListColumn => ({
  ...column,
  nullable: true,
});

/** Found by the identity that claimed it. */
function claimed(column: ListColumn, kind: "uuid" | "fisc"): ListColumn {
  return {
    ...column,
    implies: (operator, value) =>
      operator === "="
        ? {
            sql: `r.receipt_id IN (SELECT i.receipt_id FROM identities i
              WHERE i.property_id = r.property_id AND i.kind = '${kind}' AND i.value = ?)`,
            values: [value],
          }
        : null,
  };
}

/**
 * Instants of rows whose ids were made at that time: an id is never behind its instant by more than the time a request
 * waits, and ahead of it by at most what the store has recorded.
 */
function timeOf(column: ListColumn, id: string): ListColumn {
  return {
    ...column,
    implies: (operator, value) => {
      const ms = Number(value);
      const from = { sql: `${id} >= ?`, values: [firstIdAt(ms - SLACK_MS)] };
      const to = {
        sql: `${id} <= ? + (SELECT n.value * 4194304 FROM installation n WHERE n.name = 'id_lead_ms')`,
        values: [firstIdAt(ms + SLACK_MS)],
      };
      if (operator === ">" || operator === ">=") return from;
      if (operator === "<" || operator === "<=") return to;
      return null;
    },
  };
}
const SLACK_MS = 60_000;

/** Of one receipt, by the ranges of ids its bills name. */
const postingsOfReceipt: ListColumn = {
  ...integer("p.receipt_id"),
  implies: (operator, value) =>
    operator === "="
      ? {
          sql: `p.posting_id IN (SELECT q.posting_id FROM bills b JOIN postings q ON q.property_id = b.property_id
              AND q.posting_id >= b.first_posting_id AND q.posting_id < b.first_posting_id + b.posting_count * 1024
            WHERE b.property_id = p.property_id AND b.receipt_id = ?)`,
          values: [value],
        }
      : null,
};

/**
 * The names of the flags that stand on a receipt or refused receipt: of each subject, folio, posting and flag the latest
 * row, if it raised it, as `StandingFlags` has it.
 */
function flagsOf(property: string, subject: string, own = ""): ListColumn {
  return {
    ...text("NULL"),
    has: (value) => ({
      sql: `EXISTS (SELECT 1 FROM flags f
        WHERE f.property_id = ${property} AND f.subject_id = ${subject} AND f.flag = ? AND f.action = 'raised' ${own}
        AND NOT EXISTS (SELECT 1 FROM flags l
          WHERE l.property_id = f.property_id AND l.subject_id = f.subject_id AND l.flag_id > f.flag_id
            AND l.flag = f.flag AND l.folio_id IS NOT DISTINCT FROM f.folio_id AND l.posting_id IS NOT DISTINCT FROM f.posting_id))`,
      values: [value],
    }),
  };
}

/** Of the posting itself, of its bill and of its receipt. */
const flagsOfPosting = flagsOf(
  "p.property_id",
  "p.receipt_id",
  `AND (f.posting_id = p.posting_id
    OR (f.posting_id IS NULL AND (f.folio_id IS NULL OR f.folio_id = p.folio_id)))`,
);

const receipts: ListTable = {
  columns: RECEIPT_COLUMNS,
  from: "receipts r",
  where: null,
  property: "r.property_id",
  id: integer("r.receipt_id"),
  fields: {
    receiptId: integer("r.receipt_id"),
    receiptNumber: optional(text("r.receipt_number")),
    uuid: optional(claimed(text("r.uuid"), "uuid")),
    fiscId: optional(claimed(text("r.fisc_id"), "fisc")),
    businessLocationId: text("r.business_location_id"),
    kind: text("r.kind"),
    gross: integer("r.gross"),
    tax: integer("r.tax"),
    tips: integer("r.tips"),
    serviceCharge: integer("r.service_charge"),
    businessDate: text("r.business_date"),
    closeDate: integer("r.closed_at"),
    closedAt: integer("r.closed_at"),
    receivedAt: integer("r.received_at"),
    flags: flagsOf("r.property_id", "r.receipt_id"),
  },
};

const refused: ListTable = {
  columns: REFUSED_COLUMNS,
  from: "refused_receipts r",
  where: null,
  property: "r.property_id",
  id: integer("r.refused_id"),
  fields: {
    id: integer("r.refused_id"),
    status: text(REFUSED_EXPRESSIONS.status),
    reason: text(REFUSED_EXPRESSIONS.reason),
    httpStatus: optional(integer(REFUSED_EXPRESSIONS.httpStatus)),
    attempts: integer(REFUSED_EXPRESSIONS.attempts),
    gross: optional(integer("r.gross")),
    receivedAt: timeOf(integer("r.received_at"), "r.refused_id"),
    businessDate: text("r.business_date"),
    fiscId: optional(text("r.fisc_id")),
    uuid: optional(text("r.uuid")),
    businessLocationId: text("r.business_location_id"),
    flags: flagsOf("r.property_id", "r.refused_id"),
  },
};

const postings: ListTable = {
  columns: POSTING_COLUMNS,
  from: "postings p",
  where: null,
  property: "p.property_id",
  id: integer("p.posting_id"),
  newestBy: "postedAt",
  fields: {
    postingId: integer("p.posting_id"),
    receiptId: postingsOfReceipt,
    folioId: text("p.folio_id"),
    kind: text("p.kind"),
    description: text("p.description"),
    net: integer("p.net"),
    tax: integer("p.tax"),
    gross: integer("p.gross"),
    transactionCode: optional(text("p.transaction_code")),
    businessDate: text("p.business_date"),
    postedAt: timeOf(integer("p.posted_at"), "p.posting_id"),
    businessLocationId: text("p.business_location_id"),
    sku: optional(text("p.sku")),
    accountingGroupId: optional(text("p.accounting_group_id")),
    revenueCenterId: optional(text("p.revenue_center_id")),
    staffId: optional(text("p.staff_id")),
    methodCode: optional(text("p.method_code")),
    flags: flagsOfPosting,
  },
};

const reservations: ListTable = {
  columns: `a.reservation_id AS "reservationId", a.room_id AS "roomId", a.room_description AS "roomDescription",
    a.client_name AS "clientName", a.status, a.blocked, a.credit_limit AS "creditLimit", ${creditLeftOf("a.reservation_id")} AS "creditLeft"`,
  from: "reservations a",
  where: null,
  property: "a.property_id",
  id: text("a.reservation_id"),
  fields: {
    reservationId: text("a.reservation_id"),
    roomId: text("a.room_id"),
    roomDescription: text("a.room_description"),
    clientName: text("a.client_name"),
    status: text("a.status"),
    blocked: integer("a.blocked"),
  },
};

const apiKeys: ListTable = {
  columns: API_KEY_COLUMNS,
  from: "api_keys",
  where: null,
  property: "property_id",
  id: text("key_id"),
  fields: {
    id: text("key_id"),
    name: text("name"),
    businessLocationId: text("business_location_id"),
    createdAt: integer("created_at"),
    revokedAt: optional(integer("revoked_at")),
  },
};

const houseAccounts: ListTable = {
  columns: `a.folio_id AS "folioId", a.name, a.searchable, a.blocked, a.credit_limit AS "creditLimit",
    coalesce(b.balance, 0) AS balance`,
  from: "house_accounts a LEFT JOIN folio_balances b ON b.property_id = a.property_id AND b.folio_id = a.folio_id",
  where: "a.retired = 0",
  property: "a.property_id",
  id: text("a.folio_id"),
  fields: {
    folioId: text("a.folio_id"),
    name: text("a.name"),
    searchable: integer("a.searchable"),
    blocked: integer("a.blocked"),
  },
};

const businessDates: ListTable = {
  columns: `b.business_date AS "businessDate", b.status, b.closed_at AS "closedAt", b.closed_by AS "closedBy",
    b.gross, b.net, b.tax, b.tips`,
  from: DATES_WITH_BOOKS,
  where: null,
  property: "b.property_id",
  id: text("b.business_date"),
  fields: {
    businessDate: text("b.business_date"),
    status: text("b.status"),
    closedAt: optional(integer("b.closed_at")),
    closedBy: optional(text("b.closed_by")),
    gross: optional(integer("b.gross")),
    net: optional(integer("b.net")),
    tax: optional(integer("b.tax")),
    tips: optional(integer("b.tips")),
  },
};

/** When it was made, or reversed: later changes are found by their own time. */
const refundModified: ListColumn = {
  ...integer("f.modified_at"),
  implies: (operator, value) =>
    operator === ">" || operator === ">="
      ? {
          sql: `(f.refund_id >= ? OR f.refund_id IN (SELECT s.refund_id FROM refund_states s
            WHERE s.property_id = f.property_id AND s.at >= ?))`,
          values: [firstIdAt(Number(value) - SLACK_MS), value],
        }
      : (timeOf(integer("f.created_at"), "f.refund_id").implies?.(
          operator,
          value,
        ) ?? null),
};

const refunds: ListTable = {
  columns: REFUND_COLUMNS,
  from: REFUNDS,
  where: null,
  property: "f.property_id",
  id: integer("f.refund_id"),
  fields: {
    id: integer("f.refund_id"),
    postedDate: text("f.business_date"),
    totalDiscount: integer("f.total_discount"),
    discountPercentage: integer(DISCOUNT_PERCENTAGE),
    subTotal: integer("f.sub_total"),
    taxAmount: integer("f.tax_amount"),
    totalAmount: integer("f.total_amount"),
    sourceModifiedDate: refundModified,
  },
};

const reconciliations: ListTable = {
  columns: RECONCILIATION_COLUMNS,
  from: "reconciliations c",
  where: null,
  property: "c.property_id",
  id: integer("c.reconciliation_id"),
  fields: {
    id: integer("c.reconciliation_id"),
    from: text("c.from_date"),
    to: text("c.to_date"),
    status: text("c.status"),
    startedAt: integer("c.started_at"),
    finishedAt: optional(integer("c.finished_at")),
  },
};

const reconciliationItems: ListTable = {
  columns: RECONCILED_COLUMNS,
  from: "reconciliation_items t",
  where: null,
  property: "t.property_id",
  id: text("t.item_key"),
  within: "t.reconciliation_id",
  fields: {
    reconciliationId: integer("t.reconciliation_id"),
    id: text("t.item_key"),
    outcome: text("t.outcome"),
    reason: optional(text("t.reason")),
    businessLocationId: text("t.business_location_id"),
    businessDate: text("t.business_date"),
    closedAt: optional(integer("t.closed_at")),
    saleType: optional(text("t.sale_type")),
    uuid: optional(text("t.uuid")),
    fiscId: optional(text("t.fisc_id")),
    receiptNumber: optional(text("t.receipt_number")),
    receiptId: optional(integer("t.receipt_id")),
    refusedId: optional(integer("t.refused_id")),
    refundId: optional(integer("t.refund_id")),
  },
};

export const LIST_TABLES: Readonly<Record<ListResource, ListTable>> = {
  receipts,
  "refused-receipts": refused,
  postings,
  refunds,
  reservations,
  "api-keys": apiKeys,
  "house-accounts": houseAccounts,
  "business-dates": businessDates,
  reconciliations,
  "reconciliation-items": reconciliationItems,
};
