import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";

import type { Run } from "@/api/types";
import { plural } from "@/shared/format";
import { Fields } from "@/shared/models/Signature";
import { Facts, Section } from "@/shared/ui/Facts";

import styles from "./Datasets.module.css";
import { type DatasetFacts, datasetFacts } from "./datasets";

/** What the run read: each data set with where it is from; its schema and profile unfold. */
export function Datasets({ run }: { run: Run }) {
  const inputs = run.inputs?.dataset_inputs ?? [];
  if (inputs.length === 0) return null;
  return (
    <Section title="Data sets" extra={<span className="dimmer num">{inputs.length}</span>}>
      <ul className={styles.list}>
        {inputs.map((input) => (
          <Row key={input.dataset.name + input.dataset.digest} facts={datasetFacts(input)} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ facts }: { facts: DatasetFacts }) {
  const { name, digest, context, source, fields, profile } = facts;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <button type="button" className={styles.head} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <ChevronRight aria-hidden />
        <span className={styles.name}>{name}</span>
        <code className="dim">{digest}</code>
        {context && <span className="chip">{context}</span>}
        <span className="grow" />
        <span className="dim">{[...profile.slice(0, 1).map(([what, count]) => `${count} ${what}`), fields && plural(fields.length, "column")].filter(Boolean).join(", ")}</span>
      </button>
      {open && (
        <div id={id} className={styles.inside}>
          <Facts rows={[["Source", source], ...profile]} />
          {fields ? <Fields title="Schema" fields={fields} /> : <p className="dim">Its schema was not noted.</p>}
        </div>
      )}
    </li>
  );
}
