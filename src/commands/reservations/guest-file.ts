import type { ReservationPatch } from "../../store/contract/guests.ts";

/** One reservation of a file, with the line it stands on. */
export interface GuestRow {
  line: number;
  change: ReservationPatch;
}

/** What is wrong with one row. No value is quoted: a fault may be printed where guests are not to be named. */
export interface RowFault {
  line: number;
  /** Member or column; null: the row as a whole. */
  member: string | null;
  fault: string;
  remedy: string;
}

export type GuestFile =
  | { kind: "rows"; rows: GuestRow[] }
  | { kind: "faulty"; faults: RowFault[]; rowsRead: number };

/** A row as it was read, before it is held against its schema. */
export interface RawRow {
  line: number;
  document: unknown;
}

export interface GuestFileOptions {
  path: string;
  currency: string;
  /** `replace` needs whole reservations, `merge` only what changes. */
  mode: "replace" | "merge";
  ignoreUnknownColumns: boolean;
  onProgress: (bytes: number) => void;
}

export const MEMBERS = [
  "reservationId",
  "roomId",
  "roomDescription",
  "clientName",
  "status",
  "blocked",
  "creditLimit",
] as const;
export type Member = (typeof MEMBERS)[number];
