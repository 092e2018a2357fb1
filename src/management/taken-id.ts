import { AppError } from "../errors.ts";
import { IdTaken } from "../store/store.ts";

/** An id that another thing has already is a conflict, told with its place in the body; anything else is thrown on. */
export function answerTakenId(
  error: unknown,
  placeOf: (id: string) => string,
): never {
  if (!(error instanceof IdTaken)) throw error;
  throw new AppError("id_taken", "Nothing was changed.", {
    errors: [
      {
        pointer: placeOf(error.id),
        detail: `is taken by a ${error.takenBy}: give it another id`,
      },
    ],
  });
}
