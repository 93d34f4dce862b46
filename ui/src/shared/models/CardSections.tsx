import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";

import { artifactUrl, type Place, textQuery } from "@/api/artifacts";
import { ReadText } from "@/shared/artifacts/ReadText";
import { formatBytes } from "@/shared/format";
import { Facts, Section } from "@/shared/ui/Facts";
import { ScrollRegion } from "@/shared/ui/ScrollRegion";
import { Waiting } from "@/shared/ui/State";

import { type Card, readCard } from "./card";
import styles from "./CardSections.module.css";
import { Signature } from "./Signature";
import { UseIt } from "./UseIt";

const TreeView = lazy(() => import("@/shared/artifacts/TreeView"));

interface CardSectionsProps {
  /** Where the model's files are. */
  place: Place;
  /** What loads it. */
  uri: string;
}

/** What the MLmodel file of a model tells: what goes in and out, how to use it, what it needs. */
export function CardSections({ place, uri }: CardSectionsProps) {
  const query = useQuery(textQuery(artifactUrl(place, "MLmodel")));
  if (query.error) return <p className="dim">The model's files cannot be read from here: {query.error.message}</p>;
  if (!query.data) return <Waiting rows={4} />;
  return <CardContent card={readCard(query.data.text)} uri={uri} beside={(name) => artifactUrl(place, name)} />;
}

interface CardContentProps {
  card: Card;
  /** What loads it, where that is known. */
  uri: string | undefined;
  /** Address of a file beside the MLmodel. */
  beside: (name: string) => string;
}

/** The card itself, of an MLmodel file that was read. */
export function CardContent({ card, uri, beside }: CardContentProps) {
  return (
    <>
      <Section title="Signature">
        <Signature card={card} />
      </Section>
      {uri && <UseIt card={card} uri={uri} />}
      {card.example?.endsWith(".json") && (
        <Section title="Example of an input">
          <ScrollRegion label="Example" className={styles.file}>
            <ReadText url={beside(card.example)}>{({ text }) => <TreeView text={text} path="example.json" />}</ReadText>
          </ScrollRegion>
        </Section>
      )}
      {card.environment && (
        <Section title="Requirements">
          <ReadText url={beside("requirements.txt")}>
            {({ text }) => (
              <ScrollRegion label="Requirements" className={styles.lines}>
                <pre>{text.trim()}</pre>
              </ScrollRegion>
            )}
          </ReadText>
        </Section>
      )}
      <Section title="Made with">
        <Facts rows={madeWith(card)} />
      </Section>
    </>
  );
}

function madeWith(card: Card): [string, string][] {
  const rows: [string, string | undefined][] = [
    ...card.facts.filter(([flavor]) => flavor !== "python_function").map(([flavor, version]): [string, string] => [flavor, version || "without a version"]),
    ["Python", card.python],
    ["MLflow", card.mlflow],
    ["Size", card.bytes === undefined ? undefined : formatBytes(card.bytes)],
    ["Made", card.created && `${card.created.replace(/\.\d+$/, "")} UTC`],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
