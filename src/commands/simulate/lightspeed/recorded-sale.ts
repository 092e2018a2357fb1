/** A closed account as Lightspeed keeps it. Amounts are decimal text; ids are digits as text; times milliseconds UTC. */
export interface RecordedSale {
  uuid: string;
  fiscId: string;
  receiptId: string | null;
  initialAccountId: string;
  previousAccountId: string | null;
  type: string;
  cancelled: boolean;
  openedAt: number;
  closedAt: number;
  tableName: string;
  ownerId: string;
  ownerName: string;
  deviceId: string;
  covers: string;
  lines: RecordedLine[];
  payments: RecordedPayment[];
  /** When the till synchronises: not to be seen before. */
  syncedAt: number;
  /** When the back office made this correction; null for what was rung up. V1 dates it as the sale, V2 as made. */
  correctedAt: number | null;
}

export interface RecordedLine {
  name: string;
  sku: string;
  groupId: string;
  groupName: string;
  quantity: string;
  withTax: string;
  withoutTax: string;
  tax: string;
  /** Multiplier. */
  taxRate: string;
  taxIncluded: boolean;
  serviceCharge: string;
  serviceChargeType: string;
  discount: string;
}

export interface RecordedPayment {
  code: string;
  name: string;
  amount: string;
  tip: string;
}
