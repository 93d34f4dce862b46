import { useEffect, useState } from "react";

import { describeModel, invocationsUrl, invoke, listModels, type ScoredModel } from "@/api/scoring";
import { toggleTheme, useTheme } from "@/shared/theme";
import { type Ask } from "@/shared/try/useAnswer";
import { offerOf } from "@/shared/try/offer";
import { TryForm } from "@/shared/try/TryForm";
import { Button } from "@/shared/ui/Button";
import { Failed, Waiting } from "@/shared/ui/State";

import styles from "./ScoringPage.module.css";
import { useHash } from "./useHash";

type Found<T> = { value?: T; error?: Error };

/** Something asked once for each key; `again` asks anew. */
function useFound<T>(key: string, find: (signal: AbortSignal) => Promise<T>): Found<T> & { again: () => void } {
  const [found, setFound] = useState<Found<T> & { key?: string }>({});
  const [count, setCount] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const put = (next: Found<T>) => leaving.signal.aborted || setFound({ key, ...next });
    find(leaving.signal).then(
      (value) => put({ value }),
      (error: unknown) => put({ error: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => leaving.abort();
    // What is found depends on the key alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, count]);
  return { ...(found.key === key ? found : {}), again: () => setCount(count + 1) };
}

/** The page of a scoring server: choose a model where there are several, and try it. */
export function ScoringPage() {
  const theme = useTheme();
  const models = useFound("models", listModels);
  const [wanted, want] = useHash();
  const chosen = models.value?.find(({ name }) => name === wanted) ?? models.value?.[0];
  useEffect(() => {
    document.title = chosen ? `${chosen.name} · scoring server` : "Scoring server";
  }, [chosen]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{chosen ? <Title model={chosen} /> : "Scoring server"}</h1>
        {models.value && models.value.length > 1 && chosen && (
          <label className={styles.choice}>
            <span>Model</span>
            <select className="input" value={chosen.name} onChange={(event) => want(event.target.value)}>
              {models.value.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        <span className="grow" />
        <nav aria-label="Server">
          <a href="docs">API</a>
          <a href="metrics">Figures</a>
        </nav>
        <Button look="ghost" onClick={toggleTheme}>
          {theme === "dark" ? "Light" : "Dark"}
        </Button>
      </header>
      <main className={styles.main}>
        {models.error ? <Failed error={models.error} retry={models.again} /> : chosen ? <Chosen key={chosen.name} name={chosen.name} /> : <Waiting />}
      </main>
    </div>
  );
}

const Title = ({ model: { name, version } }: { model: ScoredModel }) => (
  <>
    {name}
    {version && <span className={styles.version}>{version.startsWith("m-") ? version.slice(0, 10) : `version ${version}`}</span>}
  </>
);

function Chosen({ name }: { name: string }) {
  const found = useFound(name, (signal) => describeModel(name, signal));
  const ask: Ask = (body, options) => invoke(name, body, options);
  if (found.error) return <Failed error={found.error} retry={found.again} />;
  if (!found.value) return <Waiting />;
  return <TryForm offer={offerOf(found.value)} ask={ask} url={invocationsUrl(name)} />;
}
