"use client";
import { useState } from "react";
import { classes } from "#components/ui/classes.ts";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { DeleteMachine } from "./delete-machine.tsx";
import { type Act, COLUMNS, ObjectRow } from "./object-row.tsx";
import { opensByItself } from "./object-tree.prepare.ts";
import { ObjectYaml } from "./object-yaml.tsx";
import { RemediateMachine } from "./remediate-machine.tsx";

const HEADS = ["Machines", "Available", "Ready", "Up to date"] as const;

/** Lists within lists, each of which opens and closes; equal machines are one row until it is opened. */
export function ObjectTree({ root, cluster }: { root: TreeNode; cluster: ClusterDetail }) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  // not in the row: a machine leaves its group while its dialog is open
  const [asked, setAsked] = useState<Asked>();
  const turn = (id: string) =>
    setTurned(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  return (
    <div className="@container">
      <div
        aria-hidden="true"
        className={classes(
          COLUMNS,
          "border-b border-line-2 pb-1.5 text-micro text-ink-3 @max-[680px]:hidden",
        )}
      >
        <span className="pl-5">Object</span>
        {HEADS.map((head) => (
          <span key={head} className="text-right">
            {head}
          </span>
        ))}
        <span className="pl-3">State</span>
        <span />
      </div>
      <ul aria-label={`Objects of ${cluster.name}`}>
        <Branch
          node={root}
          depth={0}
          isOpen={(node) => turned.has(node.id) !== opensByItself(node)}
          {...{ turn, cluster }}
          onAct={(node, act) => setAsked({ node, act })}
        />
      </ul>
      {asked && <AskedFor asked={asked} cluster={cluster.name} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

interface Asked {
  node: TreeNode;
  act: Act;
}

function AskedFor({
  asked: { node, act },
  cluster,
  onClose,
}: {
  asked: Asked;
  cluster: string;
  onClose: () => void;
}) {
  const target = { name: cluster, uid: node.id };
  switch (act) {
    case "yaml":
      return <ObjectYaml cluster={cluster} node={node} onClose={onClose} />;
    case "delete":
      return <DeleteMachine target={target} machine={node.name} onClose={onClose} />;
    case "remediate":
      return <RemediateMachine target={target} machine={node.name} onClose={onClose} />;
  }
}

interface BranchProps {
  node: TreeNode;
  depth: number;
  cluster: ClusterDetail;
  isOpen: (node: TreeNode) => boolean;
  turn: (id: string) => void;
  onAct: (node: TreeNode, act: Act) => void;
}

function Branch({ node, depth, ...rest }: BranchProps) {
  const { isOpen, turn, onAct, cluster } = rest;
  const open = isOpen(node);
  return (
    <li>
      <ObjectRow
        node={node}
        depth={depth}
        cluster={cluster}
        open={node.children.length > 0 ? open : undefined}
        onTurn={() => turn(node.id)}
        onAct={(act) => onAct(node, act)}
      />
      {open && node.children.length > 0 && (
        <ul>
          {node.children.map((child) => (
            <Branch key={child.id} node={child} depth={depth + 1} {...rest} />
          ))}
        </ul>
      )}
    </li>
  );
}
