import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { neighboursQuery } from "@/api/models";

import styles from "./Models.module.css";
import type { VersionTab } from "./tabs";

/** The way to the version before and the one after, on the same tab. */
export function Neighbours({ name, version, tab }: { name: string; version: string; tab: VersionTab }) {
  const { data } = useQuery(neighboursQuery(name, version));
  const step = (to: string | undefined, label: string, glyph: ReactNode) =>
    to ? (
      <Link
        {...(tab === "overview"
          ? { to: "/models/$name/versions/$version" as const, params: { name, version: to } }
          : { to: "/models/$name/versions/$version/$" as const, params: { name, version: to, _splat: tab } })}
        className={styles.step}
        aria-label={`${label}: version ${to}`}
        title={`Version ${to}`}
      >
        {glyph}
      </Link>
    ) : (
      <span className={styles.step} data-none aria-hidden>
        {glyph}
      </span>
    );
  return (
    <nav className={styles.steps} aria-label="Other versions">
      {step(data?.before, "Previous", <ChevronLeft aria-hidden />)}
      {step(data?.after, "Next", <ChevronRight aria-hidden />)}
    </nav>
  );
}
