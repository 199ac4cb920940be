import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { AgentValues } from "./agent-chart/values.ts";
import { ControlPlaneValues } from "./control-plane-chart/values.ts";

interface Stage {
  base: string;
  name: string;
  lines: [instruction: string, rest: string][];
}

/** Continued lines joined, comments gone, cut at each FROM. */
function stagesOf(text: string): Stage[] {
  const joined = text.replaceAll(/^\s*#.*\n/gm, "").replaceAll(/\\\n\s*/g, "");
  const lines = joined.split("\n").filter((line) => line.trim() !== "");
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, instruction = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    expect(instruction, line).toMatch(/^(ARG|FROM|WORKDIR|COPY|RUN|SHELL|ENV|USER|EXPOSE|CMD|ENTRYPOINT)$/);
    if (instruction === "FROM") {
      const [, base = "", name = ""] = /^(?:--platform=\S+ )?(\S+) AS (\S+)$/.exec(rest) ?? [];
      stages.push({ base, name, lines: [] });
    } else stages.at(-1)?.lines.push([instruction, rest]);
  }
  return stages;
}

const stages = stagesOf(readFileSync("deploy/docker/Dockerfile", "utf8"));
const named = (name: string): Stage | undefined => stages.find((stage) => stage.name === name);
/** A stage with all that it stands on. */
const linesOf = (stage: Stage): Stage["lines"] => {
  const base = named(stage.base);
  return [...(base ? linesOf(base) : []), ...stage.lines];
};
const TARGETS = ["console", "worker", "agent"];

test.each(TARGETS)("the image %s stands on nothing, is not root, and starts without a shell", (name) => {
  const target = named(name);
  if (!target) throw new Error(`There is no stage ${name}.`);
  const lines = linesOf(target);
  const last = (instruction: string) => lines.findLast(([each]) => each === instruction)?.[1] ?? "";
  const root = (stage: Stage): string => {
    const base = named(stage.base);
    return base ? root(base) : stage.base;
  };
  expect(root(target)).toBe("scratch");
  expect(last("USER")).toBe("65532:65532");
  expect(JSON.parse(last("ENTRYPOINT"))).toEqual(expect.any(Array));
  expect(JSON.parse(last("CMD"))).toEqual(expect.any(Array));
  expect(lines.filter(([instruction]) => instruction === "RUN")).toEqual([]);
});

test("base images are plain names, so that a mirror can stand in", () => {
  for (const { base } of stages)
    expect(named(base) ?? ["${NODE_IMAGE}", "scratch"].find((one) => one === base), base).toBeDefined();
});

test("what is copied from the checkout is there", () => {
  for (const [instruction, rest] of stages.flatMap(({ lines }) => lines)) {
    if (instruction !== "COPY" || rest.startsWith("--from")) continue;
    for (const source of rest.split(" ").slice(0, -1)) expect(existsSync(source), source).toBe(true);
  }
});

test("the charts ask for the images that are built", () => {
  const { console, worker } = ControlPlaneValues.parse({});
  const repositories = [console.image, worker.image, AgentValues.parse({}).image].map(
    ({ repository }) => repository,
  );
  expect(repositories).toEqual(TARGETS.map((target) => `karbonetes/${target}`));
  const release = parse(readFileSync(".github/workflows/release.yml", "utf8")) as {
    jobs: { images: { strategy: { matrix: { target: string[] } } } };
  };
  expect(release.jobs.images.strategy.matrix.target).toEqual(TARGETS);
});
