import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { Boxes, FlaskConical, Keyboard, Moon, Search, Sun } from "lucide-react";
import { useRef, useState } from "react";

import { useKeys } from "@/shared/keys";
import { toggleTheme, useTheme } from "@/shared/theme";
import { IconButton } from "@/shared/ui/Button";
import { Kbd } from "@/shared/ui/Kbd";
import { Notices } from "@/shared/ui/Notices";

import { CommandPalette } from "./CommandPalette";
import { KeysCard } from "./KeysCard";
import styles from "./Shell.module.css";

/** The frame of every page: where one can go on the left, the page on the right. */
export function Shell() {
  const theme = useTheme();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [card, setCard] = useState(false);
  const chord = useRef(0);

  const afterG = (go: () => void) => () => {
    if (Date.now() - chord.current < 1200) go();
    chord.current = 0;
  };
  useKeys({
    "?": () => setCard(true),
    "mod+k": () => {
      setCard(false);
      setPalette(true);
    },
    g: () => {
      chord.current = Date.now();
    },
    e: afterG(() => void navigate({ to: "/experiments" })),
    m: afterG(() => void navigate({ to: "/models" })),
  });

  return (
    <>
    <div className={styles.shell}>
      <nav className={styles.side} aria-label="Main">
        <Link to="/experiments" className={styles.brand} aria-label="Penstock: experiments">
          <Mark />
          <span>Penstock</span>
        </Link>
        <button type="button" className={styles.jump} onClick={() => setPalette(true)} aria-label="Go to… ⌘K">
          <Search aria-hidden />
          <span>Go to…</span>
          <Kbd>⌘K</Kbd>
        </button>
        <Link to="/experiments" className={styles.link} activeProps={{ "data-active": true }}>
          <FlaskConical aria-hidden />
          <span>Experiments</span>
        </Link>
        <Link to="/models" className={styles.link} activeProps={{ "data-active": true }}>
          <Boxes aria-hidden />
          <span>Models</span>
        </Link>
        <div className={styles.foot}>
          <IconButton label={theme === "dark" ? "Light theme" : "Dark theme"} onClick={toggleTheme}>
            {theme === "dark" ? <Sun /> : <Moon />}
          </IconButton>
          <IconButton label="Keys" hint="?" onClick={() => setCard(true)}>
            <Keyboard />
          </IconButton>
        </div>
      </nav>
      <main className={styles.main}>
        <Outlet />
      </main>
    </div>
      <CommandPalette open={palette} onClose={() => setPalette(false)} />
      <KeysCard open={card} onClose={() => setCard(false)} />
      <Notices />
    </>
  );
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden>
    <rect width="32" height="32" rx="7" fill="var(--accent)" />
    <path d="M8 8h7c5.500 0 9 3 9 7.500S20.500 23 15 23h-2.500v-4.500H15c2.600 0 4.200-1.100 4.200-3s-1.600-3-4.200-3H8z" fill="var(--accent-text)" />
    <rect x="8" y="15" width="4.500" height="9" fill="var(--accent-text)" opacity=".65" />
  </svg>
);
