import type { Card, Field } from "./card";
import styles from "./Signature.module.css";

/** What goes into a model and what comes out. */
export function Signature({ card }: { card: Card }) {
  if (!card.inputs && !card.outputs)
    return (
      <p className="dim">
        None. Pass <code>signature=infer_signature(X, y)</code> or an <code>input_example</code> when the model is logged.
      </p>
    );
  return (
    <div className={styles.signature} data-testid="signature">
      <Fields title="Inputs" fields={card.inputs} />
      <Fields title="Outputs" fields={card.outputs} />
      <Fields title="Parameters" fields={card.params} />
    </div>
  );
}

export function Fields({ title, fields }: { title: string; fields: Field[] | undefined }) {
  if (!fields?.length) return null;
  return (
    <div className={styles.fields}>
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
