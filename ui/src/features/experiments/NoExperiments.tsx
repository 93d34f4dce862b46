import { Link } from "@tanstack/react-router";

import { pageRoot } from "@/api/client";
import { Empty } from "@/shared/ui/State";

const start = () => `import mlflow
mlflow.set_tracking_uri(${JSON.stringify(pageRoot().replace(/\/$/, ""))})
mlflow.set_experiment("my-first")
with mlflow.start_run(): mlflow.log_metric("accuracy", 0.93)`;

export function NoExperiments({ searched, deleted }: { searched: string; deleted: boolean }) {
  if (searched) return <Empty title={`No experiment fits “${searched}”`}>Clear the search to see all of them.</Empty>;
  if (deleted) return (
      <Empty title="Nothing was deleted">
        Deleted experiments stay here until they are deleted for good, under <Link to="/housekeeping">Housekeeping</Link> or by <code>mlflow gc</code>.
      </Empty>
    );
  return (
    <Empty title="No experiments yet" code={start()}>
      Log a first run from Python; it appears here at once.
    </Empty>
  );
}
