import { Outlet, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";

import { useKeys } from "@/shared/keys";
import { Notices } from "@/shared/ui/Notices";

import { KeysCard } from "./KeysCard";
import { CommandPalette } from "./palette/CommandPalette";
import { ServerNotice } from "./ServerNotice";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { useArrival } from "./useArrival";

/** The frame of every page: where one can go on the left, the page on the right. */
export function Shell() {
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  const [palette, setPalette] = useState(false);
  const [card, setCard] = useState(false);
  useArrival(main);
  useKeys({
    "?": () => setCard(true),
    "mod+k": () => {
      setCard(false);
      setPalette(true);
    },
    "g e": () => void navigate({ to: "/experiments" }),
    "g m": () => void navigate({ to: "/models" }),
    "g h": () => void navigate({ to: "/housekeeping" }),
  });
  return (
    <>
      {/* A button: an address of its own would be taken for a page, since pages live behind "#". */}
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <div className={styles.shell}>
        <Sidebar openPalette={() => setPalette(true)} openKeys={() => setCard(true)} />
        <main className={styles.main} ref={main} tabIndex={-1}>
          <ServerNotice />
          <div className={styles.page}>
            <Outlet />
          </div>
        </main>
      </div>
      <CommandPalette open={palette} onClose={() => setPalette(false)} />
      <KeysCard open={card} onClose={() => setCard(false)} />
      <Notices />
    </>
  );
}
