import { parseAllDocuments, stringify } from "yaml";
import { z } from "zod";

const Stage = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    selector: z.looseObject({ matchExpressions: z.array(z.unknown()) }),
    delay: z.looseObject({}).optional(),
    next: z.looseObject({ statusTemplate: z.string().optional() }),
  }),
});
type Stage = z.infer<typeof Stage>;

/** Pods with this annotation end with its number; kwok's own Stages know success only. The sandbox has the same annotation. */
const EXIT_CODE = '.metadata.annotations["sandbox.carbon-aware.io/exit-code"]';
/** Their default is one to six seconds each, which no test wants to wait for. An annotation of the pod still rules. */
const PROMPT = new Set(["pod-create", "pod-ready", "pod-delete"]);

/** kwok's own Stages, with pods that start and go promptly and one more way to end. */
export function prepareStages(yaml: string): string {
  const stages = parseAllDocuments(yaml).map((document) => Stage.parse(document.toJS()));
  return stages
    .flatMap((stage) => prepare(stage))
    .map((stage) => stringify(stage))
    .join("---\n");
}

function prepare(stage: Stage): Stage[] {
  const { name } = stage.metadata;
  if (PROMPT.has(name) && stage.spec.delay) {
    stage.spec.delay = { ...stage.spec.delay, durationMilliseconds: 50, jitterDurationMilliseconds: 100 };
  }
  if (name !== "pod-complete") return [stage];
  const failing = structuredClone(stage);
  failing.metadata.name = "pod-fail";
  stage.spec.selector.matchExpressions.push({ key: EXIT_CODE, operator: "DoesNotExist" });
  failing.spec.selector.matchExpressions.push({ key: EXIT_CODE, operator: "Exists" });
  failing.spec.next.statusTemplate = failing.spec.next.statusTemplate
    ?.replace(
      "exitCode: 0",
      'exitCode: {{ index $root.metadata.annotations "sandbox.carbon-aware.io/exit-code" }}',
    )
    .replace("reason: Completed", "reason: Error")
    .replace("phase: Succeeded", "phase: Failed");
  return [stage, failing];
}
