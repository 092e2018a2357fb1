import type { PostingKind } from "../folios/posting.ts";
import type { ReceiptKind } from "../receipts/receipt.ts";
import { OUTCOMES, REASONS } from "../reconciliation/comparison.ts";
import type { ReconciliationStatus } from "../reconciliation/run.ts";
import type { ReservationStatus } from "../reservations/reservation.ts";
import type { FieldType, ListField } from "./list-request.ts";

/** A field as the doors know it: what an engine is told, and how its values are written. */
export interface DoorField extends ListField {
  /** A uuid is kept in one spelling, so it is compared whole. Of names a row has any number: `=` asks for one of them. */
  form?: "uuid" | "names";
  /** Some rows have none: a comparison with a whole day cannot be turned around for them. */
  nullable?: true;
}

export interface ListDefinition {
  fields: Readonly<Record<string, DoorField>>;
  orderBy: { field: string; descending: boolean };
  /** Large lists show the last 31 days by this field where the filter bounds them by nothing else. */
  boundedBy: string | null;
}

const field = (type: FieldType, more: Partial<DoorField> = {}): DoorField => ({
  type,
  sortable: true,
  filterable: true,
  selective: false,
  ...more,
});
const text = field("text");
const money = field("money");
const instant = field("instant");
const date = field("date");
const flag = field("boolean");
const id = field("id", { selective: true });
const selective = field("text", { selective: true });
const uuid = field("text", { selective: true, form: "uuid", nullable: true });
const flags = field("text", { form: "names", sortable: false });
const oneOf = (values: readonly string[]): DoorField =>
  field("text", { values });

/** Every list, its fields by their public name, and its order where none is asked for. */
export const LISTS = {
  receipts: {
    fields: {
      receiptId: id,
      receiptNumber: selective,
      uuid,
      fiscId: selective,
      businessLocationId: text,
      kind: oneOf(["sale", "reversal", "zero"] satisfies ReceiptKind[]),
      gross: money,
      tax: money,
      tips: money,
      serviceCharge: money,
      businessDate: date,
      closeDate: instant,
      closedAt: instant,
      receivedAt: instant,
      flags,
    },
    orderBy: { field: "receivedAt", descending: true },
    boundedBy: "receivedAt",
  },
  "refused-receipts": {
    fields: {
      id,
      status: oneOf(["open", "reposted", "dismissed", "superseded"]),
      reason: text,
      httpStatus: field("integer"),
      attempts: field("integer"),
      gross: money,
      receivedAt: instant,
      businessDate: date,
      fiscId: selective,
      uuid,
      businessLocationId: text,
      flags,
    },
    orderBy: { field: "receivedAt", descending: true },
    boundedBy: "receivedAt",
  },
  postings: {
    fields: {
      postingId: id,
      receiptId: id,
      folioId: selective,
      kind: oneOf([
        "item",
        "discount",
        "surcharge",
        "service-charge",
        "rounding",
        "difference",
        "transfer",
        "gratuity",
        "payment",
      ] satisfies PostingKind[]),
      description: text,
      net: money,
      tax: money,
      gross: money,
      transactionCode: text,
      businessDate: date,
      postedAt: instant,
      businessLocationId: text,
      sku: text,
      accountingGroupId: text,
      revenueCenterId: text,
      staffId: text,
      methodCode: text,
      flags,
    },
    orderBy: { field: "postedAt", descending: true },
    boundedBy: "postedAt",
  },
  refunds: {
    fields: {
      id,
      postedDate: date,
      totalDiscount: money,
      discountPercentage: field("percent"),
      subTotal: money,
      taxAmount: money,
      totalAmount: money,
      sourceModifiedDate: instant,
    },
    orderBy: { field: "postedDate", descending: true },
    boundedBy: "postedDate",
  },
  reservations: {
    fields: {
      reservationId: selective,
      roomId: text,
      roomDescription: text,
      clientName: text,
      status: oneOf([
        "in-house",
        "due-in",
        "checked-out",
      ] satisfies ReservationStatus[]),
      blocked: flag,
    },
    orderBy: { field: "reservationId", descending: false },
    boundedBy: null,
  },
  "api-keys": {
    fields: {
      id: selective,
      name: text,
      businessLocationId: text,
      createdAt: instant,
      revokedAt: field("instant", { nullable: true }),
    },
    orderBy: { field: "createdAt", descending: false },
    boundedBy: null,
  },
  "house-accounts": {
    fields: {
      folioId: selective,
      name: text,
      searchable: flag,
      blocked: flag,
    },
    orderBy: { field: "folioId", descending: false },
    boundedBy: null,
  },
  "business-dates": {
    fields: {
      businessDate: date,
      status: oneOf(["open", "closed"]),
      closedAt: field("instant", { nullable: true }),
      closedBy: text,
      gross: money,
      net: money,
      tax: money,
      tips: money,
    },
    orderBy: { field: "businessDate", descending: true },
    boundedBy: null,
  },
  reconciliations: {
    fields: {
      id,
      from: date,
      to: date,
      status: oneOf([
        "running",
        "complete",
        "incomplete",
        "failed",
      ] satisfies ReconciliationStatus[]),
      startedAt: instant,
      finishedAt: field("instant", { nullable: true }),
    },
    orderBy: { field: "startedAt", descending: true },
    boundedBy: null,
  },
  "reconciliation-items": {
    fields: {
      id: text,
      outcome: oneOf(OUTCOMES.filter((outcome) => outcome !== "matched")),
      reason: oneOf(REASONS),
      businessLocationId: text,
      businessDate: date,
      closedAt: field("instant", { nullable: true }),
      saleType: text,
      uuid,
      fiscId: text,
      receiptNumber: text,
      receiptId: id,
      refusedId: id,
      refundId: id,
    },
    orderBy: { field: "closedAt", descending: false },
    boundedBy: null,
  },
} satisfies Record<string, ListDefinition>;
