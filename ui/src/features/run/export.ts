import type { Run } from "@/api/types";
import { download } from "@/shared/download";

/** Everything that is known of a run, as a file. */
export const saveAsJson = (run: Run): void => download(`${run.info.run_name || run.info.run_id}.json`, JSON.stringify(run, null, 2));
