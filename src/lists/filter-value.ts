import { currencyDecimals, parseMinor } from "../money.ts";
import { readUuid } from "../receipts/uuid.ts";
import { FilterFault, quote } from "./filter-tokens.ts";
import type { DoorField } from "./list-fields.ts";
import type {
  FieldType,
  Filter,
  FilterValue,
  Operator,
} from "./list-request.ts";

export interface ClauseText {
  name: string;
  field: DoorField;
  operator: Operator;
  value: string;
  currency: string;
}

const ORDERED: ReadonlySet<FieldType> = new Set([
  "money",
  "percent",
  "integer",
  "instant",
  "date",
  "id",
]);
const INT64_MAX = 2n ** 63n - 1n;
const DAY_MS = 86_400_000;

/** A clause with its value in the form its field is kept in. An operator that does not fit the type is a fault. */
export function readClauseValue(clause: ClauseText): Filter {
  const { name, operator, field } = clause;
  const isContained = operator === "~";
  const isCompared = !isContained && operator !== "=" && operator !== "!=";
  if (isContained && (field.type !== "text" || field.form !== undefined)) {
    throw new FilterFault(`~ is for text: use = or != with ${name}`);
  }
  if (isCompared && !ORDERED.has(field.type)) {
    throw new FilterFault(
      `${operator} is for numbers and dates: use = or != with ${name}`,
    );
  }
  if (isContained && clause.value === "") {
    throw new FilterFault(`~ needs some text to look for in ${name}`);
  }
  if (field.type === "instant") return readInstantClause(clause);
  const value = readValue(clause);
  return { kind: "clause", field: name, operator, value };
}

function readValue(clause: ClauseText): FilterValue {
  const { name, value, field } = clause;
  switch (field.type) {
    case "text":
      if (clause.operator !== "~") checkKnown(clause);
      return field.form === "uuid" ? readUuid(value) : value;
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      throw new FilterFault(`${name} is compared with true or false`);
    case "money":
      return readMoney(clause);
    case "percent": {
      const hundredths = value.length <= 20 ? parseMinor(value, 2) : null;
      if (hundredths !== null) return hundredths;
      throw new FilterFault(
        `${name} is compared with a decimal number with at most 2 decimals`,
      );
    }
    case "integer":
    case "id":
      return readInteger(name, value);
    case "date":
      if (readDay(value) !== null) return value;
      throw new FilterFault(`${name} is compared with a date, YYYY-MM-DD`);
    case "instant":
      throw new Error("instants are read by readInstantClause");
  }
}

function checkKnown({ name, value, field }: ClauseText): void {
  if (field.values === undefined || field.values.includes(value)) return;
  throw new FilterFault(
    `${name} is never ${value === "" ? "empty" : quote(value)}: known are ${field.values.join(", ")}`,
  );
}

function readMoney({ name, value, currency }: ClauseText): bigint {
  const decimals = currencyDecimals(currency);
  const amount = value.length <= 40 ? parseMinor(value, decimals) : null;
  if (amount !== null && amount >= -INT64_MAX && amount <= INT64_MAX) {
    return amount;
  }
  throw new FilterFault(
    `${name} is compared with an amount in ${currency}: a decimal number with at most ${decimals} decimals`,
  );
}

function readInteger(name: string, value: string): bigint {
  const integer = /^-?\d{1,19}$/.test(value) ? BigInt(value) : null;
  if (integer !== null && integer >= -INT64_MAX && integer <= INT64_MAX) {
    return integer;
  }
  throw new FilterFault(`${name} is compared with a whole number`);
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
const LOST_PLUS = /T[\d:.]+ \d{2}:?\d{2}$/;

/** A date without time is the whole day, UTC: `<=` includes it, `>` begins after it. */
function readInstantClause(clause: ClauseText): Filter {
  const { name, operator, field } = clause;
  const compare = (sign: Operator, ms: number): Filter => {
    return { kind: "clause", field: name, operator: sign, value: BigInt(ms) };
  };
  const day = readDay(clause.value);
  if (day === null) return compare(operator, readInstant(clause));
  const last = day + DAY_MS - 1;
  switch (operator) {
    case ">=":
    case "<":
      return compare(operator, day);
    case "<=":
    case ">":
      return compare(operator, last);
    case "!=":
      if (field.nullable) {
        throw new FilterFault(
          `${name} may be absent, so != with a whole day says too little: use < or >, or a full instant`,
        );
      }
      return { kind: "or", parts: [compare("<", day), compare(">", last)] };
    default:
      return { kind: "and", parts: [compare(">=", day), compare("<=", last)] };
  }
}

function readInstant({ name, value }: ClauseText): number {
  const match = INSTANT.exec(value);
  const day = match === null ? null : readDay(match[1]!);
  if (match !== null && day !== null) {
    const [, , hours, minutes, seconds = "0", fraction = "0", zone] = match;
    const time = [Number(hours), Number(minutes), Number(seconds)] as const;
    const offset = readOffset(zone);
    if (time[0] < 24 && time[1] < 60 && time[2] < 60 && offset !== null) {
      const ms =
        ((time[0] * 60 + time[1]) * 60 + time[2]) * 1000 +
        Number(fraction.padEnd(3, "0"));
      return day + ms - offset;
    }
  }
  throw new FilterFault(
    LOST_PLUS.test(value)
      ? `${name} has a space where the + of the time zone should be: write + as %2B in an address`
      : `${name} is compared with a date (2026-11-21) or an instant (2026-11-21T18:44:13.020Z); without a zone it is UTC`,
  );
}

/** Minutes east of UTC as milliseconds; no zone is UTC. */
function readOffset(zone: string | undefined): number | null {
  if (zone === undefined || zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  const ms = (hours * 60 + minutes) * 60_000;
  return zone.startsWith("-") ? -ms : ms;
}

/** Milliseconds at which a day begins, UTC; null when there is no such day. */
function readDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  if (Number.isNaN(ms)) return null;
  return new Date(ms).toISOString().startsWith(text) ? ms : null;
}
