import pg from "pg";
import { openPostgres } from "../store/store-fixture.ts";
import { freshDatabase } from "./postgres-database.ts";
import { askPostgres } from "./postgres-server.ts";
import type { SeenStatement } from "./watch-statements.ts";

/** Tables that stay small however many bills come. All others grow, also those that are made tomorrow. */
const SMALL = new Set([
  "api_keys",
  "business_dates",
  "business_locations",
  "charge_gates",
  "house_accounts",
  "installation",
  "lightspeed_accounts",
  "lightspeed_grants",
  "management_tokens",
  "properties",
  "refused_quotas",
  "schema_migrations",
  "secrets",
  "write_probe",
  "writers",
]);
const ROWS = 5_000;
const HOTEL = "large";

/** A hotel on PostgreSQL all of whose tables have become large, for asking the planner. */
export interface LargeHotel {
  databaseUrl: string;
  propertyId: string;
  /** Where the plan of a statement, asked about this hotel, reads more of a growing table than it answers. */
  wholeReads(statement: SeenStatement): Promise<string[]>;
  close(): Promise<void>;
}

export async function openLargeHotel(): Promise<LargeHotel> {
  const databaseUrl = await freshDatabase();
  await (await openPostgres({ databaseUrl })).close();
  await askPostgres(
    databaseUrl,
    "INSERT INTO properties VALUES ($1, '{}', 1, 1, 0)",
    [HOTEL],
  );
  const columns = await askPostgres<Column>(databaseUrl, COLUMNS);
  for (const [table, own] of Map.groupBy(columns, ({ table }) => table))
    if (!SMALL.has(table)) await askPostgres(databaseUrl, filling(table, own));
  await askPostgres(databaseUrl, "VACUUM ANALYZE");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    databaseUrl,
    propertyId: HOTEL,
    wholeReads: async ({ text, values }) => {
      await client.query("BEGIN; SET LOCAL enable_seqscan = off");
      try {
        const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
          `EXPLAIN (FORMAT JSON) ${text}`,
          values.map(ofThisHotel),
        );
        const [{ Plan: plan }] = rows[0]!["QUERY PLAN"];
        const shown = text.replace(/\s+/g, " ").trim();
        return wholeReadsOf(plan, false).map((read) => `${read} — ${shown}`);
      } finally {
        await client.query("ROLLBACK");
      }
    },
    close: () => client.end(),
  };
}

interface Column {
  table: string;
  name: string;
  type: string;
}

const COLUMNS = `SELECT table_name::text AS "table", column_name::text AS name, data_type::text AS type
  FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY ordinal_position`;

/** Rows that differ in every column but the hotel, whatever they refer to. */
function filling(table: string, columns: readonly Column[]): string {
  const value = ({ name, type }: Column): string => {
    if (name === "property_id") return `'${HOTEL}'`;
    if (type === "bytea") return "decode(lpad(to_hex(n), 64, '0'), 'hex')";
    return type === "bigint" ? "n" : "'text ' || n";
  };
  const names = columns.map(({ name }) => name).join(", ");
  return `SET session_replication_role = replica; INSERT INTO ${table} (${names}) SELECT ${columns.map(value).join(", ")} FROM generate_series(1, ${ROWS}) n`;
}

/** The hotels of tests have a row or two: the same is asked about the large one. */
function ofThisHotel(value: unknown): unknown {
  return typeof value === "string"
    ? value.replace(/\bhotel-\d+(-\w+)?/g, HOTEL)
    : value;
}

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: Plan[];
}

/**
 * Sequential scans, and scans of an index by nothing or by the hotel alone: the whole of a table where there is one hotel.
 * `ends`: a LIMIT above ends the scan at once, because nothing in between wants all rows.
 */
function wholeReadsOf(plan: Plan, ends: boolean): string[] {
  const node = plan["Node Type"];
  const wantsAll = /^(Sort|Aggregate|Hash|HashAggregate|Unique|WindowAgg)$/;
  const endsBelow = node === "Limit" || (ends && !wantsAll.test(node));
  const below = (plan.Plans ?? []).flatMap((one) =>
    wholeReadsOf(one, endsBelow),
  );
  const { "Index Name": index, "Index Cond": condition } = plan;
  const table =
    plan["Relation Name"] ?? /^(.*)_(pkey|by_.*)$/.exec(index ?? "")?.[1];
  if (table === undefined || SMALL.has(table) || ends) return below;
  if (!node.endsWith("Scan") || node === "Bitmap Heap Scan") return below;
  if (node.includes("Index") && narrows(condition)) return below;
  return [`${node} of ${table} ${index ?? ""} ${condition ?? ""}`, ...below];
}

/** The planner writes `((property_id = 'large'::text) AND (receipt_id = k.id))`. */
function narrows(condition = ""): boolean {
  return condition
    .split(" AND ")
    .some((part) => !/^\(*property_id = /.test(part) && part !== "");
}
