import { Pool } from "undici";
import type {
  Posting,
  PostingList,
  Property,
  Receipt,
} from "../../schemas/generated.ts";
import { compileSchema, type SchemaCheck } from "../../schemas/schema.ts";
import { reasonOf } from "./till-client.ts";

export interface ManagementClientOptions {
  /** Where `/v1` is. */
  baseUrl: string;
  token: string;
  propertyId: string;
  connections: number;
}

/** Reads back over the management API; rejects with `ReadBackError` when an answer is not what is documented. */
export class ManagementClient {
  readonly #pool: Pool;
  readonly #root: string;
  readonly #token: string;
  readonly #receipt = compileSchema<Receipt>("Receipt");
  readonly #postings = compileSchema<PostingList>("PostingList");
  readonly #property = compileSchema<Property>("Property");

  constructor(options: ManagementClientOptions) {
    const url = new URL(options.baseUrl);
    this.#pool = new Pool(url.origin, { connections: options.connections });
    this.#root = `${url.pathname.replace(/\/+$/, "")}/v1/properties/${encodeURIComponent(options.propertyId)}`;
    this.#token = options.token;
  }

  property(): Promise<Property> {
    return this.#get("", this.#property);
  }

  /** By our id, fiscal id or receipt number. */
  receipt(reference: string): Promise<Receipt> {
    return this.#get(
      `/receipts/${encodeURIComponent(reference)}`,
      this.#receipt,
    );
  }

  async postingsOf(receiptId: string): Promise<Posting[]> {
    const query = new URLSearchParams({
      query: `receiptId=${receiptId}`,
      pageSize: "1000",
    });
    const list = await this.#get(
      `/postings?${query.toString()}`,
      this.#postings,
    );
    return list.results;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #get<T>(path: string, check: SchemaCheck<T>): Promise<T> {
    const response = await this.#pool
      .request({
        method: "GET",
        path: this.#root + path,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${this.#token}`,
        },
      })
      .catch((error: unknown) => {
        throw new ReadBackError(`GET ${this.#root}${path}: ${reasonOf(error)}`);
      });
    const text = await response.body.text();
    if (response.statusCode !== 200) {
      throw new ReadBackError(
        `GET ${this.#root}${path}: status ${response.statusCode}`,
        response.statusCode,
      );
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new ReadBackError(
        `GET ${this.#root}${path}: the answer is not JSON`,
      );
    }
    if (check.accepts(body)) return body;
    const [first] = check(body);
    throw new ReadBackError(
      `GET ${this.#root}${path}: ${first?.pointer ?? ""} ${first?.fault ?? "has not the documented shape"}`,
    );
  }
}

export class ReadBackError extends Error {
  override readonly name = "ReadBackError";
  readonly status: number | null;
  constructor(message: string, status: number | null = null) {
    super(message);
    this.status = status;
  }
}
