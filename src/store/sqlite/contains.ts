import { foldText } from "../../reservations/fold-text.ts";
import type { Contains } from "../list-sql.ts";
import type { Connection } from "./connection.ts";

/** What SQLite has for case and accents knows only English. */
export function registerFoldText(db: Connection): void {
  db.function("fold_text", (text) =>
    typeof text === "string" ? foldText(text) : null,
  );
}

/** By a function of ours that is registered on the connection. */
export const CONTAINS: Contains = (column, folded) => ({
  sql: `instr(fold_text(${column.sql}), ?) > 0`,
  values: [folded],
});
