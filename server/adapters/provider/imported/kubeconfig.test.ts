import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { readKubeconfig } from "#server/adapters/kubernetes/kubeconfig.ts";
import { extractContext, inspectKubeconfig } from "./kubeconfig.ts";

const PEM = Buffer.from("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n").toString("base64");
const KEY = Buffer.from("-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n").toString(
  "base64",
);

interface Parts {
  cluster?: object;
  user?: object | null;
  more?: object;
}
const config = ({ cluster = {}, user = { token: "t0ken" }, more = {} }: Parts = {}): string =>
  stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "prod",
    clusters: [
      {
        name: "prod",
        cluster: { server: "https://10.0.0.1:6443", "certificate-authority-data": PEM, ...cluster },
      },
    ],
    users: [{ name: "ops", user }],
    contexts: [{ name: "prod", context: { cluster: "prod", user: "ops", namespace: "team-a" } }],
    ...more,
  });

test("one context is shown with its address and the kind of its credentials, which are not", () => {
  const inspection = inspectKubeconfig(config());
  expect(inspection).toEqual({
    current: "prod",
    contexts: [
      {
        name: "prod",
        cluster: "prod",
        server: "https://10.0.0.1:6443",
        user: "ops",
        authKind: "token",
        problem: null,
      },
    ],
  });
  expect(JSON.stringify(inspection)).not.toContain("t0ken");
});

test.each([
  ["a token", { token: "t0ken" }, "token"],
  ["a client certificate", { "client-certificate-data": PEM, "client-key-data": KEY }, "certificate"],
  ["nothing", {}, "none"],
  ["an empty user", null, "none"],
] as const)("a user with %s is known as such, and read as stored", (_, user, authKind) => {
  const text = config({ user });
  expect(inspectKubeconfig(text).contexts[0]).toMatchObject({ authKind, problem: null });
  const { yaml, server } = extractContext(text, "prod");
  expect(readKubeconfig(yaml).server).toBe(server);
});

test("what is stored is the chosen context and nothing else", () => {
  const text = config({
    more: {
      preferences: { colors: true },
      extensions: [{ name: "x", extension: {} }],
      users: [
        { name: "ops", user: { token: "t0ken", unknown: "field" } },
        { name: "evil", user: { exec: { command: "sh" } } },
      ],
    },
  });
  expect(parse(extractContext(text, "prod").yaml)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "imported",
    contexts: [{ name: "imported", context: { cluster: "imported", user: "imported" } }],
    clusters: [
      { name: "imported", cluster: { server: "https://10.0.0.1:6443", "certificate-authority-data": PEM } },
    ],
    users: [{ name: "imported", user: { token: "t0ken" } }],
  });
});

test.each([
  [
    "exec",
    { user: { exec: { command: "sh", args: ["-c", "id"] } } },
    /^The user signs in by running a program \(exec\), which is never run here\./,
  ],
  [
    "auth-provider",
    { user: { "auth-provider": { name: "gcp" } } },
    /by an auth-provider, which is not supported\./,
  ],
  [
    "tokenFile",
    { user: { tokenFile: "/etc/passwd" } },
    /^tokenFile is a path to a file\. Give the token itself\.$/,
  ],
  [
    "client-certificate",
    { user: { "client-certificate": "/a" } },
    /^client-certificate is a path to a file\./,
  ],
  ["client-key", { user: { token: "t", "client-key": "/a" } }, /^client-key is a path to a file\./],
  ["a password", { user: { username: "a", password: "b" } }, /^The user signs in with a name and a password/],
  ["as", { user: { token: "t", as: "root" } }, /acts as someone else \(as\)/],
  ["as-groups", { user: { token: "t", "as-groups": ["system:masters"] } }, /acts for groups \(as-groups\)/],
  [
    "half a certificate",
    { user: { "client-certificate-data": PEM } },
    /needs both client-certificate-data and client-key-data/,
  ],
  [
    "a certificate that is none",
    { user: { "client-certificate-data": "aGVsbG8=", "client-key-data": KEY } },
    /^client-certificate-data does not hold a PEM certificate/,
  ],
  ["a token over two lines", { user: { token: "abc\ndef" } }, /^The token holds spaces/],
  [
    "certificate-authority",
    { cluster: { "certificate-authority": "/ca.crt" } },
    /^certificate-authority is a path to a file\./,
  ],
  [
    "proxy-url",
    { cluster: { "proxy-url": "http://evil:3128" } },
    /^proxy-url sends every call through another server/,
  ],
  [
    "no check of the certificate",
    { cluster: { "insecure-skip-tls-verify": true } },
    /^insecure-skip-tls-verify switches off the check/,
  ],
  [
    "a file as the server",
    { cluster: { server: "file:///etc/passwd" } },
    /^The server "file:\/\/\/etc\/passwd" is not an https address/,
  ],
  ["no address", { cluster: { server: "not a url" } }, /is not an https address such as/],
  [
    "credentials in the address",
    { cluster: { server: "https://a:b@10.0.0.1" } },
    /address holds a user name or password/,
  ],
  ["a query in the address", { cluster: { server: "https://10.0.0.1/?x=1" } }, /has a query or a fragment/],
  [
    "plain http",
    { cluster: { server: "http://10.0.0.1:8080" } },
    /^The server http:\/\/10\.0\.0\.1:8080 is plain http/,
  ],
  [
    "a cluster that is not there",
    { more: { clusters: [] } },
    /names the cluster prod, which is not in the kubeconfig\./,
  ],
  ["a user who is not there", { more: { users: [] } }, /names the user ops, who is not in the kubeconfig\./],
] as const)("%s is refused with a sentence, when shown and when imported", (_, parts, sentence) => {
  const text = config(parts);
  expect(() => inspectKubeconfig(text)).toThrow(sentence);
  expect(() => extractContext(text, undefined)).toThrow(sentence);
});

test.each([
  [
    "plain http on this very machine",
    { cluster: { server: "http://127.0.0.1:8001" } },
    "http://127.0.0.1:8001",
  ],
  [
    "a path, and a slash at the end",
    { cluster: { server: "https://rancher.example.org/k8s/clusters/c-1/" } },
    "https://rancher.example.org/k8s/clusters/c-1",
  ],
  [
    "fields that say nothing",
    { cluster: { "insecure-skip-tls-verify": false, "proxy-url": "" } },
    "https://10.0.0.1:6443",
  ],
])("%s is taken", (_, parts, server) => {
  expect(extractContext(config(parts), undefined).server).toBe(server);
});

test("several contexts are shown, each with what speaks against it; one must be chosen", () => {
  const text = config({
    more: {
      users: [
        { name: "ops", user: { token: "t0ken" } },
        { name: "dev", user: { exec: { command: "aws" } } },
      ],
      contexts: ["ops", "dev"].map((user) => ({ name: `${user}@prod`, context: { cluster: "prod", user } })),
    },
  });
  expect(
    inspectKubeconfig(text).contexts.map(({ name, authKind, problem }) => [name, authKind, problem !== null]),
  ).toEqual([
    ["ops@prod", "token", false],
    ["dev@prod", "unsupported", true],
  ]);
  expect(() => extractContext(text, undefined)).toThrow(
    "The kubeconfig has 2 contexts (ops@prod, dev@prod). Choose one.",
  );
  expect(() => extractContext(text, "nobody")).toThrow("The kubeconfig has no context named nobody.");
  expect(() => extractContext(text, "dev@prod")).toThrow(/running a program/);
  expect(extractContext(text, "ops@prod").server).toBe("https://10.0.0.1:6443");
});

test.each([
  ["nothing", "  \n ", "The kubeconfig is empty."],
  ["more than 256 KiB", `# ${"x".repeat(256 * 1024)}`, /^The kubeconfig is larger than 256 KiB/],
  [
    "more than 256 KiB in bytes, not in letters",
    `# ${"ü".repeat(140_000)}`,
    /^The kubeconfig is larger than 256 KiB/,
  ],
  ["no YAML", "a: [1,\nb: }", /^The kubeconfig is not YAML: line \d+ cannot be read\.$/],
  ["a word", "hello", "The kubeconfig is not a list of clusters, users and contexts."],
  ["a list", "- a\n- b", "The kubeconfig is not a list of clusters, users and contexts."],
  [
    "another kind",
    "apiVersion: v1\nkind: Secret\ndata: {}",
    "The file is YAML, but not a kubeconfig: its kind is not Config.",
  ],
  [
    "no contexts",
    "kind: Config\nclusters: []",
    "The kubeconfig has no contexts, so it does not say which cluster to use.",
  ],
  [
    "a context that is none",
    "contexts: [{name: a}]",
    /^The kubeconfig's field contexts\.0\.context is missing/,
  ],
  [
    "two documents",
    `${config()}\n---\n${config()}`,
    "The kubeconfig holds more than one YAML document. Give one.",
  ],
  ["billions of laughs", bomb(), /uses YAML aliases/],
  ["an alias of itself", "a: &a [*a]", /uses YAML aliases/],
  ["a deep list", "[".repeat(100_000), /nested more than 20 deep/],
  ["a deep map", "{a: ".repeat(50_000), /nested more than 20 deep/],
  ["a deep block list", "- ".repeat(100_000), /nested more than 20 deep/],
  [
    "a deep block",
    Array.from({ length: 500 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
    /nested more than 20 deep/,
  ],
  [
    "a thousand contexts",
    `contexts: [${"{name: a, context: {cluster: b}},".repeat(1_000)}]`,
    /has 1000 contexts; up to 200 are read\./,
  ],
])("%s is refused with a sentence", (_, text, sentence) => {
  expect(() => inspectKubeconfig(text)).toThrow(sentence);
  expect(() => inspectKubeconfig(text)).toThrow(expect.objectContaining({ name: "DomainError" }));
});

test("keys that nobody reads do no harm", () => {
  const keys = Array.from({ length: 2_000 }, (_, at) => `k${at}: ${at}`).join("\n");
  expect(inspectKubeconfig(`${config()}${keys}`).contexts).toHaveLength(1);
});

function bomb(): string {
  const lines = ["a0: &a0 [lol, lol, lol, lol]"];
  for (let at = 1; at < 12; at += 1)
    lines.push(`a${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join(", ")}]`);
  return lines.join("\n");
}
