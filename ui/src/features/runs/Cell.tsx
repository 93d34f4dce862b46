import type { Run } from "@/api/types";
import { baseName, formatDuration, formatNumber } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { Ago, useNow } from "@/shared/ui/Ago";
import { StatusLabel } from "@/shared/ui/Status";

import type { Column } from "./columns";

/** What a run has in a column. */
export function Cell({ run, column }: { run: Run; column: Column }) {
  const { metrics, params, tags } = factsOf(run);
  if (column.kind === "metric") {
    const value = metrics.get(column.label);
    return value === undefined ? null : <span title={String(value)}>{formatNumber(value)}</span>;
  }
  if (column.kind === "param") return <Text value={params.get(column.label)} />;
  if (column.kind === "tag") return <Text value={tags.get(column.label)} />;
  return <Attribute run={run} name={column.key} tags={tags} />;
}

function Attribute({ run, name, tags }: { run: Run; name: string; tags: Map<string, string> }) {
  const { info } = run;
  switch (name) {
    case "start_time":
      return <Ago time={info.start_time} />;
    case "end_time":
      return <Ago time={info.end_time} />;
    case "duration":
      return <Duration start={info.start_time} end={info.end_time} />;
    case "status":
      return <StatusLabel status={info.status} />;
    case "user":
      return <Text value={tags.get("mlflow.user") ?? info.user_id} />;
    case "source": {
      const source = tags.get("mlflow.source.name");
      return <Text value={source && baseName(source)} title={source} />;
    }
    case "version":
      return <code>{tags.get("mlflow.source.git.commit")?.slice(0, 7)}</code>;
    case "dataset":
      return <Text value={run.inputs?.dataset_inputs?.map(({ dataset }) => dataset.name).join(", ")} />;
    case "run_id":
      return <code title={info.run_id}>{info.run_id.slice(0, 8)}</code>;
    default:
      return null;
  }
}

const Text = ({ value, title = value }: { value: string | undefined; title?: string }) => <span title={title}>{value}</span>;

export function Duration({ start, end }: { start?: number; end?: number }) {
  const now = useNow();
  if (!start) return null;
  return <span className="num">{formatDuration(Math.max(0, (end || now) - start))}</span>;
}
