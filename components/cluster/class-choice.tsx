"use client";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { isUsable, keyOf } from "./offered-classes.prepare.ts";

/** Asks the management cluster for its classes anew. */
export interface LookAgain {
  busy: boolean;
  look: () => void;
}
interface ClassChoiceProps {
  classes: readonly ClusterClassView[];
  chosen: ClusterClassView;
  onChoose: (key: string) => void;
  again: LookAgain;
}

/** Which class. One that cannot be used is there too, with why. */
export function ClassChoice({ classes, chosen, onChoose, again }: ClassChoiceProps) {
  const broken = classes.filter((each) => !isUsable(each) && each !== chosen);
  return (
    <div className="grid gap-1.5">
      <Field
        label="Class"
        help="What a cluster of it is made of: a ClusterClass of the management cluster."
        error={
          isUsable(chosen)
            ? undefined
            : `No cluster can be made of it now. ${chosen.problem} What you typed stays.`
        }
      >
        {(ids) => (
          <Select value={keyOf(chosen)} onChange={({ target }) => onChoose(target.value)} {...ids}>
            {classes.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)} disabled={!isUsable(each)}>
                {isUsable(each) ? keyOf(each) : `${keyOf(each)}, cannot be used now`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {broken.length > 0 && (
        <ul aria-label="Classes that cannot be used" className="grid gap-0.5 text-small text-ink-2">
          {broken.map((each) => (
            <li key={keyOf(each)} className="break-words">
              <span className="mono">{keyOf(each)}</span> cannot be used now. {each.problem}
            </li>
          ))}
        </ul>
      )}
      {classes.some((each) => !isUsable(each)) && (
        <div>
          <Button small busy={again.busy} onClick={again.look}>
            Look at the classes again
          </Button>
        </div>
      )}
    </div>
  );
}
