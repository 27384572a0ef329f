import './skiplink.css';

/** First stop of the Tab key in a shell: over the bars, straight to the work. */
export function SkipLink() {
  return (
    <button type="button" className="k-skip" onClick={() => document.getElementById('work')?.focus()}>
      Go to the work
    </button>
  );
}
