import { ID_STEP } from "../../../folios/charge-decision.ts";
import type { Connection } from "../connection.ts";

const NUMBERS = Number(ID_STEP);

/**
 * The number this process makes ids with, of 0 to 1023: the one it holds already, else one never taken, else the one
 * taken longest ago. Processes that live long take theirs again now and then.
 */
export function takeWriterNumber(
  db: Connection,
  { now, held }: { now: number; held: number | null },
): number {
  const choose = (): number => {
    const taken = db
      .prepare<[], { writer: bigint }>(
        "SELECT writer FROM writers ORDER BY taken_at, writer",
      )
      .all();
    if (taken.length >= NUMBERS) return Number(taken[0]!.writer);
    const all = new Set(taken.map(({ writer }) => Number(writer)));
    let free = 0;
    while (all.has(free)) free++;
    return free;
  };
  return db
    .transaction(() => {
      const number = held ?? choose();
      db.prepare(
        "INSERT INTO writers (writer, taken_at) VALUES (?, ?) ON CONFLICT (writer) DO UPDATE SET taken_at = excluded.taken_at",
      ).run(number, now);
      return number;
    })
    .immediate();
}

const PROBE_BYTES = 256 * 1024;

/**
 * Writes as much as a batch of bills and takes it back: a disk with room for less would fail the first of them. What it
 * used stays free in the file.
 */
export function probeWriting(db: Connection): void {
  db.prepare("INSERT INTO write_probe (content) VALUES (zeroblob(?))").run(
    PROBE_BYTES,
  );
  db.exec("DELETE FROM write_probe");
}
