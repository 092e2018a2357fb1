import type { Clock } from "../clock.ts";
import type { BusinessDay, FinancialApi } from "../lightspeed/financial-api.ts";
import { nextDate } from "../properties/business-date.ts";
import type { DayRules } from "../properties/business-date.ts";
import type { LocationPlace } from "../properties/lightspeed-grant.ts";
import { instantsOf } from "../reconciliation/stages.ts";

export interface CompletenessParts {
  financialApi: Pick<FinancialApi, "businessDay">;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Whether Lightspeed has all of a hotel's business date. What is not over cannot be complete. Where Lightspeed's day ends
 * before the hotel's, the rest of that is in the next.
 */
export async function isComplete(
  place: LocationPlace,
  businessDate: string,
  rules: DayRules,
  { financialApi, clock, signal }: CompletenessParts,
): Promise<boolean> {
  const { toAt } = instantsOf({ from: businessDate, to: businessDate }, rules);
  if (toAt > clock.now()) return false;
  const day = (date: string): Promise<BusinessDay> =>
    financialApi.businessDay({ place, date, signal });
  const { dataComplete, endsAt } = await day(businessDate);
  if (!dataComplete || endsAt === null || endsAt >= toAt) return dataComplete;
  return (await day(nextDate(businessDate))).dataComplete;
}
