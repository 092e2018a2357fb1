import type {
  FinancialApiGeneration,
  LightspeedAccount,
} from "../properties/lightspeed-grant.ts";

/** Where a grant is given and its tokens are fetched, and in which of the two ways (reference g, OAuth 2). */
export interface OAuthEndpoints {
  generation: FinancialApiGeneration;
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
}

const API = "https://api.lsk.lightspeed.app";
const REALM = "https://auth.lsk-prod.app/realms/k-series";
const IN_REALM = "/protocol/openid-connect/";

const PRODUCTION = {
  v1: {
    authorizeUrl: `${API}/oauth/authorize`,
    tokenUrl: `${API}/oauth/token`,
  },
  v2: {
    authorizeUrl: `${REALM}${IN_REALM}auth`,
    tokenUrl: `${REALM}${IN_REALM}token`,
  },
};

/** Without a slash at the end. */
export function apiBaseOf({ baseUrl }: LightspeedAccount): string {
  return (baseUrl ?? API).replace(/\/+$/, "");
}

export function oauthEndpointsOf(account: LightspeedAccount): OAuthEndpoints {
  const generation = clientGenerationOf(account);
  const tokenUrl = account.tokenUrl ?? PRODUCTION[generation].tokenUrl;
  return {
    generation,
    issuer: issuerOf(tokenUrl),
    authorizeUrl: account.authorizeUrl ?? PRODUCTION[generation].authorizeUrl,
    tokenUrl,
  };
}

/** The id of the client tells it; the setting is for clients that are named otherwise. */
function clientGenerationOf({
  clientId,
  api,
}: LightspeedAccount): FinancialApiGeneration {
  if (clientId.startsWith("devp-v2-")) return "v2";
  return clientId.startsWith("devp-") ? "v1" : api;
}

function issuerOf(tokenUrl: string): string {
  const realmEnd = tokenUrl.indexOf(IN_REALM);
  return realmEnd < 0 ? new URL(tokenUrl).origin : tokenUrl.slice(0, realmEnd);
}
