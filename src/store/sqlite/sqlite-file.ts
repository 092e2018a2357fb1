import { join } from "node:path";

/** The embedded database of a data directory; its log and the log's index lie beside it. */
export function sqliteFile(dataDir: string): string {
  return join(dataDir, "store.sqlite");
}
