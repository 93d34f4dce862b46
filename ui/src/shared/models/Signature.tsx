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
      <Fields title="Inputs" note="Required" fields={card.inputs} />
      <Fields title="Outputs" note="" fields={card.outputs} />
      <Fields title="Parameters" note="Default" fields={card.params} />
    </div>
  );
}

/** A signature without "optional" is required. */
function remark(note: string, field: Field): string {
  if (note === "Required") return field.note ? "optional" : "yes";
  return field.note.replace(/^default /, "");
}

/** Columns, tensors or parameters as a table; `note` is what the last column tells. */
export function Fields({ title, note = "Required", fields }: { title: string; note?: string; fields: Field[] | undefined }) {
  if (!fields?.length) return null;
  return (
    <table className={styles.fields}>
      <thead>
        <tr>
          <th scope="col">
            {title} <span className="num">{fields.length}</span>
          </th>
          <th scope="col">Type</th>
          <th scope="col">{note}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field, i) => (
          <tr key={i}>
            <td>{field.name || <span className="dimmer">unnamed</span>}</td>
            <td>
              <code>{field.type}</code>
            </td>
            <td className="dim">{note && remark(note, field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
