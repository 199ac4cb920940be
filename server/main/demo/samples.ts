import { readdirSync, readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "#server/domain/kubernetes.ts";

/** deploy/samples, file by file: put in by the build of dist/karbon.mjs, which stands alone; absent where the sources themselves run. */
declare const KARBON_SAMPLES: Readonly<Record<string, string>> | undefined;

const FOLDER = new URL("../../../deploy/samples/", import.meta.url);

const texts = (): readonly string[] =>
  typeof KARBON_SAMPLES === "undefined"
    ? readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), "utf8"))
    : Object.values(KARBON_SAMPLES);

export const samples = (): KubeObject[] =>
  texts().flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject));
