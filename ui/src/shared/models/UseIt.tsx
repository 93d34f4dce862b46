import { useState } from "react";

import { Segments } from "@/shared/ui/Controls";
import { Section } from "@/shared/ui/Facts";
import { Code } from "@/shared/ui/State";

import type { Card } from "./card";
import styles from "./UseIt.module.css";
import { batchSnippet, flavorSnippet, loadSnippet, serveSnippet, sparkSnippet } from "./snippets";

/** Front doors that are no flavor's load_model of their own. */
const GENERIC = "python_function";

interface UseItProps {
  card: Card;
  /** What loads the model. */
  uri: string;
}

/** How to load a model in each of its flavors, how to serve it, and how to use it on many rows. */
export function UseIt({ card, uri }: UseItProps) {
  const flavors = card.facts.map(([flavor]) => flavor).filter((flavor) => flavor !== GENERIC);
  const ways: [string, string, string][] = [
    ...(flavors.length < card.facts.length ? [["pyfunc", "Python", loadSnippet(uri)] as [string, string, string]] : []),
    ...flavors.map((flavor): [string, string, string] => [flavor, flavor, flavorSnippet(flavor, uri)]),
    ["serve", "Serve", serveSnippet({ ...card, uri })],
    ["batch", "Files", batchSnippet(uri)],
    ["spark", "Spark", sparkSnippet(uri, card)],
  ];
  const [chosen, choose] = useState("pyfunc");
  const way = ways.find(([key]) => key === chosen) ?? ways[0];
  return (
    <Section title="Use it" extra={
        <div className={styles.ways}>
          <Segments label="How to use the model" value={way?.[0] ?? ""} options={ways.map(([key, title]) => [key, title])} onChange={choose} />
        </div>
      }
    >
      {way && <Code text={way[2]} />}
    </Section>
  );
}
