import pg from "pg";

/** A statement as the driver was given it. */
export interface SeenStatement {
  text: string;
  values: unknown[];
}

/**
 * Every different statement that this process sends to PostgreSQL from now on, each with the values it came with first.
 * Nothing is lost between the engine and here: the driver itself is listened to.
 */
export function watchStatements(): SeenStatement[] {
  const seen: SeenStatement[] = [];
  const texts = new Set<string>();
  const { prototype } = pg.Client;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const query = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function watched(this: pg.Client, ...args: unknown[]) {
    const [asked, given] = args as [string | SeenStatement, unknown[]?];
    const { text, values = [] } =
      typeof asked === "string" ? { text: asked, values: given } : asked;
    if (!texts.has(text)) {
      texts.add(text);
      seen.push({ text, values });
    }
    return query.apply(this, args);
  } as typeof prototype.query;
  return seen;
}
