import { Link } from "@tanstack/react-router";
import { Boxes, BrushCleaning, FlaskConical, Keyboard, Moon, Search, Sun } from "lucide-react";

import { MOD } from "@/shared/keys";
import { kindOf, usePlaces } from "@/shared/places";
import { toggleTheme, useTheme } from "@/shared/theme";
import { IconButton } from "@/shared/ui/Button";
import { Kbd } from "@/shared/ui/Kbd";

import styles from "./Sidebar.module.css";

const PAGES = [
  { to: "/experiments", name: "Experiments", icon: FlaskConical },
  { to: "/models", name: "Models", icon: Boxes },
  { to: "/housekeeping", name: "Housekeeping", icon: BrushCleaning },
] as const;

const RECENT = 6;

interface SidebarProps {
  openPalette: () => void;
  openKeys: () => void;
}

/** Where one can go: on the left, and at the lower edge of a phone. */
export function Sidebar({ openPalette, openKeys }: SidebarProps) {
  const theme = useTheme();
  const recent = usePlaces()
    .filter((place) => kindOf(place.path) === "experiment")
    .slice(0, RECENT);
  return (
    <nav className={styles.side} aria-label="Main">
      <Link to="/experiments" className={styles.brand} aria-label="Penstock: experiments">
        <Mark />
        <span>Penstock</span>
      </Link>
      <button type="button" className={styles.jump} onClick={openPalette} aria-keyshortcuts={`${MOD === "⌘" ? "Meta" : "Control"}+K`}>
        <Search aria-hidden />
        <span>Go to…</span>
        <b aria-hidden>
          <Kbd>{MOD === "⌘" ? "⌘K" : "Ctrl K"}</Kbd>
        </b>
      </button>
      {PAGES.map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className={styles.link} activeProps={{ "data-active": true }}>
          <Icon aria-hidden />
          <span>{name}</span>
        </Link>
      ))}
      {recent.length > 0 && (
        <div className={styles.recent}>
          <h2>Recent</h2>
          <ul>
            {recent.map(({ path, title }) => (
              <li key={path}>
                <Link to={path} className={styles.place} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ "data-active": true }} title={title}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={styles.foot}>
        <IconButton label={theme === "dark" ? "Light theme" : "Dark theme"} onClick={toggleTheme}>
          {theme === "dark" ? <Sun /> : <Moon />}
        </IconButton>
        <IconButton label="Keys" hint="?" onClick={openKeys} className={styles.keys}>
          <Keyboard />
        </IconButton>
      </div>
    </nav>
  );
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden>
    <rect width="32" height="32" rx="7" fill="var(--accent)" />
    <path d="M8 8h7c5.500 0 9 3 9 7.500S20.500 23 15 23h-2.500v-4.500H15c2.600 0 4.200-1.100 4.200-3s-1.600-3-4.200-3H8z" fill="var(--accent-text)" />
    <rect x="8" y="15" width="4.500" height="9" fill="var(--accent-text)" opacity=".65" />
  </svg>
);
