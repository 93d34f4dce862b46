import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useState } from "react";

import { Button } from "../../ui/Button";
import styles from "./Board.module.css";
import type { BoardContext, Pointing } from "./contract";
import type { Panel } from "./kinds";
import { PanelFrame } from "./PanelFrame";
import type { Edits } from "./useEdits";

interface FullScreenProps {
  panel: Panel;
  context: BoardContext;
  pointing: Pointing;
  edits: Edits;
  close: () => void;
}

/** One panel as large as the window. */
export function FullScreen({ panel, close, ...rest }: FullScreenProps) {
  const [height, setHeight] = useState(innerHeight);
  useEffect(() => {
    const measure = () => setHeight(innerHeight);
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return (
    <Radix.Root open onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.scrim} />
        <Radix.Content className={styles.screen} aria-describedby={undefined}>
          <Radix.Title className="sr-only">{panel.title}</Radix.Title>
          <Radix.Close asChild>
            <Button look="ghost" className={styles.close} aria-label="Close" icon={<X />} />
          </Radix.Close>
          <PanelFrame panel={panel} height={Math.max(200, height - 92)} {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
