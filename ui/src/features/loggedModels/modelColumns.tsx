import { Link } from "@tanstack/react-router";

import type { LoggedModel } from "@/api/types";
import { formatNumber } from "@/shared/format";
import type { ListColumn } from "@/shared/table/columns";
import { Ago } from "@/shared/ui/Ago";

import { type Measure, measureKey, valueOf } from "./measured";
import { RunName } from "./RunName";
import { statusWord } from "./status";

/** What the server is asked to order by, for each column that can be. */
export const ORDERS: Readonly<Record<string, string>> = { name: "name", type: "model_type", created: "creation_timestamp" };

/** The table of logged models, with a column for each measure. */
export function modelColumns(measures: readonly Measure[]): ListColumn<LoggedModel>[] {
  return [
    {
      key: "name",
      title: "Name",
      width: 190,
      grows: true,
      sortable: true,
      cell: ({ info }) => (
        <Link to="/experiments/$experimentId/models/$modelId" params={{ experimentId: info.experiment_id, modelId: info.model_id }} className="name" title={info.model_id}>
          {info.name}
        </Link>
      ),
    },
    { key: "type", title: "Type", width: 120, sortable: true, cell: ({ info }) => <span className="dim">{info.model_type}</span> },
    {
      key: "status",
      title: "Status",
      width: 96,
      cell: ({ info }) => (
        <span className="chip" data-tone={info.status === "LOGGED_MODEL_READY" ? "good" : "warn"}>
          {statusWord(info.status)}
        </span>
      ),
    },
    { key: "run", title: "Source run", width: 150, cell: ({ info }) => (info.source_run_id ? <RunName runId={info.source_run_id} /> : null) },
    ...measures.map((measure) => ({
      key: measureKey(measure),
      title: measureKey(measure),
      width: 164,
      numeric: true,
      sortable: true,
      cell: (model: LoggedModel) => {
        const value = valueOf(model, measure);
        return value === undefined ? null : <span title={String(value)}>{formatNumber(value)}</span>;
      },
    })),
    { key: "created", title: "Created", width: 110, numeric: true, sortable: true, cell: ({ info }) => <Ago time={info.creation_timestamp_ms} /> },
  ];
}
