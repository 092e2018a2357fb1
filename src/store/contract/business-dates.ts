import type { Minor } from "../../money.ts";
import type { NightAudit } from "../../schemas/generated.ts";
import type { Actor, Idempotency } from "./acts.ts";

export interface CloseBusinessDate {
  actor: Actor;
  propertyId: string;
  /** `YYYY-MM-DD`. */
  businessDate: string;
  idempotency: Idempotency | null;
}

export interface DateClosed {
  kind: "closed";
  report: NightAudit;
}

export interface EarlierDateClosed {
  kind: "earlier-closed";
  businessDate: string;
}

export interface DateBeyondToday {
  kind: "beyond-today";
  /** The hotel's business date now. */
  today: string;
}

export interface BusinessDateSummary {
  businessDate: string;
  status: "open" | "closed";
  closedAt: number | null;
  closedBy: string | null;
  /** Of the report; null while the date is open. */
  gross: Minor | null;
  net: Minor | null;
  tax: Minor | null;
  tips: Minor | null;
}
