import { openForWriting } from "./connection.ts";
import { closeSnapshot, openSnapshot } from "./ordered-sqlite.ts";

/**
 * Copies the database, as it is at this moment, into an empty file, which then is whole without any other. A server may
 * go on writing: what it adds meanwhile stays in its log until the copy is made. Rejects with what `progress` throws.
 */
export async function copySqlite(
  from: string,
  to: string,
  progress: (pages: { copied: number; total: number }) => void,
): Promise<void> {
  const snapshot = openSnapshot(from);
  try {
    await snapshot.copyTo(to, progress);
  } finally {
    closeSnapshot(snapshot);
  }
  const copy = openForWriting(to);
  try {
    // Without a log beside it; who serves it makes one.
    copy.pragma("journal_mode = DELETE");
  } finally {
    copy.close();
  }
}
