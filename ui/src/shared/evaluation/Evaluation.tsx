import { Link } from "@tanstack/react-router";
import { lazy, useState } from "react";

import { artifactUrl } from "@/api/artifacts";
import type { Run } from "@/api/types";
import { ReadText } from "@/shared/artifacts/ReadText";
import { baseName, formatNumber, plural } from "@/shared/format";
import { Dialog } from "@/shared/ui/Dialog";
import { Section } from "@/shared/ui/Facts";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";

import { captionOf, type Evaluation as Found, type Line, linesOf, type Note, readNote } from "./findings";
import { ClassBars } from "./ClassBars";
import { Confusion } from "./Confusion";
import styles from "./Evaluation.module.css";

const CsvView = lazy(() => import("@/shared/artifacts/CsvView"));

/** What evaluations of a run found: metrics beside baseline and thresholds, pictures, explanations. */
export default function Evaluation({ run, found }: { run: Run; found: readonly Found[] }) {
  return (
    <div className={styles.evaluations}>
      {found.map((each) => (
        <One key={each.prefix} run={run} found={each} titled={found.length > 1 || each.prefix !== ""} />
      ))}
    </div>
  );
}

function One({ run, found, titled }: { run: Run; found: Found; titled: boolean }) {
  const place = { runId: run.info.run_id };
  const url = (path: string) => artifactUrl(place, path);
  return (
    <article className={styles.one} aria-label={found.prefix ? `Evaluation ${found.prefix}` : "Evaluation"}>
      {titled && <h2 className={styles.prefix}>{found.prefix ? <code>{found.prefix}</code> : "Without a prefix"}</h2>}
      {found.note && <Measured url={url(found.note)} />}
      <Pictures title="Pictures" paths={found.pictures} prefix={found.prefix} url={url} />
      {found.classes && (
        <Section title="Classes">
          <ClassBars url={url(found.classes)} />
          <Table url={url(found.classes)} />
        </Section>
      )}
      <Pictures title="Explanations" paths={found.explanations} prefix={found.prefix} url={url} />
      {found.byRow && (
        <Section title="Explained rows" extra={<span className="dimmer">what each feature adds to the base value</span>}>
          <Table url={url(found.byRow)} tall />
        </Section>
      )}
      {found.examples && (
        <Section title="Examples">
          <p>
            <Link
              to="/experiments/$experimentId/runs/$runId/$"
              params={{ experimentId: run.info.experiment_id, runId: run.info.run_id, _splat: `artifacts/${found.examples}` }}
              search
            >
              {found.examples}
            </Link>{" "}
            has a row per example.
          </p>
        </Section>
      )}
    </article>
  );
}

function Table({ url, tall }: { url: string; tall?: boolean }) {
  return (
    <div className={styles.table} data-tall={tall || undefined}>
      <ReadText url={url}>{({ text, cut }) => <CsvView text={text} cut={cut} />}</ReadText>
    </div>
  );
}

function Measured({ url }: { url: string }) {
  return (
    <ReadText url={url}>
      {({ text }) => {
        const note = readNote(text);
        return note ? (
          <>
            <Metrics note={note} />
            <Confusion note={note} />
          </>
        ) : (
          <p className="dim">The note of this evaluation cannot be read.</p>
        );
      }}
    </ReadText>
  );
}

function Metrics({ note }: { note: Note }) {
  const lines = linesOf(note);
  const compared = Object.keys(note.baseline).length > 0;
  const wanted = lines.filter((line) => line.missed);
  const missed = wanted.filter((line) => line.missed?.length);
  return (
    <Section title="Metrics" extra={note.model_type && <span className="chip">{note.model_type}</span>}>
      {wanted.length > 0 && (
        <div className={styles.verdict} data-good={missed.length === 0 || undefined} data-testid="verdict">
          <strong>{missed.length === 0 ? "Good enough" : "Not good enough"}</strong>
          <span>{missed.length === 0 ? `${plural(wanted.length, "threshold")} reached` : `${missed.length} of ${plural(wanted.length, "threshold")} missed`}</span>
          {missed.length > 0 && (
            <ul>
              {missed.flatMap((line) => line.missed?.map((sentence) => <li key={sentence}>{sentence}</li>))}
            </ul>
          )}
        </div>
      )}
      <ScrollRegion label="Metrics of the evaluation" className={styles.scroll}>
        <table className={styles.metrics} data-testid="evaluated">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">Value</th>
              {compared && (
                <>
                  <th scope="col">Baseline</th>
                  <th scope="col">Change</th>
                </>
              )}
              {wanted.length > 0 && <th scope="col">Wanted</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.key} line={line} compared={compared} wanted={wanted.length > 0} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function Row({ line, compared, wanted }: { line: Line; compared: boolean; wanted: boolean }) {
  const tone = line.better === undefined ? undefined : line.better ? "good" : "bad";
  return (
    <tr>
      <th scope="row">{line.key}</th>
      <td className={styles.value}>{written(line.value)}</td>
      {compared && (
        <>
          <td>{line.baseline === undefined ? "" : written(line.baseline)}</td>
          <td data-tone={tone}>{line.change === undefined ? "" : `${line.change > 0 ? "+" : ""}${formatNumber(line.change)}`}</td>
        </>
      )}
      {wanted && (
        <td>
          {line.missed && (
            <span className="chip" data-tone={line.missed.length ? "bad" : "good"}>
              {line.wanted.join(", ")}
              {line.missed.length ? ": missed" : ": reached"}
            </span>
          )}
        </td>
      )}
    </tr>
  );
}

const written = (value: number | null | undefined): string => (typeof value === "number" ? formatNumber(value) : "–");

interface PicturesProps {
  title: string;
  paths: readonly string[];
  prefix: string;
  url: (path: string) => string;
}

/** Small pictures side by side; each opens in its full size. */
function Pictures({ title, paths, prefix, url }: PicturesProps) {
  const [open, setOpen] = useState("");
  if (paths.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={styles.pictures}>
        {paths.map((path) => (
          <li key={path}>
            <button type="button" className={styles.picture} onClick={() => setOpen(path)} aria-label={`${captionOf(path, prefix)}, larger`}>
              <img src={url(path)} alt="" loading="lazy" />
              <span>{captionOf(path, prefix)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Dialog open={open !== ""} onClose={() => setOpen("")} title={captionOf(open, prefix)} wide>
        <div className={styles.large}>{open && <img src={url(open)} alt={baseName(open)} />}</div>
      </Dialog>
    </Section>
  );
}
