"use client";
import type { Outputs } from "#components/shell/trpc.ts";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import type { PartProps } from "./class-form.tsx";

const CONTROL_PLANES = {
  "1": "1, for trying: no upgrade without a pause",
  "3": "3, one may fail",
  "5": "5, two may fail",
  "": "as the class has it: a cloud runs it",
} as const;

/** Name, place, version, control plane, ranges. */
export function ClassFields({
  draft,
  errors,
  change,
  chosen,
  zones,
}: PartProps & { zones: Outputs["cluster"]["suggest"]["zones"] }) {
  const text = (field: "name" | "namespace" | "kubernetesVersion" | "podCidr" | "serviceCidr") => ({
    mono: true,
    autoComplete: "off",
    value: draft[field],
    onChange: ({ target }: { target: { value: string } }) => change({ [field]: target.value }),
  });
  return (
    <div className="grid gap-x-6 gap-y-4 touch:grid-cols-2">
      <Field label="Name" help="As kubectl and the policies know it." error={errors["name"]}>
        {(ids) => <Input {...text("name")} {...ids} />}
      </Field>
      <Field
        label="Zone"
        help="The grid its Jobs wait for: the one where its machines stand."
        error={errors["zone"]}
      >
        {(ids) => (
          <Select value={draft.zone} onChange={({ target }) => change({ zone: target.value })} {...ids}>
            {draft.zone === "" && <option value="">Choose one</option>}
            {zones.map(({ zone, name }) => (
              <option key={zone} value={zone}>
                {name === zone ? zone : `${zone}, ${name}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Kubernetes version"
        help={chosen.versions.length > 0 ? "Of those that the class offers." : "Such as v1.36.4."}
        error={errors["kubernetesVersion"]}
      >
        {(ids) =>
          chosen.versions.length > 0 ? (
            <Select
              value={draft.kubernetesVersion}
              onChange={({ target }) => change({ kubernetesVersion: target.value })}
              {...ids}
            >
              {chosen.versions.toReversed().map((version) => (
                <option key={version}>{version}</option>
              ))}
            </Select>
          ) : (
            <Input {...text("kubernetesVersion")} {...ids} />
          )
        }
      </Field>
      <Field
        label="Control-plane machines"
        help="An odd number, since etcd votes."
        error={errors["controlPlaneReplicas"]}
      >
        {(ids) => (
          <Select
            value={draft.controlPlaneReplicas}
            onChange={({ target }) => change({ controlPlaneReplicas: target.value })}
            {...ids}
          >
            {Object.entries(CONTROL_PLANES).map(([count, label]) => (
              <option key={count} value={count}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Namespace"
        help="In the management cluster, where its objects stand."
        error={errors["namespace"]}
      >
        {(ids) => <Input {...text("namespace")} {...ids} />}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Pod range" help="Empty: the class decides." error={errors["podCidr"]}>
          {(ids) => <Input {...text("podCidr")} placeholder="192.168.0.0/16" {...ids} />}
        </Field>
        <Field label="Service range" error={errors["serviceCidr"]}>
          {(ids) => <Input {...text("serviceCidr")} placeholder="10.128.0.0/12" {...ids} />}
        </Field>
      </div>
    </div>
  );
}
