import { useMemo } from "react";

import { readCard } from "@/shared/models/card";
import { CardContent } from "@/shared/models/CardSections";

import styles from "./Model.module.css";
import { TextView } from "./TextView";
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
      <CardContent card={card} uri={card.uri} beside={file.beside} />
    </div>
  );
}
