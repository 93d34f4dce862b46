import { useQueries } from "@tanstack/react-query";
import { useState } from "react";

import { artifactsQuery, artifactUrl, textQuery } from "@/api/artifacts";
import { captionOf, type Evaluation, evaluationsOf, type Note, readNote } from "@/shared/evaluation/findings";
import { formatNumber } from "@/shared/format";
import { directionOf } from "@/shared/runs/direction";
import { Select } from "@/shared/ui/Controls";
import { Section } from "@/shared/ui/Facts";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { Empty, Failed, Waiting } from "@/shared/ui/State";

import styles from "./Evaluations.module.css";
import { bestOf } from "./sides";
import type { ViewProps } from "./view";

const CODE = `mlflow.evaluate(model, data, targets="label", model_type="classifier")`;
const isThere = <T,>(value: T | undefined): value is T => value !== undefined;

/** What the evaluations of the runs found, side by side: metrics with their thresholds, and pictures of one name. */
export default function EvaluationView({ runs, labels }: ViewProps) {
  const [chosen, setChosen] = useState<string>();
  const listings = useQueries({ queries: runs.map((run) => artifactsQuery({ runId: run.info.run_id }, "")) });
  const failure = listings.find(({ error }) => error);
  const found = listings.map(({ data }) => evaluationsOf(data?.files.map((file) => file.path) ?? []));
  const prefixes = [...new Set(found.flat().map(({ prefix }) => prefix))];
  const prefix = chosen ?? prefixes[0] ?? "";
  const ofRuns = found.map((each) => each.find((evaluation) => evaluation.prefix === prefix));
  const notes = useQueries({
    queries: runs.map((run, i) => {
      const path = ofRuns[i]?.note;
      return { ...textQuery(artifactUrl({ runId: run.info.run_id }, path ?? "")), enabled: path !== undefined };
    }),
    combine: (answers) => answers.map(({ data }) => (data ? readNote(data.text) : undefined)),
  });
  if (failure?.error) return <Failed error={failure.error} retry={() => void failure.refetch()} />;
  if (prefixes.length === 0)
    return listings.some(({ isPending }) => isPending) ? (
      <Waiting />
    ) : (
      <Empty title="None of these runs was evaluated" code={CODE}>
        What evaluations find stands side by side here.
      </Empty>
    );
  return (
    <div className="page-scroll">
      <div className={`page-body ${styles.body}`}>
        {prefixes.length > 1 && <Select label="Evaluation" value={prefix} options={prefixes.map((each) => [each, each || "Without a prefix"])} onChange={setChosen} />}
        <Metrics labels={labels.map(({ label }) => label)} notes={notes} />
        <Pictures
          prefix={prefix}
          sides={runs.map((run, i) => ({ label: labels[i]?.label ?? "", evaluation: ofRuns[i], url: (path: string) => artifactUrl({ runId: run.info.run_id }, path) }))}
        />
      </div>
    </div>
  );
}

function Metrics({ labels, notes }: { labels: readonly string[]; notes: readonly (Note | undefined)[] }) {
  const keys = [...new Set(notes.filter(isThere).flatMap((note) => Object.keys(note.metrics)))];
  if (keys.length === 0) return null;
  return (
    <Section title="Metrics">
      <ScrollRegion label="Metrics of the evaluations" className={styles.scroll}>
        <table className={styles.metrics}>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              {labels.map((label, i) => (
                <th key={i} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => {
              const values = notes.map((note) => note?.metrics[key] ?? undefined);
              const better = notes.map((note) => note?.better[key]).find(isThere);
              const best = bestOf(values, better === undefined ? (directionOf(key) ?? "none") : better ? "up" : "down");
              return (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  {values.map((value, i) => (
                    <Value key={i} value={value} best={best.includes(i)} missed={notes[i]?.thresholds[key]?.missed} />
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function Value({ value, best, missed }: { value: number | undefined; best: boolean; missed: string[] | undefined }) {
  if (value === undefined) return <td className="dim">–</td>;
  return (
    <td title={missed?.join("\n")}>
      {best && <span className={styles.best}>best</span>}
      {formatNumber(value)}
      {missed && (
        <span className="chip" data-tone={missed.length ? "bad" : "good"}>
          {missed.length ? "missed" : "reached"}
        </span>
      )}
    </td>
  );
}

interface PicturesProps {
  prefix: string;
  sides: readonly { label: string; evaluation: Evaluation | undefined; url: (path: string) => string }[];
}

/** A row a picture, a column a run. */
function Pictures({ prefix, sides }: PicturesProps) {
  const all = sides.map(({ evaluation }) => [...(evaluation?.pictures ?? []), ...(evaluation?.explanations ?? [])]);
  const paths = [...new Set(all.flat())];
  return paths.map((path) => (
    <Section key={path} title={captionOf(path, prefix)}>
      <ul className={styles.pictures}>
        {sides.map(({ label, url }, i) => (
          <li key={i}>
            <figure>
              <figcaption className="clip" title={label}>
                {label}
              </figcaption>
              {all[i]?.includes(path) ? (
                <a href={url(path)} download>
                  <img src={url(path)} alt={`${captionOf(path, prefix)} of ${label}`} loading="lazy" />
                </a>
              ) : (
                <p className="dim">This run has none.</p>
              )}
            </figure>
          </li>
        ))}
      </ul>
    </Section>
  ));
}
