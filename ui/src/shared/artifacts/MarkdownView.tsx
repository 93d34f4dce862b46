import Markdown from "@/shared/ui/Markdown";

import styles from "./Preview.module.css";

export default function MarkdownView({ text }: { text: string }) {
  return (
    <div className={styles.prose}>
      <Markdown text={text} />
    </div>
  );
}
