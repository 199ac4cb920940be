import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import captured from "../fixtures/uk-intensity.json" with { type: "json" };

/** What the fake does instead of answering; taken one a request, in order. */
export type Fault = (response: ServerResponse) => void;

const STEP_MS = 30 * MINUTE_MS;
const INSTANT = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z)`;
const RANGE = new RegExp(`^/intensity/${INSTANT}/${INSTANT}$`);
const AHEAD = new RegExp(`^/intensity/${INSTANT}/fw48h$`);

/** A local stand-in for the UK API, of captured half hours. Refuses every path, query and range that the real one refuses. */
export async function startFakeUk(now: () => Date) {
  const faults: Fault[] = [];
  const asked: string[] = [];
  const refused: string[] = [];

  const server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const fault = faults.shift();
    if (fault) return fault(response);
    const range = request.method === "GET" ? rangeOf(url) : undefined;
    if (!range) {
      refused.push(url);
      return send(response, 400, {
        error: { code: "400 Bad Request", message: `Please enter a valid path: ${url}` },
      });
    }
    return send(response, 200, { data: halfHours(range.from, range.to, +now()) });
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

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function rangeOf(path: string): { from: number; to: number } | undefined {
  const ahead = AHEAD.exec(path);
  if (ahead) {
    const from = Date.parse(ahead[1] ?? "");
    return { from, to: from + 2 * DAY_MS };
  }
  const range = RANGE.exec(path);
  if (!range) return undefined;
  const [from, to] = [Date.parse(range[1] ?? ""), Date.parse(range[2] ?? "")];
  return to > from && to - from <= 14 * DAY_MS ? { from, to } : undefined;
}

/** As the real API: the half hour that ends at `from` comes too, and the current one already has an estimate as `actual`. */
function halfHours(from: number, to: number, now: number) {
  const data: unknown[] = [];
  for (let at = Math.floor(from / STEP_MS - 1) * STEP_MS; at < to; at += STEP_MS) {
    const { intensity } = captured.data[(at / STEP_MS) % captured.data.length] ?? {};
    const forecast = intensity?.forecast ?? null;
    data.push({
      from: minute(at),
      to: minute(at + STEP_MS),
      intensity: {
        forecast,
        actual: at <= now && forecast !== null ? forecast - 5 : null,
        index: intensity?.index,
      },
    });
  }
  return data;
}

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
