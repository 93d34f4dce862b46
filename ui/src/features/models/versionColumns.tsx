import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import type { ModelVersion } from "@/api/types";
import { firstLine } from "@/shared/format";
import type { ListColumn } from "@/shared/table/columns";
import { Ago } from "@/shared/ui/Ago";

import { Aliases } from "./Aliases";
import { Stage, Tags } from "./Marks";
import { MetricOfSource, SourceRun } from "./SourceRun";
import type { Known } from "./useSources";

const SignatureCell = lazy(() => import("./SignatureCell"));

/** What the server is asked to order by, for each column that can be. */
export const VERSION_ORDERS: Readonly<Record<string, string>> = { version: "version_number", created: "creation_timestamp", changed: "last_updated_timestamp" };

type PointsAt = readonly { alias: string; version: string }[];

/** The table of versions, with a column for each chosen metric of the source runs. */
export function versionColumns(aliases: PointsAt, metrics: readonly string[], known: (version: ModelVersion) => Known): ListColumn<ModelVersion>[] {
  const aliasesOf = (version: string) => aliases.filter((each) => each.version === version).map(({ alias }) => alias);
  return [
    {
      key: "version",
      title: "Version",
      width: 96,
      sortable: true,
      cell: ({ name, version }) => (
        <Link to="/models/$name/versions/$version" params={{ name, version }} className="name">
          Version {version}
        </Link>
      ),
    },
    { key: "aliases", title: "Aliases", width: 176, cell: ({ name, version }) => <Aliases name={name} version={version} aliases={aliasesOf(version)} /> },
    { key: "stage", title: "Stage", width: 112, cell: ({ current_stage: stage }) => <Stage stage={stage} /> },
    { key: "run", title: "Source run", width: 130, cell: (version) => <SourceRun version={version} known={known(version)} /> },
    ...metrics.map((metric) => ({ key: `metric ${metric}`, title: metric, width: 104, numeric: true, cell: (version: ModelVersion) => <MetricOfSource version={version} known={known(version)} metric={metric} /> })),
    {
      key: "signature",
      title: "Signature",
      width: 210,
      cell: (version) => (
        <Suspense>
          <SignatureCell version={version} />
        </Suspense>
      ),
    },
    { key: "tags", title: "Tags", width: 150, cell: ({ tags }) => <Tags tags={tags ?? []} /> },
    { key: "description", title: "Description", width: 160, grows: true, cell: ({ description }) => <span className="dim" title={description}>{firstLine(description)}</span> },
    { key: "by", title: "By", width: 84, cell: ({ user_id: user }) => <span className="dim">{user}</span> },
    { key: "created", title: "Created", width: 104, numeric: true, sortable: true, cell: ({ creation_timestamp: time }) => <Ago time={time} /> },
  ];
}
