import { lazy, Suspense, useState } from "react";

import { formatDuration, plural } from "@/shared/format";

import { type Answered, predictionsOf, type Refusal } from "./answer";
import styles from "./Try.module.css";

const SheetView = lazy(() => import("@/shared/artifacts/SheetView").then((found) => ({ default: found.SheetView })));

/** A long answer in full would freeze the page. */
const MOST_TEXT = 200_000;

interface AnswerViewProps {
  answered: Answered;
  refusal: Refusal | undefined;
}

/** What the model said, as a table; or why it did not. */
export function AnswerView({ answered, refusal }: AnswerViewProps) {
  const [raw, setRaw] = useState(false);
  const sheet = refusal ? undefined : predictionsOf(answered.body);
  const whole = answered.body.length <= MOST_TEXT;
  return (
    <div className={styles.answer} data-testid="answer">
      <div className={styles.verdict}>
        <span className="chip" data-tone={refusal ? "bad" : "good"}>
          {refusal ? `Refused, ${answered.status}` : "Answered"}
        </span>
        <span className="dim num" data-testid="took">
          {formatDuration(answered.milliseconds)}
        </span>
        <span className="grow" />
        <button type="button" className={styles.link} aria-pressed={raw} onClick={() => setRaw(!raw)}>
          {raw ? "Show as a table" : "Show as it came"}
        </button>
      </div>
      {raw ? (
        <pre className={styles.raw}>{whole ? answered.body : `${answered.body.slice(0, MOST_TEXT)}\n… ${plural(answered.body.length - MOST_TEXT, "character")} more`}</pre>
      ) : refusal ? (
        <div role="alert" className={styles.refused}>
          <p>{refusal.message}</p>
          {refusal.columns.length > 0 && (
            <p>
              {refusal.columns.length === 1 ? "Column" : "Columns"}:{" "}
              {refusal.columns.map((name) => (
                <code key={name}>{name}</code>
              ))}
            </p>
          )}
          {refusal.trace && (
            <details>
              <summary>Where the model raised</summary>
              <pre>{refusal.trace}</pre>
            </details>
          )}
        </div>
      ) : sheet ? (
        <div className={styles.sheet}>
          <Suspense>
            <SheetView sheet={sheet} />
          </Suspense>
        </div>
      ) : (
        <pre className={styles.raw}>{answered.body}</pre>
      )}
    </div>
  );
}
