import { isObject } from "../object.ts";

const STEP =
  /^(?:\.((?:\\.|[^.[\]\\])+)|\[\s*(\*|-?\d+)\s*\]|\[\s*['"]([^'"]*)['"]\s*\]|\[\?\(\s*@\.([^=!<>\s]+)\s*==\s*['"]?([^'")]*)['"]?\s*\)\])/;

function children(value: unknown, match: RegExpExecArray): unknown[] {
  const [, field, index, quoted, filterField, filterValue] = match;
  const name = (field ?? quoted)?.replaceAll("\\", "");
  if (filterField !== undefined)
    return (Array.isArray(value) ? value : []).filter(
      (item) => isObject(item) && String(item[filterField]) === filterValue,
    );
  if (index === "*" || name === "*")
    return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  if (index !== undefined) return Array.isArray(value) ? [value.at(Number(index))] : [];
  return isObject(value) && name !== undefined ? [value[name]] : [];
}

/** The values at a JSON path of the kind that CRD printer columns use: fields, indices, `[*]` and `[?(@.type=="Ready")]`. */
export function jsonPath(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  let rest = path.replace(/^\{(.*)\}$/, "$1").replace(/^\$/, "");
  while (rest !== "" && rest !== ".") {
    const match = STEP.exec(rest);
    if (!match) return [];
    values = values.flatMap((value) => children(value, match)).filter((value) => value !== undefined);
    rest = rest.slice(match[0].length);
  }
  return values;
}
