import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}
export interface Reply {
  status: number;
  /** JSON, or a text as it is. */
  body: unknown;
  headers?: Record<string, string>;
}
/** What the fake does with the reply it would give; taken one a request, in order. */
export type Fault = (response: ServerResponse, reply: () => Reply) => void;

/** The real API would not answer this: the test that asks it fails. */
export class Refused extends Error {
  readonly reply: Reply;
  constructor(why: string, reply: Reply) {
    super(why);
    this.reply = reply;
  }
}

export interface Fake {
  url: string;
  /** Taken one a request. */
  faults: Fault[];
  asked: string[];
  /** Why each request was refused that the real API would have refused. */
  refused: string[];
  stop: () => Promise<void>;
}

/** A local stand-in for an API. `answer` throws Refused for every path, query and header that the real one refuses. */
export async function startFake(answer: (request: FakeRequest) => Reply): Promise<Fake> {
  const faults: Fault[] = [];
  const asked: string[] = [];
  const refused: string[] = [];

  const server = createServer(({ method, url = "", headers }, response) => {
    asked.push(url);
    const reply = (): Reply => {
      try {
        if (method !== "GET") throw new Refused(`${method} ${url}`, { status: 405, body: {} });
        const { pathname: path, searchParams: query } = new URL(url, "http://fake");
        return answer({ path, query, headers });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused.push(error.message);
        return error.reply;
      }
    };
    const fault = faults.shift() ?? send;
    fault(response, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    asked,
    refused,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const send: Fault = (response, reply) => {
  const { status, body, headers } = reply();
  response.writeHead(status, headers).end(textOf(body));
};
export const textOf = (body: unknown): string =>
  body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);

/** Refuses a query with other parameters than these, or without one of them. */
export function checkQuery(
  query: URLSearchParams,
  shape: Readonly<Record<string, RegExp>>,
  reply: Reply,
): void {
  for (const key of query.keys()) {
    if (!Object.hasOwn(shape, key)) throw new Refused(`the parameter ${key} is unknown`, reply);
  }
  for (const [key, pattern] of Object.entries(shape)) {
    const values = query.getAll(key);
    if (values.length !== 1 || !pattern.test(values[0] ?? ""))
      throw new Refused(`the parameter ${key} is ${JSON.stringify(values)}`, reply);
  }
}
