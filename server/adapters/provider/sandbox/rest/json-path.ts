import { asText, isObject } from "../object.ts";

const STEP =
  /^(?:\.((?:\\.|[^.[\]\\])+)|\[\s*(\*|-?\d+)\s*\]|\[\s*['"]([^'"]*)['"]\s*\]|\[\?\(\s*@\.([^=!<>\s]+)\s*==\s*['"]?([^'")]*)['"]?\s*\)\])/;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

type Step = (value: unknown) => unknown[];

function everything(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function stepOf([, field, index, quoted, filterField, filterValue]: RegExpExecArray): Step {
  const name = (field ?? quoted)?.replaceAll("\\", "");
  if (filterField !== undefined)
    return (value) =>
      listOf(value).filter((item) => isObject(item) && asText(item[filterField]) === filterValue);
  if (index === "*" || name === "*") return everything;
  if (name === undefined) return (value) => [listOf(value).at(Number(index))];
  return (value) => (isObject(value) ? [value[name]] : []);
}

/** The values at a JSON path of the kind that CRD printer columns use: fields, indices, `[*]` and `[?(@.type=="Ready")]`. */
export function jsonPath(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  let rest = path.replace(/^\{(.*)\}$/, "$1").replace(/^\$/, "");
  while (rest !== "" && rest !== ".") {
    const match = STEP.exec(rest);
    if (!match) return [];
    values = values.flatMap(stepOf(match)).filter((value) => value !== undefined);
    rest = rest.slice(match[0].length);
  }
  return values;
}
