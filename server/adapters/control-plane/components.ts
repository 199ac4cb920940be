import {
  apiServerArgs,
  controllerManagerArgs,
  etcdArgs,
  karpenterEnv,
  kwokArgs,
  schedulerArgs,
  type Place,
} from "./command-lines.ts";
import type { EngineFile } from "./engines.ts";
import type { Probe } from "./probe.ts";

interface Component {
  program: EngineFile;
  args: (place: Place) => string[];
  env?: (place: Place) => Record<string, string>;
  /** Answers 200 once it does its work. */
  probe: (place: Place) => Probe;
}

const secure = (port: number): Probe => ({
  url: `https://127.0.0.1:${port}/healthz`,
  rejectUnauthorized: false,
});

/** In the order of starting; each needs those before it. */
export const COMPONENTS = {
  etcd: {
    program: "etcd",
    args: etcdArgs,
    probe: ({ ports }) => ({ url: `http://127.0.0.1:${ports.etcd}/readyz` }),
  },
  "kube-apiserver": {
    program: "kube-apiserver",
    args: apiServerArgs,
    probe: ({ dir, ports }) => ({ url: `https://127.0.0.1:${ports.api}/readyz`, asAdminOf: dir }),
  },
  "kube-controller-manager": {
    program: "kube-controller-manager",
    args: controllerManagerArgs,
    probe: ({ ports }) => secure(ports.controllers),
  },
  "kube-scheduler": {
    program: "kube-scheduler",
    args: schedulerArgs,
    probe: ({ ports }) => secure(ports.scheduler),
  },
  kwok: {
    program: "kwok",
    args: kwokArgs,
    probe: ({ ports }) => ({ url: `http://127.0.0.1:${ports.kwok}/healthz` }),
  },
  karpenter: {
    program: "karpenter-kwok",
    args: () => [],
    env: karpenterEnv,
    probe: ({ ports }) => ({ url: `http://127.0.0.1:${ports.karpenter}/readyz` }),
  },
} satisfies Record<string, Component>;

export type ComponentName = keyof typeof COMPONENTS;

export const componentOf = (name: ComponentName): Component => COMPONENTS[name];
