"use client";
import { autocompletion } from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { linter, lintGutter } from "@codemirror/lint";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef } from "react";
import type { KindSchema } from "#server/domain/resource/schema.ts";
import { completionOf, type FieldsAt } from "./yaml-completion.ts";
import { faultsIn } from "./yaml-faults.prepare.ts";

interface YamlEditorProps {
  label: string;
  text: string;
  onChange: (text: string) => void;
  /** What may stand at a place, by the cluster's own schema. */
  fieldsAt: FieldsAt;
  /** What the text is checked by as it is typed; undefined where nothing is known. */
  schema: () => Promise<KindSchema | undefined>;
}

/** In the tokens of the look, so that it follows the theme; no hue in it, since hues are grams. */
const LOOK = EditorView.theme({
  "&": {
    fontSize: "0.75rem",
    color: "var(--ink)",
    backgroundColor: "var(--paper-2)",
    borderRadius: "5px",
    border: "1px solid var(--control)",
  },
  "&.cm-focused": { outline: "2px solid var(--lapis)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    lineHeight: "1.25rem",
    minHeight: "320px",
    maxHeight: "64dvh",
  },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-line span": { color: "inherit", textDecoration: "inherit" },
  ".cm-gutters": { backgroundColor: "var(--paper-2)", color: "var(--ink-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--paper-3)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--lapis-wash)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--crimson)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--ink-2)",
    textUnderlineOffset: "3px",
  },
  ".cm-lint-marker-warning": {
    content: "none",
    width: "8px",
    height: "8px",
    border: "1.5px solid var(--ink-2)",
  },
  ".cm-lint-marker-error": {
    content: "none",
    width: "8px",
    height: "8px",
    backgroundColor: "var(--crimson)",
  },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-2)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--lapis-wash)",
    color: "var(--ink)",
  },
  ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "320px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--crimson)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--ink-2)" },
  ".cm-panels": { backgroundColor: "var(--paper-3)", color: "var(--ink)", borderColor: "var(--line-2)" },
});

/** CodeMirror; it is loaded where something is edited, and nowhere else. Tab leaves it, as it leaves any field. */
export function YamlEditor({ label, text, onChange, fieldsAt, schema }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  const fields = useRef(fieldsAt);
  const asked = useRef(schema);
  const first = useRef(text);
  useEffect(() => {
    changed.current = onChange;
    fields.current = fieldsAt;
    asked.current = schema;
  });
  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      doc: first.current,
      extensions: [
        basicSetup,
        yaml(),
        autocompletion({ override: [completionOf((path) => fields.current(path))], icons: false }),
        lintGutter(),
        linter(async ({ state }) => faultsIn(state.doc.toString(), await asked.current()), { delay: 250 }),
        LOOK,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          first.current = state.doc.toString(); // should this be mounted again, the text is there
          changed.current(first.current);
        }),
      ],
    });
    return () => view.destroy();
  }, [label]);
  return <div ref={host} data-testid="yaml-editor" />;
}
