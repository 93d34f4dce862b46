import styles from "./FilterError.module.css";
import { sentenceOf } from "./refused";

interface FilterErrorProps {
  /** The id by which the field names what describes it. */
  id: string;
  filter: string;
  message: string;
  /** The character that the message is about, where it tells one. */
  place: number | undefined;
  goTo: (place: number) => void;
}

/** Why the server cannot read a filter, with the character that it stumbled over. Stands below the field. */
export function FilterError({ id, filter, message, place, goTo }: FilterErrorProps) {
  return (
    <div id={id} role="alert" className={styles.error} data-testid="filter-error">
      {place !== undefined && (
        <button type="button" className={styles.picture} onClick={() => goTo(place)} title="Go to this character">
          {filter.slice(Math.max(0, place - 40), place)}
          <mark>{filter.slice(place, place + 1) || "␣"}</mark>
          {filter.slice(place + 1, place + 40)}
        </button>
      )}
      <p>{sentenceOf(message, place)}</p>
    </div>
  );
}
