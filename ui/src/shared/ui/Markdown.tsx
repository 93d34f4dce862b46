import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";

import styles from "./Note.module.css";

/** Markdown without HTML and without pictures: nothing is fetched because a text says so. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} skipHtml disallowedElements={["img"]} unwrapDisallowed components={{ a: ({ href, children }) => <a href={href} target="_blank" rel="noreferrer noopener">{children}</a> }}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
