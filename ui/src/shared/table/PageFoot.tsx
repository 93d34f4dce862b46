import { Button } from "../ui/Button";
import styles from "./PageFoot.module.css";
import type { Paging } from "./paging";

/** Below what is there of a list: that more is coming, or that it could not be had. */
export function PageFoot({ paging: { busy, failed, load } }: { paging: Paging }) {
  if (busy)
    return (
      <p className={styles.foot} role="status">
        Fetching more…
      </p>
    );
  if (!failed) return null;
  return (
    <div className={styles.foot} role="alert">
      The rest could not be fetched.
      <Button onClick={load}>Try again</Button>
    </div>
  );
}
