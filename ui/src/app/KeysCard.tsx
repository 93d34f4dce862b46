import { KEY_CARD } from "@/shared/keys";
import { Dialog } from "@/shared/ui/Dialog";
import { Kbd } from "@/shared/ui/Kbd";

import styles from "./KeysCard.module.css";

export function KeysCard({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys" wide>
      <div className={styles.card}>
        {KEY_CARD.map(({ page, keys }) => (
          <section key={page}>
            <h3>{page}</h3>
            <dl className={styles.keys}>
              {keys.map(([names, what]) => (
                <div key={names}>
                  <dt>
                    {names.split(" ").map((key, i) => (key === "/" && i > 0 ? <span key={i}>/</span> : <Kbd key={i}>{key}</Kbd>))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
