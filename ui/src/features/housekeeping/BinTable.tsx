import { Link } from "@tanstack/react-router";

import type { Binned, BinKind } from "@/api/housekeeping";
import { formatBytes, plural } from "@/shared/format";
import { Ago } from "@/shared/ui/Ago";
import { Checkbox } from "@/shared/ui/Controls";

import styles from "./Housekeeping.module.css";
import { nounOf } from "./purging";

interface BinTableProps {
  kind: BinKind;
  binned: readonly Binned[];
  selected: ReadonlySet<string>;
  select: (ids: ReadonlySet<string>) => void;
}

export function BinTable({ kind, binned, selected, select }: BinTableProps) {
  const chosen = binned.filter(({ id }) => selected.has(id)).length;
  const toggle = (id: string) => select(selected.has(id) ? new Set([...selected].filter((other) => other !== id)) : new Set([...selected, id]));
  return (
    <div className={styles.scroll}>
      <table className="list" aria-label={`${plural(binned.length, `deleted ${nounOf(kind)}`)}`}>
        <thead>
          <tr>
            <th className={styles.check}>
              <Checkbox
                label={`Select all ${nounOf(kind)}s shown`}
                checked={chosen === 0 ? false : chosen === binned.length ? true : "indeterminate"}
                onChange={(all) => select(new Set(all ? binned.map(({ id }) => id) : []))}
              />
            </th>
            <th>Name</th>
            {kind !== "experiment" && <th>Experiment</th>}
            {kind === "run" && <th>User</th>}
            {kind === "run" && <th className="right">Points</th>}
            {kind === "run" && <th className="right">Records</th>}
            {kind === "experiment" && <th className="right">Runs</th>}
            {kind === "experiment" && <th className="right">Models</th>}
            <th>Deleted</th>
          </tr>
        </thead>
        <tbody>
          {binned.map((one) => (
            <tr key={one.id} data-testid="binned-row">
              <td className={styles.check}>
                <Checkbox label={`Select ${one.name}`} checked={selected.has(one.id)} onChange={() => toggle(one.id)} />
              </td>
              <td className={styles.name}>
                <Name one={one} kind={kind} />
              </td>
              {kind !== "experiment" && <td className="clip dim">{one.experiment_name}</td>}
              {kind === "run" && <td className="clip dim">{one.user_id}</td>}
              {kind === "run" && <td className="right num dim">{(one.points ?? 0).toLocaleString("en")}</td>}
              {kind === "run" && <td className="right num dim">{formatBytes(one.record_bytes ?? 0)}</td>}
              {kind === "experiment" && <td className="right num dim">{(one.runs ?? 0).toLocaleString("en")}</td>}
              {kind === "experiment" && <td className="right num dim">{(one.models ?? 0).toLocaleString("en")}</td>}
              <td className="dim">
                <Ago time={one.deleted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name({ one, kind }: { one: Binned; kind: BinKind }) {
  if (kind === "run")
    return (
      <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: one.experiment_id, runId: one.id }} className="name">
        {one.name}
      </Link>
    );
  if (kind === "experiment")
    return (
      <Link to="/experiments/$experimentId" params={{ experimentId: one.id }} search={{ view: "deleted" }} className="name">
        {one.name}
      </Link>
    );
  return (
    <>
      {one.name} <code className="dim">{one.id}</code>
    </>
  );
}
