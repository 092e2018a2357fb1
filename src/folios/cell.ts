import type { Decimal, Minor } from "../money.ts";
import type { LinkedPosting } from "./posting.ts";

/** What of one posting one sold line answers for: its own, a share of what is shared, a cent that another handed over. */
export interface Cell {
  lineNo: number;
  posting: LinkedPosting;
  gross: Minor;
  /** In the order of the posting's taxes. */
  taxes: Minor[];
  /** Of what was sold, or taken off the bill again; null of all else. */
  quantity: Decimal | null;
}

export function grossesOf(cells: readonly { gross: Minor }[]): Minor[] {
  return cells.map(({ gross }) => gross);
}
