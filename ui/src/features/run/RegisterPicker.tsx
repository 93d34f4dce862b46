import type { Run } from "@/api/types";
import { RegisterDialog } from "@/shared/models/RegisterDialog";
import { Dialog } from "@/shared/ui/Dialog";
import { Code, Waiting } from "@/shared/ui/State";

import { useRunModels } from "./models";
import styles from "./Picker.module.css";

const CODE = `mlflow.sklearn.log_model(model, name="model", input_example=X[:3])`;

/** Registers one of the run's models. */
export function RegisterPicker({ run, close }: { run: Run; close: () => void }) {
  const { models, pending } = useRunModels(run);
  const { run_id: runId } = run.info;
  if (!pending && models.length > 0) return <RegisterDialog candidates={models.map((model) => ({ ...model, runId }))} close={close} />;
  return (
    <Dialog open onClose={close} title="Register a model">
      <div className={styles.none}>
        {pending ? (
          <Waiting rows={2} />
        ) : (
          <>
            <p className="dim">This run logged no model. One is logged with:</p>
            <Code text={CODE} />
          </>
        )}
      </div>
    </Dialog>
  );
}
