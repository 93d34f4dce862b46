import { useState } from "react";

import { Code } from "@/shared/ui/State";
import { Segments } from "@/shared/ui/Controls";

import { curlOf, pythonLines } from "./request";
import styles from "./Try.module.css";

type Language = "curl" | "python";

/** The same question, as a program would ask it. */
export function Lines({ url, body, stream }: { url: string; body: string; stream: boolean }) {
  const [language, setLanguage] = useState<Language>("curl");
  return (
    <section className={styles.lines}>
      <header>
        <h2>From a program</h2>
        <span className="grow" />
        <Segments
          label="Language"
          value={language}
          options={[
            ["curl", "curl"],
            ["python", "Python"],
          ]}
          onChange={setLanguage}
        />
      </header>
      <Code text={language === "curl" ? curlOf(url, body, stream) : pythonLines(url, body, stream)} />
    </section>
  );
}
