import type { Clock } from "../clock.ts";
import type { Outgoing } from "../outgoing/outgoing.ts";
import { AccessTokens } from "./access-tokens.ts";
import type { GrantKeeper, GrantObserver } from "./access-tokens.ts";
import { ApiCaller } from "./api-caller.ts";
import type { CallPatience } from "./api-caller.ts";
import type { FinancialApi } from "./financial-api.ts";
import { HttpFinancialApi } from "./http-financial-api.ts";
import { LightspeedOAuth } from "./oauth.ts";
import { ProviderApi } from "./provider-api.ts";

/** All that speaks to Lightspeed. `tokens` is to be closed before the store. */
export interface Lightspeed {
  oauth: LightspeedOAuth;
  tokens: AccessTokens;
  financialApi: FinancialApi;
  providerApi: ProviderApi;
}

export function openLightspeed(parts: {
  outgoing: Outgoing;
  keeper: GrantKeeper;
  clock: Clock;
  observer: GrantObserver;
  patience?: CallPatience;
}): Lightspeed {
  const { outgoing, keeper, clock, observer, patience } = parts;
  const oauth = new LightspeedOAuth(outgoing, clock);
  const tokens = new AccessTokens({ keeper, oauth, clock, observer });
  const caller = new ApiCaller({ outgoing, tokens, patience });
  return {
    oauth,
    tokens,
    financialApi: new HttpFinancialApi({ caller, tokens }),
    providerApi: new ProviderApi(caller),
  };
}
