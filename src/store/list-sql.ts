import type {
  Filter,
  FilterValue,
  ListRequest,
  Operator,
} from "../lists/list-request.ts";
import { foldText } from "../reservations/fold-text.ts";
import type { SqlValue } from "./sql-value.ts";

export interface ListColumn {
  sql: string;
  /** Some rows have none. */
  nullable?: true;
  kind: "text" | "integer";
  /** What follows from a clause and has an index: added to it, because the planner cannot know. */
  implies?: (operator: Operator, value: SqlValue) => SqlPart | null;
  /** Of names a row has any number: true where it has this one. Nothing is sorted by them. */
  has?: (value: SqlValue) => SqlPart;
}

/** What a list is made of; fields by their public names. */
export interface ListTable {
  columns: string;
  /** Each `?` in it is the property. */
  from: string;
  /** Always true of the rows; beside the property. */
  where: string | null;
  /** The column that holds the property. */
  property: string;
  id: ListColumn;
  /** A column without which the id does not tell a row of a property from all others; absent: the id alone does. */
  within?: string;
  /** A field of instants that sorts many rows without an index: the newest are looked for among the last minutes and hours before they are among all. */
  newestBy?: string;
  fields: Readonly<Record<string, ListColumn>>;
}

export interface SqlPart {
  sql: string;
  values: SqlValue[];
}

export interface CompiledList {
  /** `PageRow` after `PageRow`, in the order asked for, and one more where there are more. */
  page: SqlPart;
  /** Counts no further than `TOTAL_MAX` + 1. */
  count: SqlPart;
  /** `FROM … WHERE …`: all rows the filter leaves. */
  matching: SqlPart;
}

/** Rows whose column, folded, contains the folded text: how, is the engine's affair. */
export type Contains = (column: ListColumn, folded: string) => SqlPart;

export const TOTAL_MAX = 10_000;

/** Which row is on a page, and its value of the sort field. */
export interface PageRow {
  id: SqlValue;
  within: SqlValue;
  sortValue: SqlValue;
}

/**
 * A list as parameterised statements: which rows are on a page is found before any of them is read whole, by its id
 * (`compileRows`), because some columns are looked up elsewhere. Field names are looked up, never passed on. The rules both engines keep:
 * - `!=` holds for rows without a value; every other comparison does not.
 * - Rows without a value come after all others, and first when descending.
 * - Text is compared by its bytes; `~` by its folded text (`foldText`, in either engine).
 * - The id is the last sort key, in the direction of the sort, so that no row is met twice or missed.
 */
export function compileList(
  table: ListTable,
  propertyId: string,
  request: ListRequest,
  contains: Contains,
): CompiledList {
  const conditions: SqlPart[] = [
    { sql: `${table.property} = ?`, values: [propertyId] },
  ];
  if (table.where !== null) conditions.push({ sql: table.where, values: [] });
  if (request.filter !== null)
    conditions.push(compileFilter(table, request.filter, contains));
  const counted = and(conditions);
  const column = sortColumn(table, request);
  const { descending } = request.orderBy;
  if (request.cursor !== null)
    conditions.push(after(column, table.id, request));
  const rows = and(conditions);
  const skipped =
    request.cursor === null ? (request.page - 1) * request.pageSize : 0;
  const inFrom = valuesOf(table, propertyId);
  const matching = {
    sql: `FROM ${table.from} WHERE ${counted.sql}`,
    values: [...inFrom, ...counted.values],
  };
  return {
    matching,
    page: {
      sql:
        `SELECT ${table.id.sql} AS id, ${table.within ?? "NULL"} AS within, ${column.sql} AS "sortValue" ` +
        `FROM ${table.from} WHERE ${rows.sql} ${order(column, table.id, descending)} LIMIT ? OFFSET ?`,
      values: [...inFrom, ...rows.values, request.pageSize + 1, skipped],
    },
    count: {
      sql: `SELECT count(*) AS count FROM (SELECT 1 ${matching.sql} LIMIT ${TOTAL_MAX + 1}) AS counted`,
      values: matching.values,
    },
  };
}

/** Rows by their ids, in no order; `id` is added to the columns. */
export function compileRows(
  table: ListTable,
  propertyId: string,
  { within, ids }: { within: SqlValue; ids: readonly SqlValue[] },
): SqlPart {
  const inFrom = valuesOf(table, propertyId);
  const [narrowed, outer] =
    table.within === undefined
      ? ["", []]
      : [`AND ${table.within} = ? `, [within]];
  return {
    sql:
      `SELECT ${table.columns}, ${table.id.sql} AS id FROM ${table.from} ` +
      `WHERE ${table.property} = ? ${narrowed}AND ${table.id.sql} IN (${ids.map(() => "?").join(", ")})`,
    values: [...inFrom, propertyId, ...outer, ...ids],
  };
}

/** Of the places in `from`. */
function valuesOf(table: ListTable, propertyId: string): SqlValue[] {
  return Array<SqlValue>(table.from.split("?").length - 1).fill(propertyId);
}

/**
 * What is sorted by. Unless the filter bounds the very same field, its index is hidden from the planner, which would
 * else walk along it through all of a hotel's rows in the hope of meeting a page's worth of them early.
 */
function sortColumn(
  table: ListTable,
  { filter, orderBy }: ListRequest,
): ListColumn {
  const column = columnOf(table, orderBy.field);
  if (filter === null || bounds(filter, orderBy.field)) return column;
  return { ...column, sql: `coalesce(${column.sql}, NULL)` };
}

function bounds(filter: Filter, field: string): boolean {
  if (filter.kind === "and")
    return filter.parts.some((part) => bounds(part, field));
  return (
    filter.kind === "clause" &&
    filter.field === field &&
    filter.operator !== "!=" &&
    filter.operator !== "~"
  );
}

function compileFilter(
  table: ListTable,
  filter: Filter,
  contains: Contains,
): SqlPart {
  if (filter.kind === "clause")
    return compileClause(
      columnOf(table, filter.field),
      filter.operator,
      filter.value,
      contains,
    );
  const parts = filter.parts.map((part) =>
    compileFilter(table, part, contains),
  );
  return {
    sql: `(${parts.map((part) => part.sql).join(filter.kind === "and" ? " AND " : " OR ")})`,
    values: parts.flatMap((part) => part.values),
  };
}

function compileClause(
  column: ListColumn,
  operator: Operator,
  given: FilterValue,
  contains: Contains,
): SqlPart {
  if (operator === "~") return contains(column, foldText(String(given)));
  const value = sqlValue(column, given);
  if (column.has !== undefined) {
    const { sql, values } = column.has(value);
    return { sql: operator === "!=" ? `NOT ${sql}` : sql, values };
  }
  if (operator === "!=") {
    const differs = { sql: `${column.sql} <> ?`, values: [value] };
    return column.nullable
      ? { sql: `(${differs.sql} OR ${column.sql} IS NULL)`, values: [value] }
      : differs;
  }
  const clause = { sql: `${column.sql} ${operator} ?`, values: [value] };
  const implied = column.implies?.(operator, value) ?? null;
  return implied === null ? clause : and([clause, implied]);
}

/** The rows that come after the one the cursor names. */
function after(
  column: ListColumn,
  id: ListColumn,
  { cursor, orderBy }: ListRequest,
): SqlPart {
  const than = orderBy.descending ? "<" : ">";
  const lastId = sqlValue(id, cursor!.id);
  if (column.sql === id.sql)
    return { sql: `${id.sql} ${than} ?`, values: [lastId] };
  const absent = `${column.sql} IS NULL`;
  if (cursor!.value === null) {
    const sameValue = `(${absent} AND ${id.sql} ${than} ?)`;
    return {
      sql: orderBy.descending ? `(${sameValue} OR NOT ${absent})` : sameValue,
      values: [lastId],
    };
  }
  const beyond = `(${column.sql}, ${id.sql}) ${than} (?, ?)`;
  const values = [sqlValue(column, cursor!.value), lastId];
  return column.nullable && !orderBy.descending
    ? { sql: `(${beyond} OR ${absent})`, values }
    : { sql: beyond, values };
}

function order(
  column: ListColumn,
  id: ListColumn,
  descending: boolean,
): string {
  const direction = descending ? " DESC" : "";
  const keys = column.sql === id.sql ? [] : [column.sql];
  if (column.nullable) keys.unshift(`(${column.sql} IS NULL)`);
  const all = [...keys, id.sql].map((key) => key + direction);
  return `ORDER BY ${all.join(", ")}`;
}

function and(parts: readonly SqlPart[]): SqlPart {
  return {
    sql: parts.map((part) => part.sql).join(" AND "),
    values: parts.flatMap((part) => part.values),
  };
}

function columnOf(table: ListTable, field: string): ListColumn {
  const column = Object.hasOwn(table.fields, field)
    ? table.fields[field]
    : undefined;
  if (column === undefined)
    throw new Error(`a list without the field ${field}`);
  return column;
}

const INTEGER = /^-?\d{1,19}$/;

/** In the form the column keeps. A number sought that is none finds nothing, being below every one of ours. */
function sqlValue(column: ListColumn, value: FilterValue): SqlValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (column.kind === "text") return String(value);
  if (typeof value === "bigint") return value;
  return INTEGER.test(value) ? BigInt.asIntN(64, BigInt(value)) : -(2n ** 63n);
}
