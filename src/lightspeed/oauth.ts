import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  customFetch,
  generateRandomCodeVerifier,
  generateRandomState,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  ResponseBodyError,
  validateAuthResponse,
} from "oauth4webapi";
import type {
  AuthorizationServer,
  Client,
  CustomFetchOptions,
  TokenEndpointRequestOptions,
  TokenEndpointResponse,
} from "oauth4webapi";
import type { Clock } from "../clock.ts";
import { OutgoingFailure } from "../outgoing/outgoing.ts";
import type { Outgoing } from "../outgoing/outgoing.ts";
import { TargetRefused } from "../outgoing/target-rules.ts";
import type {
  LightspeedAccount,
  LightspeedTokens,
} from "../properties/lightspeed-grant.ts";
import { oauthEndpointsOf } from "./endpoints.ts";
import type { OAuthEndpoints } from "./endpoints.ts";

/** Lightspeed did not hand out tokens. No message has a secret, a code or a token in it. */
export class OAuthFailure extends Error {
  override readonly name = "OAuthFailure";
  /**
   * `grant-refused`: code or refresh token are not accepted, and never will be. `client-refused`: id or secret of the
   * client are wrong. `not-ours`: the answer belongs to another request. `unreachable`: nothing is known.
   */
  readonly reason:
    "grant-refused" | "client-refused" | "not-ours" | "unreachable";
  constructor(
    reason: OAuthFailure["reason"],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = reason;
  }
}

/** What belongs to one request for a grant, and is needed again for its answer. */
export interface GrantRequest {
  /** The hotel opens it and agrees. */
  url: string;
  redirectUri: string;
  state: string;
  codeVerifier: string;
}

export const GIVE_KEY_BACK =
  "give that one as SECRETS_KEY, or among SECRETS_KEYS_BEFORE";

/** To read sales and to register the receiver as PMS. */
const SCOPES = ["financial-api", "propertymanagement"];
/** Without it the tokens of the second generation end with the session of who agreed. */
const LASTING = "offline_access";

const TIMEOUT_MS = 20_000;
const BYTES_MAX = 256 * 1024;

/** Where the answer does not say: what the documentation of the first generation promises (reference g). */
const ACCESS_USUAL_S = 3600;

/** Grants and their tokens, with clients of both generations. Sends every request once. */
export class LightspeedOAuth {
  readonly #outgoing: Outgoing;
  readonly #clock: Clock;

  constructor(outgoing: Outgoing, clock: Clock) {
    this.#outgoing = outgoing;
    this.#clock = clock;
  }

  /** Rejects with `OAuthFailure` where its answer could not be exchanged for tokens. */
  async requestGrant(
    account: LightspeedAccount,
    redirectUri: string,
  ): Promise<GrantRequest> {
    secretOf(account);
    const endpoints = oauthEndpointsOf(account);
    const isV2 = endpoints.generation === "v2";
    const state = generateRandomState();
    // The first generation documents no PKCE; a server that knows none ignores it.
    const codeVerifier = generateRandomCodeVerifier();
    const url = new URL(endpoints.authorizeUrl);
    const parameters = {
      response_type: "code",
      client_id: account.clientId,
      redirect_uri: redirectUri,
      scope: [...SCOPES, ...(isV2 ? [LASTING] : [])].join(" "),
      state,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(parameters))
      url.searchParams.set(name, value);
    return { url: url.href, redirectUri, state, codeVerifier };
  }

  /** `answeredUrl` is where Lightspeed sent the browser. Rejects with `OAuthFailure`. */
  async exchangeCode(
    account: LightspeedAccount,
    request: GrantRequest,
    answeredUrl: URL,
  ): Promise<LightspeedTokens> {
    const { server, client, authentication, options } = this.#parties(account);
    const answer = checkAnswer(() =>
      validateAuthResponse(server, client, answeredUrl, request.state),
    );
    return this.#tokensOf(null, async () => {
      const response = await authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        answer,
        request.redirectUri,
        request.codeVerifier,
        options,
      );
      return processAuthorizationCodeResponse(server, client, response);
    });
  }

  /** The refresh token is used up, whatever comes of it. Rejects with `OAuthFailure`. */
  async renew(
    account: LightspeedAccount,
    refreshToken: string,
  ): Promise<LightspeedTokens> {
    const { server, client, authentication, options } = this.#parties(account);
    return this.#tokensOf(refreshToken, async () => {
      const response = await refreshTokenGrantRequest(
        server,
        client,
        authentication,
        refreshToken,
        options,
      );
      return processRefreshTokenResponse(server, client, response);
    });
  }

  /** A server that does not rotate keeps the refresh token as it was. */
  async #tokensOf(
    refreshedWith: string | null,
    ask: () => Promise<TokenEndpointResponse>,
  ): Promise<LightspeedTokens> {
    const askedAt = this.#clock.now();
    const answer = await failing(ask);
    const refreshToken = answer.refresh_token ?? refreshedWith;
    if (refreshToken === null)
      throw new OAuthFailure(
        "grant-refused",
        "Lightspeed gave no refresh token: ask it to allow this client to have one.",
      );
    const refreshSeconds = answer["refresh_expires_in"];
    return {
      issuedAt: askedAt,
      accessToken: answer.access_token,
      accessExpiresAt: askedAt + (answer.expires_in ?? ACCESS_USUAL_S) * 1000,
      refreshToken,
      // Keycloak says 0 where it does not end.
      refreshExpiresAt:
        typeof refreshSeconds === "number" && refreshSeconds > 0
          ? askedAt + refreshSeconds * 1000
          : null,
    };
  }

  #parties(account: LightspeedAccount): {
    server: AuthorizationServer;
    client: Client;
    authentication: ReturnType<typeof ClientSecretBasic>;
    options: TokenEndpointRequestOptions;
  } {
    const endpoints = oauthEndpointsOf(account);
    return {
      server: {
        issuer: endpoints.issuer,
        token_endpoint: endpoints.tokenUrl,
      },
      client: { client_id: account.clientId },
      authentication: ClientSecretBasic(secretOf(account)),
      options: {
        // What may be called without TLS is decided in one place for all of the process.
        [allowInsecureRequests]: true,
        [customFetch]: (url, init) => this.#fetch(endpoints, url, init),
      },
    };
  }

  async #fetch(
    { generation }: OAuthEndpoints,
    url: string,
    init: CustomFetchOptions<"POST", URLSearchParams>,
  ): Promise<Response> {
    const form = init.body.toString();
    // The first generation takes the parameters of a POST in its address.
    const inAddress = generation === "v1";
    const { status, headers, body } = await this.#outgoing.send({
      method: "POST",
      url: inAddress ? `${url}?${form}` : url,
      headers: init.headers,
      body: inAddress ? null : form,
      timeoutMs: TIMEOUT_MS,
      bytesMax: BYTES_MAX,
    });
    const contentType = headers["content-type"];
    return new Response(Uint8Array.from(body), {
      status,
      headers: contentType === undefined ? {} : { "content-type": contentType },
    });
  }
}

function secretOf({
  businessLocationId,
  clientSecret,
}: LightspeedAccount): string {
  if (clientSecret !== null) return clientSecret;
  throw new OAuthFailure(
    "client-refused",
    `The client secret of ${businessLocationId} was encrypted with another SECRETS_KEY: ${GIVE_KEY_BACK}, or apply the provisioning file again with pms-charge-receiver provision.`,
  );
}

function checkAnswer(validate: () => URLSearchParams): URLSearchParams {
  try {
    return validate();
  } catch (error) {
    if (error instanceof AuthorizationResponseError)
      throw new OAuthFailure(
        "grant-refused",
        `Access was not granted (${wordOf(error.error)}).`,
      );
    throw new OAuthFailure(
      "not-ours",
      "This answer does not belong to the request: its state is another, or it is damaged. Start again.",
    );
  }
}

async function failing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): OAuthFailure {
  if (error instanceof OutgoingFailure || error instanceof TargetRefused)
    return new OAuthFailure("unreachable", error.message);
  if (error instanceof ResponseBodyError) {
    const word = wordOf(error.error);
    if (word === "invalid_grant")
      return new OAuthFailure(
        "grant-refused",
        "Lightspeed does not accept the token or code (invalid_grant).",
      );
    if (word === "invalid_client" || word === "unauthorized_client")
      return new OAuthFailure(
        "client-refused",
        `Lightspeed does not accept the client (${word}): check clientId and clientSecret.`,
      );
    return new OAuthFailure(
      "unreachable",
      `Lightspeed answered ${error.status} (${word}).`,
    );
  }
  const { code } = error as { code?: unknown };
  return new OAuthFailure(
    "unreachable",
    `Lightspeed's answer could not be used${typeof code === "string" ? ` (${code})` : ""}.`,
  );
}

/** An error code of OAuth; whatever else stands there is not repeated. */
function wordOf(code: string): string {
  return /^[a-z_]{1,40}$/.test(code) ? code : "unknown error";
}
