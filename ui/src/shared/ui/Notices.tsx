import { useEffect } from "react";
import { Toaster } from "sonner";

import { isTyping } from "../keys";
import { useTheme } from "../theme";
import styles from "./Notices.module.css";
import { undoNewest } from "./notify";

/** Where notices appear. They are read out politely, can be closed, and Alt+T moves the focus to them. */
export function Notices() {
  const theme = useTheme();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const wanted = (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
      // In a field the key takes back what was typed.
      if (wanted && !isTyping(event.target) && undoNewest()) event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return (
    <Toaster
      theme={theme}
      position="bottom-right"
      gap={8}
      // Above the bar of a phone.
      mobileOffset={{ bottom: 68, left: 12, right: 12 }}
      visibleToasts={4}
      closeButton
      containerAriaLabel="Notices"
      toastOptions={{ unstyled: true, closeButtonAriaLabel: "Close notice", classNames: { toast: styles.notice, title: styles.title, actionButton: styles.action, closeButton: styles.close, error: styles.error, icon: styles.icon } }}
    />
  );
}
