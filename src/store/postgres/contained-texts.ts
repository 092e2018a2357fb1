import type { ListRequest } from "../../lists/list-request.ts";
import { foldText } from "../../reservations/fold-text.ts";
import { compileList } from "../list-sql.ts";
import type { Contains, ListColumn, ListTable } from "../list-sql.ts";
import type { Steps } from "../steps.ts";
import { ask } from "../verbs/lists.ts";
import { arrayLiteral } from "./connection/array-literal.ts";

/**
 * What `~` means is known to `foldText` alone, so that both engines find the same: the different texts of the column
 * are looked through here, and the list is asked for those that fit. Only texts of rows that the rest of the filter
 * leaves are fetched.
 */
export function* findContainedTexts(
  table: ListTable,
  propertyId: string,
  request: ListRequest,
): Steps<Contains> {
  const sought: { column: ListColumn; folded: string }[] = [];
  // Every row may contain it: what is left is bounded by everything else.
  const { matching: widest } = compileList(
    table,
    propertyId,
    request,
    (column, folded) => {
      sought.push({ column, folded });
      return { sql: "true", values: [] };
    },
  );
  const texts = new Map<string, string>();
  for (const { column, folded } of sought) {
    const found = yield* ask<{ text: string | null }>({
      sql: `SELECT DISTINCT ${column.sql} AS text ${widest.sql}`,
      values: widest.values,
    });
    const fitting = found
      .map((row) => row.text)
      .filter((text) => text !== null && foldText(text).includes(folded));
    texts.set(keyOf(column, folded), arrayLiteral(fitting));
  }
  return (column, folded) => ({
    sql: `${column.sql} = ANY((?)::text[])`,
    values: [texts.get(keyOf(column, folded)) ?? "{}"],
  });
}

function keyOf(column: ListColumn, folded: string): string {
  return `${column.sql}\n${folded}`;
}
