import { CircleHelp } from "lucide-react";

import { IconButton } from "@/shared/ui/Button";
import { Popover } from "@/shared/ui/Menu";

import styles from "./FilterHelp.module.css";

const EXAMPLES: readonly (readonly [string, string])[] = [
  ["metrics.accuracy > 0.9", "a metric's last value"],
  ["params.model = 'forest' and params.depth != '3'", "parameters are text"],
  ["metrics.`val/loss` < 0.1", "backticks around names with signs"],
  ["tags.team LIKE 'vis%'", "LIKE, or ILIKE for any case"],
  ["attributes.status = 'FAILED'", "status, run_name, start_time, …"],
  ["params.optimizer IN ('adam', 'sgd')", "one of several"],
  ["min(metrics.loss) < 0.1 OR NOT tags.done IS NULL", "over a whole history; OR, NOT and parentheses"],
  ["text ILIKE '%warmup%'", "in any name, parameter, tag or note"],
];

/** The filter language in a few lines, each of which can be tried. */
export function FilterHelp({ apply }: { apply: (filter: string) => void }) {
  return (
    <section className={styles.help}>
      <h2>Filters look like this</h2>
      <dl>
        {EXAMPLES.map(([filter, what]) => (
          <div key={filter}>
            <dt>
              <button type="button" onClick={() => apply(filter)}>
                {filter}
              </button>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function FilterHelpButton({ apply }: { apply: (filter: string) => void }) {
  return (
    <Popover
      label="How filters are written"
      trigger={
        <IconButton label="How filters are written">
          <CircleHelp />
        </IconButton>
      }
    >
      <div className={styles.card}>
        <FilterHelp apply={apply} />
      </div>
    </Popover>
  );
}
