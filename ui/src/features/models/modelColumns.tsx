import { Link } from "@tanstack/react-router";

import type { RegisteredModel } from "@/api/types";
import { firstLine } from "@/shared/format";
import type { ListColumn } from "@/shared/table/columns";
import { Ago } from "@/shared/ui/Ago";

import { Alias, Chips, Stage, Tags } from "./Marks";
import { newestVersion } from "./versions";

/** What the server is asked to order by, for each column that can be. */
export const MODEL_ORDERS: Readonly<Record<string, string>> = { name: "name", changed: "last_updated_timestamp", created: "creation_timestamp" };

function Newest({ model }: { model: RegisteredModel }) {
  const newest = newestVersion(model);
  if (!newest) return <span className="dimmer">–</span>;
  return (
    <Link to="/models/$name/versions/$version" params={{ name: model.name, version: newest }}>
      Version {newest}
    </Link>
  );
}

export const MODEL_COLUMNS: readonly ListColumn<RegisteredModel>[] = [
  {
    key: "name",
    title: "Name",
    width: 240,
    grows: true,
    sortable: true,
    cell: ({ name, description }) => (
      <>
        <Link to="/models/$name" params={{ name }} className="name" title={name}>
          {name}
        </Link>
        {description && <span className="dimmer"> &ensp;{firstLine(description)}</span>}
      </>
    ),
  },
  { key: "latest", title: "Latest", width: 110, cell: (model) => <Newest model={model} /> },
  {
    key: "aliases",
    title: "Aliases",
    width: 210,
    cell: ({ name, aliases }) => (
      <Chips>
        {aliases?.map(({ alias, version }) => (
          <Alias key={alias} name={name} alias={alias} version={version} />
        ))}
      </Chips>
    ),
  },
  {
    key: "stages",
    title: "Stages",
    width: 190,
    cell: ({ name, latest_versions: latest }) => (
      <Chips>
        {latest?.map(({ version, current_stage: stage }) => (
          <Stage key={version} name={name} stage={stage} version={version} />
        ))}
      </Chips>
    ),
  },
  { key: "tags", title: "Tags", width: 200, cell: ({ tags }) => <Tags tags={tags ?? []} /> },
  { key: "created", title: "Created", width: 104, numeric: true, sortable: true, cell: ({ creation_timestamp: time }) => <Ago time={time} /> },
  { key: "changed", title: "Changed", width: 104, numeric: true, sortable: true, cell: ({ last_updated_timestamp: time }) => <Ago time={time} /> },
];
