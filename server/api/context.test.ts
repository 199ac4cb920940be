import { describe, expect, test } from "vitest";
import { PEER_HEADER, PROXIED_HEADER } from "#server/domain/person/doors.ts";
import { originOf } from "./context.ts";

const LOCAL = { host: "127.0.0.1", publicUrl: undefined };
const asked = { host: "localhost:3000", [PEER_HEADER]: "127.0.0.1", [PROXIED_HEADER]: "0" };

describe("who sits at the machine needs no set-up code", () => {
  test.each<[string, Record<string, string>, Partial<typeof LOCAL>, boolean]>([
    ["asked by localhost", {}, {}, true],
    ["asked by 127.0.0.1 on another port", { host: "127.0.0.1:4711" }, {}, true],
    ["asked by [::1]", { host: "[::1]:3000", [PEER_HEADER]: "::1" }, { host: "::1" }, true],
    ["bound to all addresses", {}, { host: "0.0.0.0" }, false],
    ["from another machine", { [PEER_HEADER]: "192.0.2.7" }, {}, false],
    ["through a proxy on this machine", { [PROXIED_HEADER]: "1" }, {}, false],
    ["another site's name that resolves to 127.0.0.1", { host: "evil.example:3000" }, {}, false],
    ["a name that only begins like loopback", { host: "127.0.0.1.evil.example" }, {}, false],
  ])("%s", (_, headers, config, local) => {
    expect(originOf(new Headers({ ...asked, ...headers }), { ...LOCAL, ...config }).local).toBe(local);
  });

  test("a request that the socket said nothing of counts as from elsewhere", () => {
    expect(originOf(new Headers({ host: "localhost" }), LOCAL)).toEqual({ client: "unknown", local: false });
  });
});

describe("the address that attempts are counted by", () => {
  const forged = { ...asked, "x-forwarded-for": "203.0.113.1, 198.51.100.2" };
  test("is the socket's: a forged header changes nothing", () => {
    expect(originOf(new Headers(forged), LOCAL).client).toBe("127.0.0.1");
  });
  test("is what the nearest proxy added, where one is configured", () => {
    const behind = { ...LOCAL, publicUrl: "https://karbon.example.org" };
    expect(originOf(new Headers(forged), behind).client).toBe("198.51.100.2");
  });
});
