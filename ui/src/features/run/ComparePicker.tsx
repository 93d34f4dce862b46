import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { runsByNameQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { Ago } from "@/shared/ui/Ago";
import { Checkbox } from "@/shared/ui/Controls";
import { ActDialog } from "@/shared/ui/Dialog";
import { Search } from "@/shared/ui/Search";
import { Failed, Waiting } from "@/shared/ui/State";

import type { CompareState } from "@/shared/urlState/compare";

import styles from "./Picker.module.css";

const MOST = 20;

/** Chooses other runs of the experiment to stand beside this one. */
export function ComparePicker({ run, side, close }: { run: Run; side?: CompareState["side"]; close: () => void }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const query = useQuery({ ...runsByNameQuery(experimentId, text.trim()), placeholderData: keepPreviousData });
  const others = query.data?.filter((other) => other.info.run_id !== runId) ?? [];
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(0, MOST - 1));
  const compare = () => navigate({ to: "/compare-runs", search: { runs: [runId, ...chosen], experiments: [experimentId], side } });
  return (
    <ActDialog open onClose={close} title="Compare with" action={chosen.length ? `Compare ${chosen.length + 1} runs` : "Compare"} act={compare} ready={chosen.length > 0}>
      <Search value={text} onChange={setText} placeholder="Search runs by name" width="100%" />
      {query.error ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={4} />
      ) : others.length === 0 ? (
        <p className="dim">{text ? "No other run has such a name." : "There is no other run in this experiment yet."}</p>
      ) : (
        <ul className={styles.list}>
          {others.map(({ info }) => (
            <li key={info.run_id}>
              <Checkbox checked={chosen.includes(info.run_id)} onChange={() => toggle(info.run_id)} label={`Compare with ${info.run_name}`} />
              <button type="button" tabIndex={-1} className={`clip ${styles.pick}`} onClick={() => toggle(info.run_id)}>
                {info.run_name}
              </button>
              <span className="dim">
                <Ago time={info.start_time} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </ActDialog>
  );
}
