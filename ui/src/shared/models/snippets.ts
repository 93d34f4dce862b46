import type { Card } from "./card";

export const loadSnippet = (uri: string): string => `import mlflow\n\nmodel = mlflow.pyfunc.load_model("${uri}")\nmodel.predict(data)`;

const PORT = 5001;

/** Commands that serve a model and ask it something: its own example where it has one. */
export function serveSnippet({ uri = "", request, inputs }: Pick<Card, "uri" | "request" | "inputs">): string {
  const body = request ? `@${request}` : `'${JSON.stringify({ dataframe_split: { columns: inputs?.map((field) => field.name) ?? ["x"], data: [[]] } })}'`;
  return [
    `mlflow models serve -m "${uri}" --port ${PORT}`,
    ...(request ? [`mlflow artifacts download -u "${uri}/${request}" -d .`] : []),
    `curl -H "Content-Type: application/json" -d ${body} http://127.0.0.1:${PORT}/invocations`,
  ].join("\n");
}
