import { useMemo } from "react";

import { formatBytes } from "@/shared/format";
import { type Card, readCard } from "@/shared/models/card";
import { loadSnippet, serveSnippet } from "@/shared/models/snippets";
import { Signature } from "@/shared/models/Signature";
import { Facts, Section } from "@/shared/ui/Facts";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { Code } from "@/shared/ui/State";

import styles from "./Model.module.css";
import { ReadText } from "./ReadText";
import { TextView } from "./TextView";
import TreeView from "./TreeView";
import type { FileRef } from "./viewers";

/** An MLmodel file as a card: what the model takes and gives, what it needs, how to use it. */
export default function ModelView({ text, path, file }: { text: string; path: string; file: FileRef }) {
  const card = useMemo(() => {
    try {
      return readCard(text);
    } catch {
      return undefined; // Not what its name says: shown as it stands.
    }
  }, [text]);
  if (!card) return <TextView text={text} path={path} />;
  return (
    <div className={styles.card}>
      <Section title="Signature">
        <Signature card={card} />
      </Section>
      <About card={card} />
      {card.uri && (
        <Section title="Use it">
          <div className={styles.snippets}>
            <Code text={loadSnippet(card.uri)} />
            <Code text={serveSnippet(card)} />
          </div>
        </Section>
      )}
      {card.example?.endsWith(".json") && (
        <Section title="Example of an input">
          <ScrollRegion label="Example" className={styles.file}>
            <ReadText url={file.beside(card.example)}>{({ text: example }) => <TreeView text={example} path="example.json" />}</ReadText>
          </ScrollRegion>
        </Section>
      )}
      {card.environment && (
        <Section title="Requirements">
          <ScrollRegion label="Requirements" className={styles.file}>
            <ReadText url={file.beside("requirements.txt")}>{({ text: lines }) => <TextView text={lines.trimEnd()} path="requirements.txt" />}</ReadText>
          </ScrollRegion>
        </Section>
      )}
    </div>
  );
}

function About({ card }: { card: Card }) {
  const rows: [string, string | undefined][] = [
    ...card.facts.filter(([flavor]) => flavor !== "python_function").map(([flavor, version]): [string, string] => [flavor, version || "without a version"]),
    ["Python", card.python],
    ["MLflow", card.mlflow],
    ["Size", card.bytes === undefined ? undefined : formatBytes(card.bytes)],
    ["Made", card.created && `${card.created.replace(/\.\d+$/, "")} UTC`],
  ];
  return (
    <Section title="About">
      <Facts rows={rows.filter(([, value]) => value)} />
    </Section>
  );
}
