"use client";
import type { CSSProperties } from "react";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { Note } from "#components/ui/note.tsx";
import { Status, Tag } from "#components/ui/status.tsx";
import { Ago } from "#components/ui/time.tsx";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { MachineMenu, type MachineVerb } from "./machine-menu.tsx";
import { MessageTree } from "./message-tree.tsx";
import { figuresOf, remarksOf, stateOf, titleOf, type Remarks } from "./object-tree.prepare.ts";

export const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 @min-[680px]:grid-cols-[minmax(0,1fr)_62px_56px_44px_64px_132px_88px]";
const STEP_PX = 16;

/** What a person wants of a row. */
export type Act = "yaml" | MachineVerb;

interface RowProps {
  node: TreeNode;
  depth: number;
  cluster: ClusterDetail;
  /** Undefined: there is nothing below it. */
  open: boolean | undefined;
  onTurn: () => void;
  onAct: (act: Act) => void;
}

/** One object: what it is, its machines by number, how it stands, since when, and why. */
export function ObjectRow({ node, depth, cluster, open, onTurn, onAct }: RowProps) {
  const remarks = remarksOf(node);
  const indent = { "--indent": `${depth * STEP_PX}px` } as CSSProperties;
  return (
    <div style={indent} className="border-b border-line" data-role={node.role}>
      <div className={classes(COLUMNS, "min-h-(--row) items-center py-1")}>
        <div className="grid min-w-0 grid-cols-[20px_minmax(0,1fr)] items-center pl-(--indent)">
          {open === undefined ? <span /> : <Turn title={titleOf(node)} open={open} onTurn={onTurn} />}
          <Name node={node} />
        </div>
        <Figures node={node} />
        <State node={node} />
        <div className="flex justify-end gap-1 @max-[680px]:col-start-2 @max-[680px]:row-start-1">
          {node.object && (
            <Button small kind="quiet" aria-label={`${titleOf(node)} as YAML`} onClick={() => onAct("yaml")}>
              YAML
            </Button>
          )}
          {node.role === "machine" && <MachineMenu node={node} cluster={cluster} onVerb={onAct} />}
        </div>
      </div>
      {remarks && (
        <div className="pb-2.5 pl-(--indent)">
          <Why remarks={remarks} open={open} failed={node.severity === "failed"} />
        </div>
      )}
    </div>
  );
}

function Turn({ title, open, onTurn }: { title: string; open: boolean; onTurn: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={title}
      onClick={onTurn}
      className="-ml-1 grid size-6 place-items-center rounded-1 text-ink-2 hover:text-ink"
    >
      <svg
        width="10"
        height="10"
        viewBox="0 0 10 10"
        aria-hidden="true"
        className={classes(open && "rotate-90")}
      >
        <path d="M3 1.5 7 5 3 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </button>
  );
}

function Name({ node }: { node: TreeNode }) {
  const { role, kind, name, version, marks, object } = node;
  return (
    <span className="min-w-0 leading-[17px] break-words">
      {object ? (
        <>
          <span className="text-ink-2">{kind} </span>
          <span className="mono">{name}</span>
        </>
      ) : (
        <span className={classes(role === "group" && "font-[550]")}>{name}</span>
      )}
      {version && <span className="ml-1.5 text-small whitespace-nowrap text-ink-3">{version}</span>}
      {marks.map((mark) => (
        <Tag key={mark} className="ml-1.5">
          {mark}
        </Tag>
      ))}
    </span>
  );
}

/** Numbers under their heads; at a phone's width one line of words. */
function Figures({ node }: { node: TreeNode }) {
  const figures = figuresOf(node.counts);
  if (figures.length === 0) return <span className="@max-[680px]:hidden @min-[680px]:col-span-4" />;
  return (
    <>
      {figures.map(({ name, text }) => (
        <span key={name} className="text-right tabular-nums @max-[680px]:hidden">
          <span className="sr-only">{name}: </span>
          {text}
        </span>
      ))}
      {node.role !== "machine" && (
        <span className="col-span-full pl-[calc(var(--indent)+20px)] text-small text-ink-3 @min-[680px]:hidden">
          {figures.map(({ name, text }) => `${name} ${text}`).join(", ")}
        </span>
      )}
    </>
  );
}

function State({ node }: { node: TreeNode }) {
  const state = stateOf(node);
  const since = node.deleting?.since ?? node.condition?.since;
  if (!state) return <span className="@max-[680px]:hidden" />;
  return (
    <span className="@min-[680px]:pl-3 @max-[680px]:col-span-full @max-[680px]:flex @max-[680px]:gap-2 @max-[680px]:pl-[calc(var(--indent)+20px)]">
      <Status shape={state.shape}>{state.word}</Status>
      {since && <Ago at={since} className="block text-micro text-ink-3 @min-[680px]:pl-[19px]" />}
    </span>
  );
}

interface WhyProps {
  remarks: Remarks;
  open: boolean | undefined;
  failed: boolean;
}

function Why({ remarks: { reason, message, held, members }, open, failed }: WhyProps) {
  return (
    <Note failed={failed} className="ml-5 text-small text-ink-2">
      {reason && (
        <p className="break-words">
          <code className="mono">{reason}</code>
        </p>
      )}
      {members && !open && <p className="break-words">{members}</p>}
      {message && <MessageTree message={message} />}
      {held && <p className="break-words">{held}</p>}
    </Note>
  );
}
