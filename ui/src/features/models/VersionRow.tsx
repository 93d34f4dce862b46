import { Link } from "@tanstack/react-router";

import type { ModelVersion } from "@/api/types";
import { Ago } from "@/shared/ui/Ago";

import { Alias, Stage } from "./Marks";
import { SourceRun } from "./SourceRun";

export function VersionRow({ version, aliases }: { version: ModelVersion; aliases: readonly string[] }) {
  const { name, version: number } = version;
  return (
    <tr data-testid="version-row">
      <td>
        <Link to="/models/$name/versions/$version" params={{ name, version: number }} className="name">
          Version {number}
        </Link>
      </td>
      <td>
        <span className="row-gap" style={{ gap: 4 }}>
          {aliases.map((alias) => (
            <Alias key={alias} alias={alias} />
          ))}
        </span>
      </td>
      <td>
        <Stage stage={version.current_stage} />
      </td>
      <td>
        <SourceRun version={version} />
      </td>
      <td className="dim clip" style={{ maxWidth: 260 }}>
        {version.description}
      </td>
      <td className="dim">
        <Ago time={version.creation_timestamp} />
      </td>
    </tr>
  );
}
