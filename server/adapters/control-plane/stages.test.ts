import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { prepareStages } from "./stages.ts";

const stage = (name: string, rest = "") => `kind: Stage
metadata: {name: ${name}}
spec:
  selector:
    matchExpressions:
    - {key: .status.phase, operator: In, values: [Running]}
  delay: {durationMilliseconds: 1000, jitterDurationMilliseconds: 5000}
  next:
    statusTemplate: |
      phase: Succeeded
      exitCode: 0
      reason: Completed
${rest}`;

test("pods start promptly, and one more Stage ends those with an exit code", () => {
  const prepared = parseAllDocuments(
    prepareStages([stage("pod-ready"), stage("pod-complete")].join("---\n")),
  );
  const [ready, complete, fail] = prepared.map((document) => document.toJS() as StageLike);
  expect(ready?.spec.delay).toEqual({ durationMilliseconds: 50, jitterDurationMilliseconds: 100 });
  expect(complete?.spec.delay).toEqual({ durationMilliseconds: 1_000, jitterDurationMilliseconds: 5_000 });
  const key = '.metadata.annotations["sandbox.carbon-aware.io/exit-code"]';
  expect(complete?.spec.selector.matchExpressions.at(-1)).toEqual({ key, operator: "DoesNotExist" });
  expect(fail).toMatchObject({ metadata: { name: "pod-fail" } });
  expect(fail?.spec.selector.matchExpressions.at(-1)).toEqual({ key, operator: "Exists" });
  expect(fail?.spec.next.statusTemplate).toBe(
    'phase: Failed\nexitCode: {{ index $root.metadata.annotations "sandbox.carbon-aware.io/exit-code" }}\nreason: Error\n',
  );
});

interface StageLike {
  spec: { delay: object; selector: { matchExpressions: object[] }; next: { statusTemplate: string } };
}
