import { existsSync } from "node:fs";
import path from "node:path";

/** `--name TEXT` of the command line; undefined when absent. @throws Error with a sentence when the text is missing */
export function textOption(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  if (at === -1) return undefined;
  const text = process.argv[at + 1];
  if (text === undefined || text.startsWith("--")) throw new Error(`Give --${name} a value.`);
  return text;
}

/** `--name FILE`, found from where the command was given. @throws Error with a sentence */
export function fileOption(name: string, what: string): string {
  const given = textOption(name);
  if (given === undefined) throw new Error(`Give --${name} FILE: ${what}.`);
  const found = [process.cwd(), process.env["INIT_CWD"] ?? "."]
    .map((folder) => path.resolve(folder, given))
    .find((file) => existsSync(file));
  if (!found) throw new Error(`There is no file ${given} (--${name}: ${what}).`);
  return found;
}

/** The first of these places that holds the file. @throws Error with a sentence that names them */
export function fileIn(folders: readonly string[], name: string): string {
  const found = folders.map((folder) => path.resolve(folder, name)).find((file) => existsSync(file));
  if (!found) throw new Error(`There is no file ${name} in ${folders.join(" or ")}.`);
  return found;
}
