import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { KeyValue } from "@/api/types";
import { ofPrograms } from "@/shared/names";

import styles from "./Models.module.css";

const TONES: Record<string, string> = { Production: "good", Staging: "warn" };

export const Chips = ({ children }: { children: ReactNode }) => <span className={styles.chips}>{children}</span>;

interface MarkProps {
  /** The model, where the mark leads to one of its versions. */
  name?: string;
  version?: string;
}

/** The number of a version behind a mark, and the way to it. */
function Behind({ name, version }: MarkProps) {
  if (!version) return null;
  const number = <span className="num">· {version}</span>;
  return name ? (
    <Link to="/models/$name/versions/$version" params={{ name, version }} aria-label={`Version ${version}`}>
      {number}
    </Link>
  ) : (
    number
  );
}

export const Stage = ({ stage, ...behind }: MarkProps & { stage: string | undefined }) =>
  stage && stage !== "None" ? (
    <span className="chip" data-tone={TONES[stage]}>
      {stage}
      <Behind {...behind} />
    </span>
  ) : null;

export const Alias = ({ alias, ...behind }: MarkProps & { alias: string }) => (
  <span className="chip" data-tone="accent">
    @{alias}
    <Behind {...behind} />
  </span>
);

/** Tags in one line, without those that programs keep for themselves. */
export function Tags({ tags }: { tags: readonly KeyValue[] }) {
  const own = tags.filter(({ key }) => !ofPrograms(key));
  const text = (tag: KeyValue) => (tag.value ? `${tag.key}: ${tag.value}` : tag.key);
  if (own.length === 0) return null;
  return (
    <span className={styles.chips} title={own.map(text).join("\n")}>
      {own.slice(0, 3).map((tag) => (
        <span key={tag.key} className="chip">
          <span className="clip">{text(tag)}</span>
        </span>
      ))}
      {own.length > 3 && <span className="dimmer">+{own.length - 3}</span>}
    </span>
  );
}
