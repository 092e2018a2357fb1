import { idOf } from "../../numbers.ts";
import type { Actor } from "../../store.ts";
import type { Sql } from "../connection/sql.ts";
import type { WriteContext } from "../write-context.ts";
import { lockProperties } from "./locks.ts";
import { recordAct } from "./trail.ts";

/** Shows what a till sent. It writes, because who looked at it is on the trail. */
export async function readRefusedBody(
  sql: Sql,
  act: { actor: Actor; propertyId: string; refusedId: string },
  context: WriteContext,
): Promise<Buffer | null> {
  const { actor, propertyId, refusedId } = act;
  const id = idOf(refusedId);
  if (id === null) return null;
  await lockProperties(sql, [propertyId]);
  const row = await sql.row<{ body: Buffer }>(
    "SELECT body FROM refused_bodies WHERE property_id = $1 AND refused_id = $2",
    propertyId,
    id,
  );
  if (row === undefined) return null;
  const details = { refusedId };
  const read = { propertyId, actor, act: "refused-body.read", details };
  await recordAct(sql, read, context);
  return row.body;
}
