import { launchServe } from "../../support/command.ts";
import { freePort } from "../../support/postgres-server.ts";
import { until } from "../../support/until.ts";

/** The program itself, serving in a process of its own on a port it keeps; to be killed, frozen and started again. */
export class Instance {
  readonly url: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #main: string;
  #process: ReturnType<typeof launchServe> | null = null;

  private constructor(
    port: number,
    main: string,
    environment: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#main = main;
    this.#environment = { ...environment, PORT: String(port) };
  }

  static async create(
    main: string,
    environment: Record<string, string>,
  ): Promise<Instance> {
    return new Instance(await freePort(), main, environment);
  }

  /** Null: it does not run. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Does not wait for it: it can be killed while it starts. */
  launch(): Promise<unknown> {
    this.#process = launchServe(this.#environment, this.#main);
    // Whoever kills it meanwhile does not want to hear of it.
    this.#process.listening.catch(() => undefined);
    return this.#process.listening;
  }

  async start(): Promise<void> {
    await this.launch();
    await this.ready();
  }

  /** Resolves when it takes bills; rejects when it does not come to that. */
  async ready(): Promise<void> {
    await until(() => {
      const ended = this.#process?.ended() ?? null;
      if (ended === null) return this.isReady();
      const said = `${this.#process?.stdout()}${this.#process?.stderr()}`;
      throw new Error(`ended by itself (${ended}): ${said.slice(-2_000)}`);
    }, READY_WITHIN_MS);
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }

  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    await running?.kill();
  }

  signal(name: NodeJS.Signals): void {
    if (this.#process !== null) process.kill(this.#process.pid, name);
  }

  async stop(): Promise<number | null> {
    const running = this.#process;
    this.#process = null;
    return running === null ? 0 : running.stop();
  }
}

const READY_WITHIN_MS = 60_000;
