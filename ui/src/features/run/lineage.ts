import type { LoggedModel, ModelVersion, Run } from "@/api/types";

import { datasetFacts } from "./datasets";
import { tagOf } from "./edits";

export type NodeKind = "dataset" | "parent" | "model in" | "run" | "model" | "child" | "version";

export interface LineageNode {
  id: string;
  kind: NodeKind;
  title: string;
  /** A second line: a digest, a status, aliases. */
  note: string;
  /** Left to right: what went in, the run, what came out, what was made of that. */
  layer: 0 | 1 | 2 | 3;
}

export interface Edge {
  from: string;
  to: string;
}

export interface Lineage {
  nodes: LineageNode[];
  edges: Edge[];
  /** Children that are left out. */
  more: number;
}

/** Children that a picture has room for. */
const MOST_CHILDREN = 12;

interface Known {
  run: Run;
  parent?: Run;
  children: readonly Run[];
  models: readonly LoggedModel[];
  versions: readonly ModelVersion[];
}

const nameOf = (run: Run): string => run.info.run_name || run.info.run_id.slice(0, 8);

/** Where a run comes from and what came of it. */
export function lineageOf({ run, parent, children, models, versions }: Known): Lineage {
  const own = run.info.run_id;
  const nodes: LineageNode[] = [{ id: own, kind: "run", title: nameOf(run), note: "this run", layer: 1 }];
  const edges: Edge[] = [];
  const before = (node: Omit<LineageNode, "layer">) => {
    nodes.push({ ...node, layer: 0 });
    edges.push({ from: node.id, to: own });
  };
  const after = (node: Omit<LineageNode, "layer">) => {
    nodes.push({ ...node, layer: 2 });
    edges.push({ from: own, to: node.id });
  };
  const parentId = tagOf(run, "mlflow.parentRunId");
  if (parentId) before({ id: parentId, kind: "parent", title: parent ? nameOf(parent) : parentId.slice(0, 8), note: "parent run" });
  for (const input of run.inputs?.dataset_inputs ?? []) {
    const { name, digest, context } = datasetFacts(input);
    before({ id: `${name}\n${digest}`, kind: "dataset", title: name, note: [digest, context].filter(Boolean).join(", ") });
  }
  for (const { model_id: id } of run.inputs?.model_inputs ?? []) before({ id, kind: "model in", title: id, note: "model that was read" });
  for (const { info } of models) after({ id: info.model_id, kind: "model", title: info.name, note: "logged model" });
  for (const child of children.slice(0, MOST_CHILDREN)) after({ id: child.info.run_id, kind: "child", title: nameOf(child), note: "child run" });
  for (const { name, version, aliases, model_id: modelId } of versions) {
    const id = `${name}\n${version}`;
    const from = modelId && models.some(({ info }) => info.model_id === modelId) ? modelId : own;
    nodes.push({ id, kind: "version", title: `${name} ${version}`, note: aliases?.length ? aliases.map((alias) => `@${alias}`).join(" ") : "registered version", layer: 3 });
    edges.push({ from, to: id });
  }
  return { nodes, edges, more: Math.max(0, children.length - MOST_CHILDREN) };
}

export const NODE = { width: 210, height: 46, across: 76, down: 12 } as const;

export interface Placed extends LineageNode {
  x: number;
  y: number;
}

export interface Layout {
  nodes: Placed[];
  /** A curve for each edge, as an SVG path. */
  curves: string[];
  width: number;
  height: number;
}

/** Places for the nodes: a column a layer that has any, each in the middle of the height. */
export function laidOut({ nodes, edges }: Pick<Lineage, "nodes" | "edges">): Layout {
  const layers = [0, 1, 2, 3].map((layer) => nodes.filter((node) => node.layer === layer)).filter((layer) => layer.length > 0);
  const heightOf = (count: number) => count * NODE.height + (count - 1) * NODE.down;
  const height = Math.max(0, ...layers.map((layer) => heightOf(layer.length)));
  const placed = layers.flatMap((layer, column) =>
    layer.map((node, row): Placed => ({
      ...node,
      x: column * (NODE.width + NODE.across),
      y: (height - heightOf(layer.length)) / 2 + row * (NODE.height + NODE.down),
    })),
  );
  const at = new Map(placed.map((node) => [node.id, node]));
  const curves = edges.flatMap(({ from, to }) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b) return [];
    const [x1, y1, x2, y2] = [a.x + NODE.width, a.y + NODE.height / 2, b.x, b.y + NODE.height / 2];
    const middle = (x1 + x2) / 2;
    return [`M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`];
  });
  return { nodes: placed, curves, width: Math.max(0, layers.length * (NODE.width + NODE.across) - NODE.across), height };
}
