import { useState } from "react";

import { Button } from "@/shared/ui/Button";

import styles from "./Try.module.css";

/** Takes a text in place of the rows; says what is wrong with one that holds none. */
export function PasteBox({ paste }: { paste: (text: string) => Promise<void> }) {
  const [text, setText] = useState("");
  const [refused, setRefused] = useState("");
  const take = () => paste(text).catch((error: Error) => setRefused(error.message));
  return (
    <div className={styles.paste}>
      <textarea
        className="textarea mono"
        aria-label="CSV or JSON to fill the rows with"
        placeholder={"CSV with a head, cells of a sheet, or JSON in any form that the server takes"}
        value={text}
        rows={6}
        onChange={(event) => setText(event.target.value)}
        spellCheck={false}
      />
      {refused && (
        <p role="alert" className={styles.fault}>
          {refused}
        </p>
      )}
      <Button disabled={text.trim() === ""} onClick={() => void take()}>
        Fill the rows
      </Button>
    </div>
  );
}
