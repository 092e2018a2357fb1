import pg from "pg";

export const { Client, DatabaseError, Pool } = pg;

const INT8 = 20;

/** Integers come out as bigint, as in the other engine. */
export const types = new pg.TypeOverrides();
types.setTypeParser(INT8, (text: string) => BigInt(text));
