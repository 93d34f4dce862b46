import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";

import { experimentQuery } from "@/api/experiments";
import { neighbourRun } from "@/api/runs";
import type { Run } from "@/api/types";
import { usePageActions } from "@/shared/actions";
import { useKeys } from "@/shared/keys";
import { nameOf } from "@/shared/runs/name";
import { IconButton } from "@/shared/ui/Button";
import { Crumbs } from "@/shared/ui/Crumbs";
import { notify, notifyFailure } from "@/shared/ui/notify";
import { StatusLabel } from "@/shared/ui/Status";
import { CopyButton } from "@/shared/ui/State";

import { useRunEdits } from "./edits";
import { RunMenu } from "./RunMenu";
import { RunName } from "./RunName";
import { type Tab, toTab } from "./tabs";

interface RunHeaderProps {
  run: Run;
  /** Open tab, kept on the way to the next run. */
  tab: Tab;
}

/** Where one is, how the run is called and how it does, and what can be done with it. */
export function RunHeader({ run, tab }: RunHeaderProps) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const name = nameOf(run.info);
  const experiment = useQuery(experimentQuery(experimentId));
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [comparing, setComparing] = useState(false);
  const { rename } = useRunEdits(run);
  const go = async (which: "next" | "previous") => {
    const found = await neighbourRun(run, which);
    if (!found) return notify(which === "next" ? "This is the newest run of the experiment" : "This is the oldest run of the experiment");
    await navigate({ ...toTab({ experimentId, runId: found.info.run_id }, tab), search: true });
  };
  const older = () => void go("previous").catch(notifyFailure);
  const newer = () => void go("next").catch(notifyFailure);
  usePageActions([
    { name: "Newer run", hint: "k", act: newer },
    { name: "Older run", hint: "j", act: older },
  ]);
  useKeys({ r: () => setEditing(true), c: () => setComparing(true), j: older, k: newer });
  return (
    <header className="page-head">
      <Crumbs>
        <Link to="/experiments">Experiments</Link>
        <Link to="/experiments/$experimentId" params={{ experimentId }} className="clip">
          {experiment.data?.name ?? experimentId}
        </Link>
        <>
          <RunName name={name} rename={rename} editing={editing} setEditing={setEditing} />
          <CopyButton text={runId} label={`Copy run ID ${runId}`} />
        </>
      </Crumbs>
      <StatusLabel status={run.info.status} />
      {run.info.lifecycle_stage === "deleted" && (
        <span className="chip" data-tone="warn">
          Deleted
        </span>
      )}
      <span className="grow" />
      <IconButton label="Newer run" hint="k" onClick={newer}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Older run" hint="j" onClick={older}>
        <ChevronDown />
      </IconButton>
      <RunMenu run={run} rename={() => setEditing(true)} comparing={comparing} setComparing={setComparing} />
    </header>
  );
}
