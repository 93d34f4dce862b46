import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useState } from "react";

import { parentOf } from "@/api/families";
import { familyQuery, runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { nameOf, shortId } from "@/shared/runs/name";
import { Section } from "@/shared/ui/Facts";
import { StatusDot } from "@/shared/ui/Status";

import styles from "./Family.module.css";
import { type Member, membersOf } from "./family";

/** More children than these are looked at in the table of the experiment. */
const MOST = 50;

/** The run's parent, and its children with theirs. */
export function Family({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const parentId = parentOf(run);
  const parent = useQuery({ ...runQuery(parentId ?? ""), enabled: parentId !== undefined }).data;
  const children = useQuery(familyQuery(experimentId, [runId])).data ?? [];
  if (!parentId && children.length === 0) return null;
  return (
    <Section title="Family" extra={children.length > 0 && <span className="dimmer num">{children.length}</span>}>
      {parentId && (
        <p className={styles.parent}>
          <span className="dim">Child of</span> <RunLink run={parent} experimentId={experimentId} runId={parentId} />
        </p>
      )}
      <Generation experimentId={experimentId} runs={children} />
    </Section>
  );
}

function Generation({ experimentId, runs }: { experimentId: string; runs: readonly Run[] }) {
  const shown = runs.slice(0, MOST);
  const later = useQuery(familyQuery(experimentId, shown.map(({ info }) => info.run_id))).data ?? [];
  return (
    <ul className={styles.generation}>
      {membersOf(shown, later).map((member) => (
        <Child key={member.run.info.run_id} member={member} experimentId={experimentId} />
      ))}
      {runs.length > MOST && (
        <li className="dim">
          and {runs.length - MOST} more in the <Link to="/experiments/$experimentId" params={{ experimentId }}>table of the experiment</Link>
        </li>
      )}
    </ul>
  );
}

function Child({ member: { run, children }, experimentId }: { member: Member; experimentId: string }) {
  const [open, setOpen] = useState(false);
  const name = nameOf(run.info);
  return (
    <li>
      <div className={styles.row}>
        {children.length > 0 && (
          <button type="button" aria-expanded={open} aria-label={`Children of ${name}`} onClick={() => setOpen(!open)}>
            <ChevronRight aria-hidden />
          </button>
        )}
        <StatusDot status={run.info.status} />
        <RunLink run={run} experimentId={experimentId} runId={run.info.run_id} />
        {children.length > 0 && <span className="dimmer num">{children.length}</span>}
      </div>
      {open && <Generation experimentId={experimentId} runs={children} />}
    </li>
  );
}

const RunLink = ({ run, experimentId, runId }: { run: Run | undefined; experimentId: string; runId: string }) => (
  <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: run?.info.experiment_id ?? experimentId, runId }} className="clip">
    {run ? nameOf(run.info) : shortId(runId)}
  </Link>
);
