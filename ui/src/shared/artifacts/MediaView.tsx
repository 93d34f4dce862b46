import { useState } from "react";

import { baseName } from "@/shared/format";

import { kindOf } from "./kinds";
import styles from "./Preview.module.css";
import type { FileRef } from "./viewers";

/** Sound or film, in the browser's own player; it asks the server for the parts it plays. */
export default function MediaView({ url, path }: FileRef) {
  const [broken, setBroken] = useState(false);
  if (broken) return <p className={styles.none}>The browser cannot play this file. Download it to play it elsewhere.</p>;
  const common = { src: url, controls: true, preload: "metadata", "aria-label": baseName(path), onError: () => setBroken(true) } as const;
  return (
    <div className={styles.media}>
      {/* Files of runs have no captions to offer. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      {kindOf(path) === "audio" ? <audio {...common} /> : <video {...common} />}
    </div>
  );
}
