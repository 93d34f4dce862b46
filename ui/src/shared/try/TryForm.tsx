import { ClipboardPaste, Play, Plus, RotateCcw, Square } from "lucide-react";
import { useState } from "react";

import { plural } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { Segments } from "@/shared/ui/Controls";

import { refusalOf } from "./answer";
import { AnswerView } from "./AnswerView";
import { Lines } from "./Lines";
import type { Offer } from "./offer";
import { ParamFields } from "./ParamFields";
import { PasteBox } from "./PasteBox";
import { Pieces } from "./Pieces";
import { MOST_ROWS, RowGrid } from "./RowGrid";
import styles from "./Try.module.css";
import { type Ask, useAnswer } from "./useAnswer";
import { useQuestion } from "./useQuestion";

interface TryFormProps {
  offer: Offer;
  ask: Ask;
  /** Address of the model's invocations, for the lines that a program would have. */
  url: string;
}

/** Asks a model something: fields made of its signature and filled with its example, and what it answers. */
export function TryForm({ offer, ask, url }: TryFormProps) {
  const question = useQuestion(offer);
  const { busy, pieces, answered, failed, send, stop } = useAnswer(ask);
  const [stream, setStream] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [refused, setRefused] = useState("");
  const { columns } = offer;
  const refusal = answered && answered.status !== 200 ? refusalOf(answered.body, columns?.map(({ name }) => name) ?? []) : undefined;
  const fault = question.faults[0];
  const pasteAt = (text: string, row: number) => question.paste(text, row).then(() => setRefused(""), (error: Error) => setRefused(error.message));
  const submit = () => void (fault === undefined && send(question.body, stream));
  return (
    // Asking by keyboard from any field.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={styles.form}
      aria-label={`Try ${offer.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        submit();
      }}
    >
      <section className={styles.question}>
        <header>
          <h2>Input</h2>
          {question.mode === "form" && <span className="dimmer num">{plural(question.rows.length, "row")}</span>}
          <span className="grow" />
          {columns && (
            <Segments
              label="How to write the input"
              value={question.mode}
              options={[
                ["form", "Fields"],
                ["json", "JSON"],
              ]}
              onChange={question.turnTo}
            />
          )}
        </header>
        {question.mode === "form" && columns ? (
          <>
            <RowGrid columns={columns} rows={question.rows} faults={question.faults} blamed={refusal?.columns ?? []} change={question.setRows} paste={(text, row) => void pasteAt(text, row)} />
            {question.rows.length > MOST_ROWS && <p className="dim">{plural(question.rows.length - MOST_ROWS, "further row")} will be sent, too.</p>}
            <ParamFields params={offer.params} values={question.values} faults={question.faults} change={question.setValue} />
          </>
        ) : (
          <textarea
            className={`textarea mono ${styles.text}`}
            aria-label="The request, as JSON"
            value={question.text}
            rows={Math.min(24, Math.max(8, question.text.split("\n").length + 1))}
            onChange={(event) => question.setText(event.target.value)}
            spellCheck={false}
          />
        )}
        <div className={styles.tools}>
          {question.mode === "form" && (
            <>
              <Button icon={<Plus />} onClick={question.addRow}>
                Add row
              </Button>
              <Button icon={<ClipboardPaste />} onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
                Paste CSV or JSON
              </Button>
            </>
          )}
          <Button look="ghost" icon={<RotateCcw />} onClick={question.reset}>
            {offer.example ? "Example" : "Start anew"}
          </Button>
          <span className="grow" />
          {offer.streams && (
            <label className={styles.check}>
              <input type="checkbox" checked={stream} onChange={(event) => setStream(event.target.checked)} />
              Stream
            </label>
          )}
          {busy ? (
            <Button icon={<Square />} onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button type="submit" look="primary" icon={<Play />} disabled={fault !== undefined} title="Ctrl+Enter">
              Predict
            </Button>
          )}
        </div>
        {pasting && question.mode === "form" && (
          <PasteBox paste={(text) => question.paste(text).then(() => setPasting(false))} />
        )}
        {refused && (
          <p className={styles.fault} role="alert">
            {refused}
          </p>
        )}
        {fault && (
          <p className={styles.fault} role="status">
            {fault.row >= 0 ? `Row ${fault.row + 1}: ` : ""}
            <code>{fault.column}</code> {fault.words}.
            {question.faults.length > 1 && ` So ${question.faults.length === 2 ? "is another field" : `are ${question.faults.length - 1} other fields`}.`}
          </p>
        )}
      </section>
      <section className={styles.result} aria-label="Answer" aria-live="polite" aria-busy={busy}>
        <header>
          <h2>Answer</h2>
        </header>
        {pieces.length > 0 && <Pieces pieces={pieces} />}
        {failed ? (
          <p role="alert" className={styles.refused}>
            {failed.message}
          </p>
        ) : answered && (pieces.length === 0 || refusal) ? (
          <AnswerView key={answered.body} answered={answered} refusal={refusal} />
        ) : (
          pieces.length === 0 && <p className="dimmer">{busy ? "Asking…" : "Predictions will be shown here."}</p>
        )}
      </section>
      <Lines url={url} body={question.body} stream={stream} />
    </form>
  );
}
