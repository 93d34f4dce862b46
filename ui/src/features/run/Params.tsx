import type { Run } from "@/api/types";
import { naturally } from "@/shared/names";
import { Facts, Section } from "@/shared/ui/Facts";
import { CopyButton } from "@/shared/ui/State";

import { useNarrowed } from "./narrowing";
import styles from "./Overview.module.css";

/** Settings, to be searched and copied. */
export function Params({ run }: { run: Run }) {
  const all = (run.data?.params ?? []).toSorted((a, b) => naturally(a.key, b.key));
  const { found, shown, search, more } = useNarrowed(all, "parameters", ({ key, value = "" }) => `${key} ${value}`);
  return (
    <Section
      title="Parameters"
      extra={
        <>
          <span className="dimmer num">{all.length || ""}</span>
          {all.length > 0 && <CopyButton label="Copy as JSON" text={JSON.stringify(Object.fromEntries(found.map(({ key, value = "" }) => [key, value])), null, 2)} />}
          <span className="grow" />
          {search}
        </>
      }
    >
      {all.length === 0 ? (
        <p className="dim">
          None were logged. <code>mlflow.log_param("lr", 0.1)</code> logs one.
        </p>
      ) : (
        <div data-testid="params" className={styles.params}>
          <Facts
            rows={shown.map(({ key, value = "" }) => [
              key,
              <span key={key} className={styles.param}>
                <code>{value}</code>
                <CopyButton text={value} label={`Copy ${key}`} />
              </span>,
            ])}
          />
          {found.length === 0 && <p className="dim">No parameter has such a name or value.</p>}
          {more}
        </div>
      )}
    </Section>
  );
}
