import { nearestName } from "../schemas/nearest-name.ts";
import { readClauseValue } from "./filter-value.ts";
import {
  FilterFault,
  quote,
  QUOTE_SIGNS,
  tokenizeFilter,
} from "./filter-tokens.ts";
import type { Token } from "./filter-tokens.ts";
import type { DoorField } from "./list-fields.ts";
import type { Filter } from "./list-request.ts";

const FILTER_LENGTH_MAX = 2048;
const FILTER_DEPTH_MAX = 8;
const FILTER_CLAUSES_MAX = 32;

export interface FilterRules {
  /** What the list is called, for messages. */
  resource: string;
  fields: Readonly<Record<string, DoorField>>;
  /** Of the property's currency. */
  currency: string;
}

/**
 * Reads a filter: clauses joined by `&&` (binds tighter) and `||`, grouped with braces. Names come from the list's fields only and
 * values have the type of their field, so nothing of the text reaches the data store. Throws `FilterFault`.
 */
export function parseFilter(text: string, rules: FilterRules): Filter {
  if (text.length > FILTER_LENGTH_MAX) {
    throw new FilterFault(
      `is longer than ${FILTER_LENGTH_MAX} characters: ask for less at once`,
    );
  }
  const tokens = tokenizeFilter(text);
  const clauses = tokens.filter((token) => token.kind === "clause").length;
  if (clauses > FILTER_CLAUSES_MAX) {
    throw new FilterFault(
      `has ${clauses} clauses: at most ${FILTER_CLAUSES_MAX} are allowed`,
    );
  }
  return new FilterParser(tokens, rules).parse();
}

class FilterParser {
  readonly #tokens: readonly Token[];
  readonly #rules: FilterRules;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], rules: FilterRules) {
    this.#tokens = tokens;
    this.#rules = rules;
  }

  parse(): Filter {
    const filter = this.#parseJoined("or");
    const token = this.#peek();
    if (token.kind !== "end") {
      throw new FilterFault(
        token.kind === "close"
          ? `the } at character ${token.at} closes nothing: ${QUOTE_SIGNS}`
          : `&& or || is expected at character ${token.at}`,
      );
    }
    return filter;
  }

  #parseJoined(kind: "and" | "or"): Filter {
    const parts: Filter[] = [];
    do {
      parts.push(kind === "or" ? this.#parseJoined("and") : this.#parseOne());
    } while (this.#takeIf(kind));
    return parts.length === 1 ? parts[0]! : { kind, parts };
  }

  #parseOne(): Filter {
    const token = this.#peek();
    if (token.kind === "clause") {
      this.#next += 1;
      return this.#readClause(token);
    }
    if (token.kind !== "open") {
      throw new FilterFault(
        `a clause such as ${Object.keys(this.#rules.fields)[0]!} = … is expected at character ${token.at}`,
      );
    }
    this.#next += 1;
    this.#depth += 1;
    if (this.#depth > FILTER_DEPTH_MAX) {
      throw new FilterFault(
        `is nested deeper than ${FILTER_DEPTH_MAX} braces at character ${token.at}`,
      );
    }
    const inner = this.#parseJoined("or");
    if (!this.#takeIf("close")) {
      throw new FilterFault(`the { at character ${token.at} is not closed`);
    }
    this.#depth -= 1;
    return inner;
  }

  #readClause(clause: Token & { kind: "clause" }): Filter {
    const { fields, resource, currency } = this.#rules;
    const name = clause.field;
    const field = Object.hasOwn(fields, name) ? fields[name]! : null;
    if (!field?.filterable) {
      const meant = nearestName(name, filterable(fields));
      throw new FilterFault(
        `${quote(name)} is no field of ${resource} to filter by${meant === null ? `: known are ${filterable(fields).join(", ")}` : `; did you mean ${meant}?`}`,
      );
    }
    return readClauseValue({ ...clause, name, field, currency });
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #takeIf(kind: Token["kind"]): boolean {
    if (this.#peek().kind !== kind) return false;
    this.#next += 1;
    return true;
  }
}

function filterable(fields: FilterRules["fields"]): string[] {
  return Object.keys(fields).filter((name) => fields[name]!.filterable);
}
