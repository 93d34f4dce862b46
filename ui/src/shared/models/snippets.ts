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

/** Loads a model as its own framework has it. */
export const flavorSnippet = (flavor: string, uri: string): string => `import mlflow\n\nmodel = mlflow.${flavor}.load_model("${uri}")`;

/** Makes a function of columns of a model, for Spark. */
export function sparkSnippet(uri: string, { inputs }: Pick<Card, "inputs">): string {
  const columns = inputs?.length && inputs.every(({ name }) => name) ? inputs.map(({ name }) => JSON.stringify(name)).join(", ") : '"column"';
  return [
    "import mlflow",
    "from pyspark.sql.functions import struct",
    "",
    `predict = mlflow.pyfunc.spark_udf(spark, "${uri}")`,
    `frame.withColumn("prediction", predict(struct(${columns})))`,
  ].join("\n");
}

/** Predicts for the rows of a file from a shell. */
export const batchSnippet = (uri: string): string => `mlflow models predict -m "${uri}" -i rows.csv -o answers.csv`;
