import { MOVABLE_TABLES } from "./movable-store.ts";
import type { MovableStore, MovableTable } from "./movable-store.ts";

export interface MovedTable {
  table: string;
  rows: bigint;
}

/** The copy is not what it was copied from. */
export class MoveDiffers extends Error {
  override readonly name = "MoveDiffers";
  readonly tables: string[];
  constructor(tables: string[]) {
    super(`the copy differs from the source in ${tables.join(", ")}`);
    this.tables = tables;
  }
}

/** The target has bills or hotels of its own. */
export class TargetInUse extends Error {
  override readonly name = "TargetInUse";
  constructor() {
    super("the target holds data already");
  }
}

/**
 * Copies everything that hotels have from one store into another, in the order of the keys, and compares numbers of rows
 * and sums of money at the end. What was copied before an interruption is not copied again. The source must not be
 * written to meanwhile: what came in between shows as a difference.
 */
export async function moveStore(
  from: MovableStore,
  to: MovableStore,
  progress: (rows: number) => void,
): Promise<MovedTable[]> {
  const isResumed = (await to.mark()) !== null;
  if (!isResumed) {
    for (const table of MOVABLE_TABLES)
      if ((await to.lastKey(table)) !== null) throw new TargetInUse();
    await to.setMark();
  }
  let rows = 0;
  for (const table of MOVABLE_TABLES)
    rows = await copy(table, from, to, rows, progress);
  const moved = await compare(from, to);
  await to.finish();
  return moved;
}

/** How many rows there are to move. */
export async function countRows(from: MovableStore): Promise<number> {
  let rows = 0n;
  for (const table of MOVABLE_TABLES) rows += (await from.sums(table))[0]!;
  return Number(rows);
}

async function copy(
  table: MovableTable,
  from: MovableStore,
  to: MovableStore,
  rowsBefore: number,
  progress: (rows: number) => void,
): Promise<number> {
  const columns = await from.columns(table.name);
  const after = await to.lastKey(table);
  let done =
    rowsBefore + (after === null ? 0 : Number((await to.sums(table))[0]));
  progress(done);
  const orderBy = table.key;
  for await (const rows of from.read({
    table: table.name,
    columns,
    orderBy,
    after,
  })) {
    await to.write(table, columns, rows);
    done += rows.length;
    progress(done);
  }
  return done;
}

async function compare(
  from: MovableStore,
  to: MovableStore,
): Promise<MovedTable[]> {
  const moved: MovedTable[] = [];
  const differing: string[] = [];
  for (const table of MOVABLE_TABLES) {
    const [was, is] = [await from.sums(table), await to.sums(table)];
    if (was.join() !== is.join()) differing.push(table.name);
    moved.push({ table: table.name, rows: is[0]! });
  }
  if (differing.length > 0) throw new MoveDiffers(differing);
  return moved;
}
