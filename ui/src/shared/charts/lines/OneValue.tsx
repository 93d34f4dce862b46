import type { Track } from "./curves";
import styles from "./Lines.module.css";

/** A metric that was logged once has no line: its value says more. */
export function OneValue({ tracks, write, height }: { tracks: readonly Track[]; write: (value: number) => string; height: number }) {
  const [first] = tracks;
  if (tracks.length === 1)
    return (
      <div className={styles.one} style={{ height }}>
        <span className="num">{write(first?.points[0]?.value ?? NaN)}</span>
        <span className="dimmer">logged once, at step {first?.points[0]?.step}</span>
      </div>
    );
  const values = tracks.map((track) => ({ track, value: track.points[0]?.value ?? NaN })).sort((a, b) => b.value - a.value);
  const most = Math.max(...values.map(({ value }) => (Number.isFinite(value) ? Math.abs(value) : 0)), Number.MIN_VALUE);
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.bars} style={{ height }} tabIndex={0} role="region" aria-label="Values, logged once each">
      <table>
        <tbody>
          {values.map(({ track, value }) => (
            <tr key={track.id}>
              <th scope="row" className="clip" title={track.label}>
                {track.label}
              </th>
              <td aria-hidden>
                <i style={{ width: `${((Number.isFinite(value) ? Math.abs(value) : 0) / most) * 100}%`, background: track.colour }} />
              </td>
              <td className="num">{write(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
