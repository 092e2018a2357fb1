import type {
  Filter,
  FilterValue,
  Operator,
} from "../../src/lists/list-request.ts";
import { foldText } from "../../src/reservations/fold-text.ts";

/** What a filter means, written down the plain way: the engines must agree with it. */
export function evaluateFilter(
  filter: Filter | null,
  valueOf: (field: string) => FilterValue | null,
): boolean {
  if (filter === null) return true;
  switch (filter.kind) {
    case "and":
      return filter.parts.every((part) => evaluateFilter(part, valueOf));
    case "or":
      return filter.parts.some((part) => evaluateFilter(part, valueOf));
    case "clause":
      return compare(valueOf(filter.field), filter.operator, filter.value);
  }
}

/** A value that is absent is not equal to anything, and nothing else is true of it. */
function compare(
  held: FilterValue | null,
  operator: Operator,
  given: FilterValue,
): boolean {
  if (held === null) return operator === "!=";
  switch (operator) {
    case "=":
      return held === given;
    case "!=":
      return held !== given;
    case ">":
      return held > given;
    case "<":
      return held < given;
    case ">=":
      return held >= given;
    case "<=":
      return held <= given;
    case "~":
      return foldText(String(held)).includes(foldText(String(given)));
  }
}
