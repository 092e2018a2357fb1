import type { SearchHit } from "../../schemas/generated.ts";
import type { Random } from "./random.ts";
import type { Answer, TillClient } from "./till-client.ts";

/** The guests a waiter may charge: found with an empty term, else letter by letter. Blocked ones are left alone. */
export async function findGuests(
  till: TillClient,
  onAnswer: (answer: Answer) => void,
): Promise<SearchHit[]> {
  for (const term of ["", " ", ...Array.from("aeiou1234567890")]) {
    const { answer, hits } = await till.search(term);
    onAnswer(answer);
    const guests = (hits ?? []).filter((hit) => !hit.blocked);
    if (guests.length > 0) return guests;
    // Some systems refuse an empty term; nobody answers a wrong key with guests.
    if (
      answer.kind === "failed" ||
      answer.status === 401 ||
      answer.status === 429
    )
      return [];
  }
  return [];
}

/** What somebody types to find this guest: the room, or the beginning of a part of the name. */
export function termFor(guest: SearchHit, random: Random): string {
  const words = guest.clientName.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0 || (guest.roomId !== "" && random.chance(0.5)))
    return guest.roomId;
  const characters = [...random.pick(words)];
  return characters.slice(0, random.between(1, 5)).join("");
}

/**
 * Types a term as the till does with *manual search* off: one request per keystroke, without waiting for the answers.
 * Answers whether the guest is in the last list.
 */
export async function typeTerm(
  till: TillClient,
  term: string,
  reservationId: string,
  onAnswer: (answer: Answer) => void,
): Promise<boolean> {
  const characters = [...term];
  const searches = characters.map((_, index) =>
    till.search(characters.slice(0, index + 1).join("")),
  );
  const results = await Promise.all(searches);
  for (const { answer } of results) onAnswer(answer);
  const last = results.at(-1)?.hits ?? null;
  // A list is cut at 50: who is not in it may still be in house.
  return (
    last === null ||
    last.length >= 50 ||
    last.some((hit) => hit.reservationId === reservationId)
  );
}
