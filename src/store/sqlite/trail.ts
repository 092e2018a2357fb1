import { createHmac } from "node:crypto";
import type { Actor } from "../store.ts";
import type { Connection } from "./connection.ts";

/** The chain of acts that concern the installation and no single hotel. */
export const INSTALLATION = "*";

export interface Act {
  propertyId: string;
  at: number;
  actor: Actor;
  act: string;
  /** Ids, counts and digests only: no personal data. */
  details: Record<string, string | number | boolean | null>;
}

/** Every act of a person or program, one hash chain per property: each row's hash covers the one before. */
export class Trail {
  readonly #key: Uint8Array;
  readonly #head;
  readonly #insert;

  constructor(db: Connection, key: Uint8Array) {
    this.#key = key;
    this.#head = db.prepare<[string], { seq: bigint; hash: Uint8Array }>(
      "SELECT seq, hash FROM trail WHERE property_id = ? ORDER BY seq DESC LIMIT 1",
    );
    this.#insert = db.prepare(
      "INSERT INTO trail (property_id, seq, at, actor, act, details, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    );
  }

  record({ propertyId, at, actor, act, details }: Act): void {
    const head = this.#head.get(propertyId);
    const seq = (head?.seq ?? 0n) + 1n;
    const previous = Buffer.from(head?.hash ?? new Uint8Array(32));
    const who = `${actor.type}:${actor.name}`;
    const what = JSON.stringify(details);
    const content = JSON.stringify([
      propertyId,
      String(seq),
      at,
      who,
      act,
      what,
      previous.toString("hex"),
    ]);
    const hash = createHmac("sha256", this.#key).update(content).digest();
    this.#insert.run(propertyId, seq, at, who, act, what, previous, hash);
  }
}
