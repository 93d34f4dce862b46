import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Copy, Ellipsis, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { memo } from "react";

import { runCountQuery } from "@/api/runSearch";
import type { Experiment } from "@/api/types";
import { copy } from "@/shared/copying";
import { firstLine } from "@/shared/format";
import { ofPrograms } from "@/shared/names";
import { Ago } from "@/shared/ui/Ago";
import { IconButton } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Controls";
import { Menu, MenuItem, MenuLine } from "@/shared/ui/Menu";

import styles from "./Experiments.module.css";
import { taggedWith } from "./filter";

interface ExperimentRowProps {
  experiment: Experiment;
  /** Whether it is near enough to the top to have its runs counted. */
  counted: boolean;
  selected: boolean;
  acts: ExperimentActs;
}

/** What rows do. They never change, so that a row is drawn anew only when what it shows does. */
export type ExperimentActs = {
  select: (experimentId: string, on: boolean) => void;
  find: (filter: string) => void;
  rename: (experiment: Experiment) => void;
  remove: (experiment: Experiment) => void;
  restore: (experiment: Experiment) => void;
};

const SHOWN_TAGS = 3;

export const ExperimentRow = memo(function ExperimentRow({ experiment, counted, selected, acts }: ExperimentRowProps) {
  const { experiment_id: experimentId, name } = experiment;
  const deleted = experiment.lifecycle_stage === "deleted";
  const count = useQuery({ ...runCountQuery({ experimentIds: [experimentId], filter: "", lifecycle: "active" }), enabled: counted });
  const all = experiment.tags ?? [];
  const note = firstLine(all.find((tag) => tag.key === "mlflow.note.content")?.value);
  const tags = all.filter(({ key }) => !ofPrograms(key) && !/^penstock\.view\b/.test(key));
  return (
    <tr data-testid="experiment-row" aria-selected={selected}>
      <td className={styles.pick}>
        <Checkbox checked={selected} onChange={(on) => acts.select(experimentId, on)} label={`Select ${name}`} />
      </td>
      <td className={styles.name}>
        <Link to="/experiments/$experimentId" params={{ experimentId }} search={deleted ? { view: "deleted" } : {}} className="name" title={name}>
          {name}
        </Link>
        {note && (
          <span className="dim" title={note}>
            {note}
          </span>
        )}
      </td>
      <td className="right num dim" data-testid="run-count">
        {count.data?.toLocaleString("en")}
      </td>
      <td>
        <span className={styles.tags}>
          {tags.slice(0, SHOWN_TAGS).map(({ key, value = "" }) => (
            <button key={key} type="button" className="chip" title={`Experiments with ${key} = ${value}`} onClick={() => acts.find(taggedWith(key, value))}>
              <span className="clip">
                {key}: {value}
              </span>
            </button>
          ))}
          {tags.length > SHOWN_TAGS && (
            <span className="dim num" title={tags.slice(SHOWN_TAGS).map(({ key, value }) => `${key}: ${value}`).join("\n")}>
              +{tags.length - SHOWN_TAGS}
            </span>
          )}
        </span>
      </td>
      <td className={`dim ${styles.time}`}>
        <Ago time={experiment.last_update_time} />
      </td>
      <td className={`dim ${styles.time}`}>
        <Ago time={experiment.creation_time} />
      </td>
      <td className="right">
        <Menu
          trigger={
            <IconButton label={`Actions for ${name}`}>
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Copy />} onSelect={() => copy(experimentId, `Copied ${experimentId}`)}>
            Copy ID
          </MenuItem>
          {deleted ? (
            <MenuItem icon={<RotateCcw />} onSelect={() => acts.restore(experiment)}>
              Restore
            </MenuItem>
          ) : (
            <>
              <MenuItem icon={<Pencil />} onSelect={() => acts.rename(experiment)}>
                Rename…
              </MenuItem>
              <MenuLine />
              <MenuItem icon={<Trash2 />} danger onSelect={() => acts.remove(experiment)}>
                Delete
              </MenuItem>
            </>
          )}
        </Menu>
      </td>
    </tr>
  );
});
