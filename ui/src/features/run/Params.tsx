import { useState } from "react";

import type { Run } from "@/api/types";
import { Button } from "@/shared/ui/Button";
import { Facts, Section } from "@/shared/ui/Facts";
import { Search } from "@/shared/ui/Search";
import { CopyButton } from "@/shared/ui/State";

import styles from "./Overview.module.css";

/** More than these can be searched; more than those are folded away at first. */
const FEW = 12;
const MANY = 100;

/** Settings, to be searched and copied. */
export function Params({ run }: { run: Run }) {
  const [text, setText] = useState("");
  const [whole, setWhole] = useState(false);
  const all = (run.data?.params ?? []).toSorted((a, b) => a.key.localeCompare(b.key, "en", { numeric: true }));
  const wanted = text.trim().toLowerCase();
  const found = all.filter(({ key, value = "" }) => `${key} ${value}`.toLowerCase().includes(wanted));
  const shown = whole ? found : found.slice(0, MANY);
  return (
    <Section
      title="Parameters"
      extra={
        <>
          <span className="dimmer num">{all.length || ""}</span>
          {all.length > 0 && <CopyButton label="Copy as JSON" text={JSON.stringify(Object.fromEntries(found.map(({ key, value = "" }) => [key, value])), null, 2)} />}
          <span className="grow" />
          {all.length > FEW && <Search value={text} onChange={setText} placeholder="Search parameters" width={200} />}
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
          {shown.length < found.length && (
            <Button look="ghost" onClick={() => setWhole(true)}>
              Show all {found.length.toLocaleString("en")}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
