import { KEY_CARD } from "@/shared/keys";
import { Dialog } from "@/shared/ui/Dialog";
import { Kbd } from "@/shared/ui/Kbd";

import styles from "./KeysCard.module.css";

export function KeysCard({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <dl className={styles.keys}>
        {KEY_CARD.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key, i) => (key === "/" && i > 0 ? <span key={i}>/</span> : <Kbd key={i}>{key}</Kbd>))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
