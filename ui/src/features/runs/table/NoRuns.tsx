import { Link } from "@tanstack/react-router";

import { pageRoot } from "@/api/client";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/State";

interface NoRunsProps {
  filtered: boolean;
  deleted: boolean;
  experiment: string | undefined;
  clear: () => void;
}

export function NoRuns({ filtered, deleted, experiment, clear }: NoRunsProps) {
  if (filtered)
    return (
      <div>
        <Empty title="No run matches the filter">
          Nothing here satisfies it. <Button onClick={clear}>Clear filter and search</Button>
        </Empty>
      </div>
    );
  if (deleted) return (
      <Empty title="No deleted runs">
        Deleted runs stay here until they are deleted for good, under <Link to="/housekeeping">Housekeeping</Link> or by <code>mlflow gc</code>.
      </Empty>
    );
  const code = `import mlflow
mlflow.set_tracking_uri(${JSON.stringify(pageRoot().replace(/\/$/, ""))})
mlflow.set_experiment(${JSON.stringify(experiment ?? "Default")})
with mlflow.start_run(): mlflow.log_metric("accuracy", 0.93)`;
  return (
    <Empty title="No runs yet" code={code}>
      Three lines of Python make the first one.
    </Empty>
  );
}
