import type { CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { SchemaField } from "#server/domain/resource/schema.ts";
import { placeAt } from "./yaml-path.prepare.ts";

export type FieldsAt = (path: string[]) => Promise<readonly SchemaField[]>;

/** Keys and closed lists of values, as the cluster's own schema has them at this place. */
export function completionOf(fieldsAt: FieldsAt): CompletionSource {
  return async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const line = state.doc.lineAt(pos);
    const above = state.doc.sliceString(0, line.from).split("\n").slice(0, -1);
    const place = placeAt(above, state.doc.sliceString(line.from, pos));
    if (!place || (place.typed === "" && !explicit && place.valueOf === undefined)) return null;
    const fields = await fieldsAt(place.path);
    const options = place.valueOf === undefined ? fields.map(keyOption) : valuesOf(fields, place.valueOf);
    return options.length > 0 ? { from: pos - place.typed.length, options } : null;
  };
}

const keyOption = ({ name, type, about, required }: SchemaField) => ({
  label: name,
  detail: required ? `${type}, required` : type,
  info: about || undefined,
  apply: `${name}: `,
});

function valuesOf(fields: readonly SchemaField[], name: string) {
  const field = fields.find((each) => each.name === name);
  const values = field?.type === "boolean" ? ["true", "false"] : (field?.values ?? []);
  return values.map((label) => ({ label }));
}
