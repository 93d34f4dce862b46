import type { LoggedModel, ModelVersion, Run } from "@/api/types";
import type { Edge } from "@/shared/lineage/graph";
import type { LineageNode } from "@/shared/lineage/LineageGraph";
import { nameOf } from "@/shared/runs/name";

/** Where a node leads. */
export type Target =
  | { kind: "data" }
  | { kind: "run"; experimentId: string; runId: string }
  | { kind: "model"; experimentId: string; modelId: string }
  | { kind: "version"; name: string; version: string; current: boolean }
  | { kind: "alias" }
  | { kind: "stage" };

interface VersionNode extends LineageNode {
  target: Target;
}

interface Origins {
  version: ModelVersion;
  run?: Run;
  model?: LoggedModel;
  /** All versions that were made of the run, this one perhaps among them. */
  siblings: readonly ModelVersion[];
}

const idOf = ({ name, version }: ModelVersion): string => `version\n${name}\n${version}`;

/** What a version came from, what points at it, and what else its run became. */
export function lineageOf({ version, run, model, siblings }: Origins): { nodes: VersionNode[]; edges: Edge[] } {
  const nodes: VersionNode[] = [];
  const edges: Edge[] = [];
  const add = (node: VersionNode, ...from: string[]) => {
    nodes.push(node);
    edges.push(...from.map((each) => ({ from: each, to: node.id })));
  };
  if (run) {
    const { run_id: runId, experiment_id: experimentId, status } = run.info;
    for (const { dataset, tags } of run.inputs?.dataset_inputs ?? []) {
      const context = tags?.find(({ key }) => key === "mlflow.data.context")?.value;
      add({ id: `data\n${dataset.name}\n${dataset.digest}`, layer: 0, title: dataset.name, note: [dataset.digest, context].filter(Boolean).join(", "), target: { kind: "data" } });
    }
    add({ id: "run", layer: 1, title: nameOf(run.info), note: (status ?? "").toLowerCase(), target: { kind: "run", experimentId, runId } }, ...nodes.map(({ id }) => id));
  }
  if (model) {
    const { experiment_id: experimentId, model_id: modelId, name, model_type: type } = model.info;
    add({ id: "model", layer: 2, title: name, note: type || "logged model", target: { kind: "model", experimentId, modelId } }, ...(run ? ["run"] : []));
  }
  const others = siblings.filter((each) => idOf(each) !== idOf(version));
  for (const each of [version, ...others]) {
    const { name, version: number, aliases = [], current_stage: stage } = each;
    const current = each === version;
    const from = model && each.model_id === model.info.model_id ? ["model"] : run ? ["run"] : [];
    add({ id: idOf(each), layer: 3, title: `${name} ${number}`, note: current ? "this version" : "of the same run", target: { kind: "version", name, version: number, current } }, ...from);
    for (const alias of aliases) add({ id: `alias\n${name}\n${alias}`, layer: 4, title: `@${alias}`, note: `models:/${name}@${alias}`, target: { kind: "alias" } }, idOf(each));
    if (stage && stage !== "None") add({ id: `stage\n${idOf(each)}`, layer: 4, title: stage, note: `models:/${name}/${stage}`, target: { kind: "stage" } }, idOf(each));
  }
  return { nodes, edges };
}
