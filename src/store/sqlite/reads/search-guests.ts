import { foldText, foldWords } from "../../../reservations/fold-text.ts";
import type { FoundGuest, GuestSearch } from "../../store.ts";
import { numbered } from "../connection.ts";
import type { Connection, Numbered } from "../connection.ts";
import { creditLeftOf } from "../../account-rows.ts";

const WORDS_MAX = 8;

interface GuestRow extends Omit<FoundGuest, "blocked"> {
  blocked: bigint;
  place: bigint;
}

/**
 * Who is in house and can be charged, and the house accounts shown in search. Exact room first, then rooms that begin
 * with the term, then names with all its words, then room descriptions; then by room and id.
 */
export class GuestSearcher {
  readonly #db: Connection;
  readonly #statements = new Map<
    number,
    ReturnType<GuestSearcher["prepare"]>
  >();

  constructor(db: Connection) {
    this.#db = db;
  }

  search({ propertyId, term, limit }: GuestSearch): FoundGuest[] {
    const whole = foldText(term);
    const words = foldWords(term).slice(0, WORDS_MAX);
    if (words.length === 0 && term.trim() !== "") return [];
    let statement = this.#statements.get(words.length);
    if (statement === undefined) {
      statement = this.prepare(words.length);
      this.#statements.set(words.length, statement);
    }
    const contained = words.map((word) => `%${escapeLike(word)}%`);
    const parameters = numbered(
      propertyId,
      limit,
      whole,
      `${escapeLike(whole)}%`,
      ...contained,
    );
    return statement.all(parameters).map(foundGuest);
  }

  private prepare(words: number) {
    const all = (column: string): string =>
      Array.from(
        { length: words },
        (_, index) => `${column} LIKE ?${index + 5} ESCAPE '\\'`,
      ).join(" AND ");
    // Nothing typed lists everybody; then all rank alike.
    const rank = (room: string, name: string, description: string): string =>
      words === 0
        ? "3"
        : `CASE WHEN ${room} = ?3 THEN 0 WHEN ${room} LIKE ?4 ESCAPE '\\' THEN 1
             WHEN ${all(name)} THEN 2 WHEN ${all(description)} THEN 3 END`;
    return this.#db.prepare<Numbered, GuestRow>(
      `SELECT * FROM (
         SELECT a.room_id AS roomId, a.room_description AS roomDescription, a.client_name AS clientName,
           a.reservation_id AS reservationId, a.blocked, ${creditLeftOf("a.reservation_id")} AS creditLeft,
           ${rank("a.folded_room", "a.folded_name", "a.folded_description")} AS place
         FROM reservations a
         WHERE a.property_id = ?1 AND a.status = 'in-house'
         UNION ALL
         SELECT a.folio_id, a.name, a.name, a.folio_id, a.blocked, ${creditLeftOf("a.folio_id")},
           ${rank("a.folded_id", "a.folded_name", "a.folded_name")}
         FROM house_accounts a
         WHERE a.property_id = ?1 AND a.retired = 0 AND a.searchable = 1
       ) WHERE place IS NOT NULL ORDER BY place, roomId, reservationId LIMIT ?2`,
    );
  }
}

function foundGuest({ place: _place, ...row }: GuestRow): FoundGuest {
  return {
    ...row,
    blocked: row.blocked === 1n,
    creditLeft: atLeastZero(row.creditLeft),
  };
}

function atLeastZero(value: bigint | null): bigint | null {
  return value !== null && value < 0n ? 0n : value;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
