import { createHash, randomBytes } from "node:crypto";
import type { Heard, Said } from "./exchange.ts";

export interface StandInClient {
  clientId: string;
  clientSecret: string;
}

/** Clients of both generations that the stand-in knows unless it is told others. */
export const STAND_IN_CLIENTS: readonly StandInClient[] = [
  { clientId: "devp-stand-in", clientSecret: "stand-in-secret-v1" },
  { clientId: "devp-v2-stand-in", clientSecret: "stand-in-secret-v2" },
];

/** A grant with its tokens: a refresh token is used once, and used again it is the end of the family. */
interface Family {
  clientId: string;
  scopes: string[];
  refreshToken: string;
  refreshEndsAt: number;
  isOver: boolean;
}

interface Code {
  clientId: string;
  redirectUri: string;
  scopes: string[];
  challenge: string | null;
}

interface AccessToken {
  family: Family;
  endsAt: number;
}

export const PATHS = {
  v1: { authorize: "/oauth/authorize", token: "/oauth/token" },
  v2: {
    authorize: "/realms/k-series/protocol/openid-connect/auth",
    token: "/realms/k-series/protocol/openid-connect/token",
  },
};

/** The token endpoints of both generations, and the page where a hotel agrees, which it does at once. */
export class Grants {
  accessSeconds = 3600;
  refreshSeconds = 14 * 24 * 3600;
  /** How many times tokens were asked for with success. */
  handedOut = 0;
  readonly #clients: readonly StandInClient[];
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, Family>();
  readonly #accessTokens = new Map<string, AccessToken>();

  constructor(clients: readonly StandInClient[], now: () => number) {
    this.#clients = clients;
    this.#now = now;
  }

  /** A grant as if a hotel had agreed; answers its refresh token. */
  grant(
    clientId: string,
    scopes = ["financial-api", "propertymanagement"],
  ): string {
    return this.#handOut({
      clientId,
      scopes,
      refreshToken: "",
      refreshEndsAt: 0,
      isOver: false,
    }).refresh_token;
  }

  /** Every access token ends at once. */
  endAccess(): void {
    this.#accessTokens.clear();
  }

  /** The hotel takes its consent back. */
  endGrants(): void {
    for (const family of this.#refreshTokens.values()) family.isOver = true;
    this.endAccess();
  }

  /** Null when this is another address. */
  answer(heard: Heard): Said | null {
    switch (heard.path) {
      case PATHS.v1.authorize:
      case PATHS.v2.authorize:
        return this.#authorize(heard);
      case PATHS.v1.token:
        return this.#token(heard, heard.query);
      case PATHS.v2.token:
        return this.#token(heard, new URLSearchParams(heard.body));
      default:
        return null;
    }
  }

  /** The client a request speaks for, where its token is good and has the scope. */
  clientOf(heard: Heard, scope: string): string | null {
    const token = /^Bearer (.+)$/.exec(heard.headers.authorization ?? "")?.[1];
    const access = this.#accessTokens.get(token ?? "");
    if (access === undefined || access.family.isOver) return null;
    if (access.endsAt <= this.#now()) return null;
    return access.family.scopes.includes(scope) ? access.family.clientId : null;
  }

  #authorize({ query, path }: Heard): Said {
    const clientId = query.get("client_id") ?? "";
    const redirectUri = query.get("redirect_uri") ?? "";
    const knows = this.#clients.some((client) => client.clientId === clientId);
    if (!knows || URL.parse(redirectUri) === null)
      return { status: 400, body: { error: "invalid_request" } };
    const to = new URL(redirectUri);
    const state = query.get("state");
    if (state !== null) to.searchParams.set("state", state);
    if (path === PATHS.v2.authorize) to.searchParams.set("session_state", "s1");
    if (query.get("response_type") !== "code") {
      to.searchParams.set("error", "unsupported_response_type");
    } else {
      const code = randomBytes(12).toString("hex");
      this.#codes.set(code, {
        clientId,
        redirectUri,
        scopes: (query.get("scope") ?? "").split(" "),
        challenge: query.get("code_challenge"),
      });
      to.searchParams.set("code", code);
    }
    return { status: 302, headers: { location: to.href } };
  }

  #token(heard: Heard, parameters: URLSearchParams): Said {
    const refused = (status: number, error: string): Said => ({
      status,
      body: { error },
    });
    if (heard.method !== "POST") return refused(405, "invalid_request");
    const clientId = this.#authenticated(heard);
    if (clientId === null) return refused(401, "invalid_client");
    const given = (name: string): string => parameters.get(name) ?? "";
    switch (given("grant_type")) {
      case "authorization_code": {
        const code = this.#codes.get(given("code"));
        this.#codes.delete(given("code"));
        if (
          code?.clientId !== clientId ||
          code.redirectUri !== given("redirect_uri") ||
          !provesChallenge(code.challenge, given("code_verifier"))
        )
          return refused(400, "invalid_grant");
        const { scopes } = code;
        const family = { clientId, scopes, refreshToken: "", refreshEndsAt: 0 };
        this.handedOut += 1;
        return {
          status: 200,
          body: this.#handOut({ ...family, isOver: false }),
        };
      }
      case "refresh_token": {
        const family = this.#refreshTokens.get(given("refresh_token"));
        if (family?.clientId !== clientId) return refused(400, "invalid_grant");
        if (family.refreshToken !== given("refresh_token"))
          family.isOver = true;
        if (family.isOver || family.refreshEndsAt <= this.#now())
          return refused(400, "invalid_grant");
        this.handedOut += 1;
        return { status: 200, body: this.#handOut(family) };
      }
      default:
        return refused(400, "unsupported_grant_type");
    }
  }

  #authenticated({ headers }: Heard): string | null {
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
    const [id, secret] = Buffer.from(basic, "base64")
      .toString("utf8")
      .split(":")
      .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    const client = this.#clients.find(({ clientId }) => clientId === id);
    return client !== undefined && client.clientSecret === secret
      ? client.clientId
      : null;
  }

  #handOut(
    family: Family,
  ): Record<string, unknown> & { refresh_token: string } {
    const accessToken = randomBytes(24).toString("base64url");
    const refreshToken = randomBytes(24).toString("base64url");
    family.refreshToken = refreshToken;
    family.refreshEndsAt = this.#now() + this.refreshSeconds * 1000;
    this.#refreshTokens.set(refreshToken, family);
    const endsAt = this.#now() + this.accessSeconds * 1000;
    this.#accessTokens.set(accessToken, { family, endsAt });
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: this.accessSeconds,
      refresh_token: refreshToken,
      refresh_expires_in: this.refreshSeconds,
      scope: family.scopes.join(" "),
    };
  }
}

function provesChallenge(challenge: string | null, verifier: string): boolean {
  if (challenge === null) return true;
  const digest = createHash("sha256").update(verifier).digest("base64url");
  return digest === challenge;
}
