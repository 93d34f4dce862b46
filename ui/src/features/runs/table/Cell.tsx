import { useQuery } from "@tanstack/react-query";

import { experimentQuery } from "@/api/experiments";
import type { Run } from "@/api/types";
import { baseName, firstLine, formatDateTime, formatDuration, formatNumber } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { shortId } from "@/shared/runs/name";
import { Ago, useNow } from "@/shared/ui/Ago";
import { StatusLabel } from "@/shared/ui/Status";

import { type Column, metricName } from "../columns/columns";

interface CellProps {
  run: Run;
  column: Column;
  /** Times are written out. */
  absolute: boolean;
}

/** What a run has in a column. */
export function Cell({ run, column, absolute }: CellProps) {
  const { metrics, params, tags } = factsOf(run);
  if (column.kind === "metric") {
    const value = metrics.get(metricName(column));
    return value === undefined ? null : <span title={String(value)}>{formatNumber(value)}</span>;
  }
  if (column.kind === "param") return <Text value={params.get(column.label)} />;
  if (column.kind === "tag") return <Text value={tags.get(column.label)} />;
  return <Attribute run={run} name={column.key} tags={tags} absolute={absolute} />;
}

function Attribute({ run, name, tags, absolute }: { run: Run; name: string; tags: Map<string, string>; absolute: boolean }) {
  const { info } = run;
  switch (name) {
    case "start_time":
      return <Time time={info.start_time} absolute={absolute} />;
    case "end_time":
      return <Time time={info.end_time} absolute={absolute} />;
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
    case "version": {
      const commit = tags.get("mlflow.source.git.commit");
      return <code title={commit}>{commit?.slice(0, 7)}</code>;
    }
    case "dataset":
      return <Text value={run.inputs?.dataset_inputs?.map(({ dataset }) => dataset.name).join(", ")} />;
    case "description":
      return <Text value={firstLine(tags.get("mlflow.note.content"))} title={tags.get("mlflow.note.content")} />;
    case "run_id":
      return <code title={info.run_id}>{shortId(info.run_id)}</code>;
    case "experiment":
      return <ExperimentName experimentId={info.experiment_id} />;
    default:
      return null;
  }
}

const Text = ({ value, title = value }: { value: string | undefined; title?: string }) => <span title={title}>{value}</span>;

function ExperimentName({ experimentId }: { experimentId: string }) {
  const { data } = useQuery(experimentQuery(experimentId));
  return <Text value={data?.name ?? experimentId} />;
}

function Time({ time, absolute }: { time: number | undefined; absolute: boolean }) {
  if (!absolute || !time) return <Ago time={time} />;
  return (
    <time dateTime={new Date(time).toISOString()} title={new Date(time).toString()} className="num">
      {formatDateTime(time)}
    </time>
  );
}

function Duration({ start, end }: { start?: number; end?: number }) {
  const now = useNow();
  if (!start) return null;
  const from = formatDateTime(start);
  return (
    <span className="num" title={end ? `${from} – ${formatDateTime(end)}` : `Since ${from}`}>
      {formatDuration(Math.max(0, (end || now) - start))}
    </span>
  );
}
