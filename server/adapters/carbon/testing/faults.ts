import { textOf, type Fault } from "./fake-server.ts";

/** What any API may do wrong. */

export const status =
  (code: number, headers: Record<string, string> = {}, body: unknown = { message: "x y" }): Fault =>
  (response) =>
    void response.writeHead(code, headers).end(textOf(body));

/** The first half of the right answer, as if it were whole. */
export const truncated: Fault = (response, reply) => {
  const text = textOf(reply().body);
  response.writeHead(200).end(text.slice(0, Math.ceil(text.length / 2)));
};
/** The first half of the right answer, and then the line drops. */
export const brokenOff: Fault = (response, reply) => {
  const text = textOf(reply().body);
  response.writeHead(200, { "content-length": String(text.length) });
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
};
export const cut: Fault = (response) => void response.destroy();
export const silent: Fault = () => undefined;
/** A sign-in page of the network in between. */
export const page: Fault = (response) =>
  void response.writeHead(200, { "content-type": "text/html" }).end("<html><p>Welcome<br>Sign in");
export const huge: Fault = (response) => void response.writeHead(200).end("x".repeat(5_100_000));
export const redirected: Fault = (response) =>
  void response.writeHead(302, { location: "http://127.0.0.1:9/" }).end();

/** The right answer with a part of it changed. */
export const changed =
  (change: (body: unknown) => unknown): Fault =>
  (response, reply) => {
    const { status: code, body } = reply();
    response.writeHead(code).end(textOf(change(typeof body === "string" ? body : structuredClone(body))));
  };
export const answering = (body: unknown): Fault => changed(() => body);

/** No fault: for a request that goes before the one that is meant. */
export const right: Fault = changed((body) => body);
