import { classes } from "./classes.ts";

export interface CodeLine {
  text: string;
  /** The draft has another value here: lit, with the old one behind. */
  was?: string | undefined;
  changed?: boolean;
}

interface CodeBlockProps {
  /** "The draft as YAML" */
  label: string;
  lines: readonly (CodeLine | string)[];
  /** Splits "key: value" into a quiet key and a strong value. */
  yaml?: boolean;
  numbered?: boolean;
}

/** What a machine reads, with line numbers; changed lines are lapis. */
export function CodeBlock({ label, lines, yaml, numbered = true }: CodeBlockProps) {
  return (
    <pre
      // a scrolled region must be reachable by keyboard
      tabIndex={0}
      role="region"
      aria-label={label}
      className="m-0 overflow-x-auto rounded-2 bg-paper-2 py-1.5 font-mono text-small leading-5"
    >
      {lines.map((line, index) => {
        const { text, was, changed } =
          typeof line === "string" ? { text: line, was: undefined, changed: false } : line;
        return (
          <span
            key={index}
            className={classes(
              "relative block min-w-max pr-2.5",
              numbered ? "pl-[34px]" : "pl-2.5",
              (changed || was !== undefined) && "bg-lapis-wash shadow-[inset_2px_0_0_var(--lapis)]",
            )}
          >
            {numbered && (
              <span
                aria-hidden="true"
                className="absolute left-0 w-[22px] text-right text-micro leading-5 text-ink-3 select-none"
              >
                {index + 1}
              </span>
            )}
            {yaml ? <YamlText text={text} /> : text || " "}
            {was !== undefined && <span className="text-ink-3"> # was {was}</span>}
          </span>
        );
      })}
    </pre>
  );
}

const KEYED = /^(\s*(?:- )?)([^\s:#][^:]*:)(\s.*)?$/;

function YamlText({ text }: { text: string }) {
  const match = KEYED.exec(text);
  if (!match) return <>{text || " "}</>;
  const [, indent, key, value = ""] = match;
  return (
    <>
      {indent}
      <span className="text-ink-2">{key}</span>
      <span className="font-[550] text-ink">{value}</span>
    </>
  );
}
