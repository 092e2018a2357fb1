import { foldText, foldWords } from "../../reservations/fold-text.ts";
import { creditLeftOf } from "../account-rows.ts";
import type { FoundGuest, GuestSearch } from "../contract/guests.ts";
import { rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

const WORDS_MAX = 8;

interface GuestRow extends Omit<FoundGuest, "blocked"> {
  blocked: bigint;
  place: bigint;
}

/**
 * Who is in house and can be charged, and the house accounts shown in search. Exact room first, then rooms that begin
 * with the term, then names with all its words, then room descriptions; then by room and id.
 */
export function* searchGuests({
  propertyId,
  term,
  limit,
}: GuestSearch): Steps<FoundGuest[]> {
  const whole = foldText(term);
  const words = foldWords(term).slice(0, WORDS_MAX);
  if (words.length === 0 && term.trim() !== "") return [];
  const found =
    words.length === 0
      ? yield* rows<GuestRow>(everybody(), propertyId, limit)
      : yield* rows<GuestRow>(
          fitting(words.length),
          propertyId,
          limit,
          whole,
          `${escapeLike(whole)}%`,
          ...words.map((word) => `%${escapeLike(word)}%`),
        );
  return found.map(({ place: _place, ...row }) => ({
    ...row,
    blocked: row.blocked === 1n,
    creditLeft: atLeastZero(row.creditLeft),
  }));
}

/** Nothing typed lists everybody; then all rank alike. */
function everybody(): string {
  return statement(() => "3");
}

function fitting(words: number): string {
  const all = (column: string): string =>
    Array.from(
      { length: words },
      (_, index) => `${column} LIKE $${index + 5} ESCAPE '\\'`,
    ).join(" AND ");
  return statement(
    (room, name, description) =>
      `CASE WHEN ${room} = $3 THEN 0 WHEN ${room} LIKE $4 ESCAPE '\\' THEN 1
         WHEN ${all(name)} THEN 2 WHEN ${all(description)} THEN 3 END`,
  );
}

function statement(
  rank: (room: string, name: string, description: string) => string,
): string {
  return `SELECT * FROM (
     SELECT a.room_id AS "roomId", a.room_description AS "roomDescription", a.client_name AS "clientName",
       a.reservation_id AS "reservationId", a.blocked, ${creditLeftOf("a.reservation_id")} AS "creditLeft",
       ${rank("a.folded_room", "a.folded_name", "a.folded_description")} AS place
     FROM reservations a
     WHERE a.property_id = $1 AND a.status = 'in-house'
     UNION ALL
     SELECT a.folio_id, a.name, a.name, a.folio_id, a.blocked, ${creditLeftOf("a.folio_id")},
       ${rank("a.folded_id", "a.folded_name", "a.folded_name")}
     FROM house_accounts a
     WHERE a.property_id = $1 AND a.retired = 0 AND a.searchable = 1
   ) guests WHERE place IS NOT NULL ORDER BY place, "roomId", "reservationId" LIMIT $2`;
}

function atLeastZero(value: bigint | null): bigint | null {
  return value !== null && value < 0n ? 0n : value;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
