import { parentOf } from "@/api/families";
import type { LoggedModel, ModelVersion, Run } from "@/api/types";
import type { Edge } from "@/shared/lineage/graph";
import type { LineageNode } from "@/shared/lineage/LineageGraph";
import { nameOf, shortId } from "@/shared/runs/name";

import { datasetFacts } from "./datasets";

export type NodeKind = "dataset" | "parent" | "model in" | "run" | "model" | "child" | "version";

export interface RunNode extends LineageNode {
  kind: NodeKind;
  /** Left to right: what went in, the run, what came out, what was made of that. */
  layer: 0 | 1 | 2 | 3;
}

interface Lineage {
  nodes: RunNode[];
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

/** Where a run comes from and what came of it. */
export function lineageOf({ run, parent, children, models, versions }: Known): Lineage {
  const own = run.info.run_id;
  const nodes: RunNode[] = [{ id: own, kind: "run", title: nameOf(run.info), note: "this run", layer: 1 }];
  const edges: Edge[] = [];
  const before = (node: Omit<RunNode, "layer">) => {
    nodes.push({ ...node, layer: 0 });
    edges.push({ from: node.id, to: own });
  };
  const after = (node: Omit<RunNode, "layer">) => {
    nodes.push({ ...node, layer: 2 });
    edges.push({ from: own, to: node.id });
  };
  const parentId = parentOf(run);
  if (parentId) before({ id: parentId, kind: "parent", title: parent ? nameOf(parent.info) : shortId(parentId), note: "parent run" });
  for (const input of run.inputs?.dataset_inputs ?? []) {
    const { name, digest, context } = datasetFacts(input);
    before({ id: `${name}\n${digest}`, kind: "dataset", title: name, note: [digest, context].filter(Boolean).join(", ") });
  }
  const made = new Set(models.map(({ info }) => info.model_id));
  // A model that the run made and then asked, as when it is evaluated, stands once: where it came out.
  for (const { model_id: id } of run.inputs?.model_inputs ?? []) if (!made.has(id)) before({ id, kind: "model in", title: id, note: "model that was read" });
  for (const { info } of models) after({ id: info.model_id, kind: "model", title: info.name, note: "logged model" });
  for (const child of children.slice(0, MOST_CHILDREN)) after({ id: child.info.run_id, kind: "child", title: nameOf(child.info), note: "child run" });
  for (const { name, version, aliases, model_id: modelId } of versions) {
    const id = `${name}\n${version}`;
    const from = modelId && models.some(({ info }) => info.model_id === modelId) ? modelId : own;
    nodes.push({ id, kind: "version", title: `${name} ${version}`, note: aliases?.length ? aliases.map((alias) => `@${alias}`).join(" ") : "registered version", layer: 3 });
    edges.push({ from, to: id });
  }
  return { nodes, edges, more: Math.max(0, children.length - MOST_CHILDREN) };
}
