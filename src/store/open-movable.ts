import type { MovableStore } from "./movable-store.ts";
import { openMovablePostgres } from "./postgres/movable-postgres.ts";
import { openMovableSqlite } from "./sqlite/movable-sqlite.ts";

/** A store as one side of a move, by its place: `postgres://…`, or the data directory of an embedded database. */
export async function openMovable(
  place: string,
  options: { side: "source" | "target"; now: number },
): Promise<MovableStore> {
  return isPostgres(place)
    ? await openMovablePostgres(place, options)
    : openMovableSqlite(place, options);
}

export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:/i.test(place);
}
