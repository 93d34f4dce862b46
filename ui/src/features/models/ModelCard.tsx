import { useQuery } from "@tanstack/react-query";

import { artifactUrl, textQuery } from "@/api/artifacts";
import type { ModelVersion } from "@/api/types";
import { Facts, Section } from "@/shared/ui/Facts";

import { type Field, readCard } from "./card";
import styles from "./Models.module.css";

/** What the MLmodel file tells: flavors, what goes in, what comes out. */
export default function ModelCard({ version }: { version: ModelVersion }) {
  const query = useQuery(textQuery(artifactUrl({ name: version.name, version: version.version }, "MLmodel")));
  if (query.error) return <p className="dim">The model's files cannot be read from here: {query.error.message}</p>;
  if (!query.data) return null;
  const card = readCard(query.data.text);
  return (
    <>
      <Section title="Signature">
        {card.inputs || card.outputs ? (
          <div className={styles.signature} data-testid="signature">
            <Fields title="Inputs" fields={card.inputs} />
            <Fields title="Outputs" fields={card.outputs} />
            <Fields title="Parameters" fields={card.params} />
          </div>
        ) : (
          <p className="dim">
            None. Pass <code>signature=infer_signature(X, y)</code> or an <code>input_example</code> when the model is logged.
          </p>
        )}
      </Section>
      <Section title="Flavors">
        <Facts rows={card.facts} />
      </Section>
    </>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] | undefined }) {
  if (!fields?.length) return null;
  return (
    <div>
      <h3>{title}</h3>
      <table>
        <tbody>
          {fields.map((field, i) => (
            <tr key={i}>
              <td>{field.name || <span className="dimmer">unnamed</span>}</td>
              <td>
                <code>{field.type}</code>
              </td>
              <td className="dimmer">{field.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
