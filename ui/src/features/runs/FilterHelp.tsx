import styles from "./FilterHelp.module.css";

const EXAMPLES: readonly (readonly [string, string])[] = [
  ["metrics.accuracy > 0.9", "a metric's last value"],
  ["params.model = 'forest' and params.depth != '3'", "parameters are text"],
  ["metrics.`val/loss` < 0.1", "backticks around names with signs"],
  ["tags.team LIKE 'vis%'", "LIKE, or ILIKE for any case"],
  ["attributes.status = 'FAILED'", "status, run_name, start_time, …"],
  ["min(metrics.loss) < 0.1 OR NOT tags.done IS NULL", "over a whole history; OR, NOT and parentheses"],
];

/** The filter language in six lines, each of which can be tried. */
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
