import { AppError } from "../errors.ts";
import { CurrencyFixed, IdTaken } from "../store/contract/errors.ts";

/**
 * What only the store can know to be in the way is a conflict, told with its place in the body: an id that another thing
 * has, a currency with receipts. Anything else is thrown on.
 */
export function answerConflict(
  error: unknown,
  placeOf: (id: string) => string,
): never {
  if (error instanceof CurrencyFixed) {
    throw new AppError("currency_fixed", "Nothing was changed.", {
      errors: [
        {
          pointer: "/currency",
          detail: `must stay ${error.currency}: there are receipts in it`,
        },
      ],
    });
  }
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
